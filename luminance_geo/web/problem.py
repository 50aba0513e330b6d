"""Errors of what programs read, as RFC 9457 `application/problem+json`."""

from __future__ import annotations

import json

from starlette.responses import Response

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_, Translator
from luminance_geo.web.security import FILE_HEADERS

MEDIA_TYPE = "application/problem+json"
INVALID_PARAMETER = "urn:luminance:problem:invalid-parameter"
UNKNOWN = N_("{parameter}: this parameter does not exist here. Known ones: {accepted}.")
REPEATED = N_("{parameter}: give it once, with commas between values.")


def invalid_parameter(error: InvalidInput, t: Translator) -> Response:
    """400 in the language of `t`, naming the parameter at fault and, where there is a list, what it accepts."""
    body = {
        "type": INVALID_PARAMETER,
        "title": t("This parameter cannot be used"),
        "status": 400,
        "detail": t(error.message, **error.values),
        "parameter": error.parameter,
    }
    accepted = error.values.get("accepted")
    if isinstance(accepted, str):
        body["accepted"] = accepted.split(", ")
    headers = {
        **FILE_HEADERS,
        "Cache-Control": "no-store",
        "Content-Language": t.language,
        "Access-Control-Allow-Origin": "*",
    }
    return Response(json.dumps(body, ensure_ascii=False).encode(errors="replace"), 400, headers, MEDIA_TYPE)
