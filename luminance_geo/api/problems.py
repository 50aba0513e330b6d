"""Errors as RFC 9457 `application/problem+json`, in the person's language, naming the parameter and what it accepts."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.api.parameters import Parameter
from luminance_geo.errors import InvalidInput, NotFound, NotReady
from luminance_geo.i18n import N_, Translator, as_language, translator

MEDIA_TYPE = "application/problem+json"
INVALID_PARAMETER = "urn:luminance:problem:invalid-parameter"
_LOG = logging.getLogger(__name__)

_DETAILS = {
    HTTPStatus.NOT_FOUND: N_("There is nothing at this address. What there is: {accepted}."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("This address is read with GET."),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("The service is getting ready. Try again in a moment."),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Something failed on our side. It has been noted."),
}
_TITLES = {
    HTTPStatus.BAD_REQUEST: N_("This parameter cannot be used"),
    HTTPStatus.NOT_FOUND: N_("Not found"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("Method not allowed"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("Not ready"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Server error"),
}


def _translator(request: Request) -> Translator:
    return translator(as_language(request.query_params.get("lang")))


def _problem(
    status: int, t: Translator, detail: str, *, kind: str = "about:blank", headers: Mapping[str, str] | None = None,
    **members: Any,
) -> Response:  # fmt: skip
    title = _TITLES.get(HTTPStatus(status))
    body = {"type": kind, "title": t(title) if title else HTTPStatus(status).phrase, "status": status, "detail": detail}
    named = {name: value for name, value in members.items() if value is not None}
    always = {"Cache-Control": "no-store", "Content-Language": t.language, "Access-Control-Allow-Origin": "*"}
    return Response(
        json.dumps(body | named, ensure_ascii=False).encode(), status, always | dict(headers or {}), MEDIA_TYPE
    )


def _accepted(request: Request, error: InvalidInput, t: Translator) -> list[str]:
    """What the parameter accepts: the codes of its list, else one phrase."""
    listed = error.values.get("accepted")
    if isinstance(listed, str):
        return listed.split(", ")
    table: tuple[Parameter, ...] = getattr(request.state, "accepted", ())
    found = next((each for each in table if each.name == error.parameter), None)
    if found is None:
        return []
    return list(found.choices) or [t(found.accepts)]


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidInput)  # noqa: S101 - registered for this class only
    t = _translator(request)
    detail = t(error.message, **error.values)
    accepted = _accepted(request, error, t)
    return _problem(400, t, detail, kind=INVALID_PARAMETER, parameter=error.parameter, accepted=accepted)


def _invalid_request(request: Request, error: Exception) -> Response:
    """FastAPI's own validation, for whatever endpoint declares typed parameters."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    first: Mapping[str, Any] = error.errors()[0]
    name = str(first["loc"][-1])
    return _problem(
        400, _translator(request), f"{name}: {first['msg']}", kind=INVALID_PARAMETER, parameter=name, accepted=[]
    )


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    t = _translator(request)
    paths = _paths(request)
    detail = _DETAILS.get(HTTPStatus(error.status_code))
    text = t(detail, accepted=", ".join(paths)) if detail else str(error.detail)
    accepted = paths if error.status_code == HTTPStatus.NOT_FOUND else None
    return _problem(error.status_code, t, text, headers=error.headers, accepted=accepted)


def _paths(request: Request) -> list[str]:
    root = request.scope.get("root_path", "")
    described: Iterable[str] = request.app.openapi()["paths"]
    return [root + path for path in described]


def _not_found(request: Request, error: Exception) -> Response:
    return _http(request, HTTPException(404))


def _not_ready(request: Request, error: Exception) -> Response:
    _LOG.warning("not ready: %s", error)
    t = _translator(request)
    return _problem(503, t, t(_DETAILS[HTTPStatus.SERVICE_UNAVAILABLE]), headers={"Retry-After": "5"})


def _failure(request: Request, error: Exception) -> Response:
    t = _translator(request)
    return _problem(500, t, t(_DETAILS[HTTPStatus.INTERNAL_SERVER_ERROR]))


def install(api: FastAPI) -> None:
    """Answer every error of `api` with a problem document. The server still logs what it did not expect."""
    api.add_exception_handler(InvalidInput, _invalid)
    api.add_exception_handler(RequestValidationError, _invalid_request)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(NotFound, _not_found)
    api.add_exception_handler(NotReady, _not_ready)
    api.add_exception_handler(Exception, _failure)
