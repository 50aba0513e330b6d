"""Errors of what programs read, as RFC 9457 `application/problem+json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from starlette.responses import Response

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_, Translator
from luminance_geo.web.security import FILE_HEADERS

MEDIA_TYPE = "application/problem+json"
INVALID_PARAMETER = "urn:luminance:problem:invalid-parameter"
BAD_PARAMETER = N_("This parameter cannot be used")
_NONE: Mapping[str, str] = MappingProxyType({})


def problem(body: Mapping[str, Any], t: Translator, headers: Mapping[str, str] = _NONE) -> Response:
    """The answer that says `body`, whose `status` is its own; `t` says the language that it is in."""
    return Response(
        json.dumps(body, ensure_ascii=False).encode(errors="replace"),
        body["status"],
        {**FILE_HEADERS, **problem_headers(t), **headers},
        MEDIA_TYPE,
    )


def problem_headers(t: Translator) -> dict[str, str]:
    """Of every problem, as JSON or as a page: kept nowhere, in this language, readable from other sites."""
    return {"Cache-Control": "no-store", "Content-Language": t.language, "Access-Control-Allow-Origin": "*"}


def invalid_parameter(error: InvalidInput, t: Translator) -> Response:
    """400 in the language of `t`, naming the parameter at fault and, where there is a list, what it accepts."""
    body = {
        "type": INVALID_PARAMETER,
        "title": t(BAD_PARAMETER),
        "status": 400,
        "detail": t(error.message, **error.values),
        "parameter": error.parameter,
    }
    accepted = error.values.get("accepted")
    return problem(body | ({"accepted": accepted.split(", ")} if isinstance(accepted, str) else {}), t)
