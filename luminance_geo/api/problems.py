"""Errors as RFC 9457 `application/problem+json`, in the person's language, naming the parameter and what it accepts.

Where an address has pages for people, a browser is shown a page that says the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.api.answers import HTML
from luminance_geo.api.ogc.accepted import FORMAT
from luminance_geo.api.ogc.html import Seen, problem_page
from luminance_geo.api.ogc.negotiation import preferred_format, varies
from luminance_geo.api.parameters import Parameter
from luminance_geo.errors import InvalidInput, NotFound, NotReady
from luminance_geo.i18n import N_, Translator, as_language, translator
from luminance_geo.web.languages import page_language
from luminance_geo.web.problem import BAD_PARAMETER, INVALID_PARAMETER, problem, problem_headers
from luminance_geo.web.security import PAGE_HEADERS

_NONE: Mapping[str, str] = MappingProxyType({})
_LOG = logging.getLogger(__name__)

_DETAILS = {
    HTTPStatus.NOT_FOUND: N_("There is nothing at this address. What there is: {accepted}."),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("This address is read with GET."),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("The service is getting ready. Try again in a moment."),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Something failed on our side. It has been noted."),
}
_TITLES = {
    HTTPStatus.BAD_REQUEST: BAD_PARAMETER,
    HTTPStatus.NOT_FOUND: N_("Not found"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("Method not allowed"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("Not ready"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("Server error"),
}


def _translator(request: Request) -> Translator:
    if _has_pages(request) and preferred_format(request) == "html":
        return translator(page_language(request))
    return translator(as_language(request.query_params.get("lang")))


def _problem(
    request: Request, status: int, detail: str, *, kind: str = "about:blank", headers: Mapping[str, str] = _NONE,
    **members: Any,
) -> Response:  # fmt: skip
    t = _translator(request)
    title = _TITLES.get(HTTPStatus(status))
    body = {"type": kind, "title": t(title) if title else HTTPStatus(status).phrase, "status": status, "detail": detail}
    said = body | {name: value for name, value in members.items() if value is not None}
    if not _has_pages(request):
        return problem(said, t, headers)
    form = preferred_format(request)
    vary = {"Vary": varies(form)}
    if form == "json":
        return problem(said, t, {**headers, **vary})
    sent = {**PAGE_HEADERS, **problem_headers(t), **headers, **vary}
    return Response(problem_page(said, _seen(request, t), _table(request)), status, sent, HTML)


def _has_pages(request: Request) -> bool:
    """Whether what was asked for may be a page: it takes `f`, or there is nothing at its address."""
    return FORMAT in _table(request) or not hasattr(request.state, "accepted")


def _seen(request: Request, t: Translator) -> Seen:
    """The page that was asked for; its addresses stay below the host that it came by."""
    mounted = request.scope.get("root_path", "")
    given = {name: value.strip() for name, value in request.query_params.items() if value.strip()}
    return Seen(t.language, mounted, request.url.path.removeprefix(mounted), given)


def _table(request: Request) -> tuple[Parameter, ...]:
    """What the address takes, as far as it was read."""
    table: tuple[Parameter, ...] = getattr(request.state, "accepted", ())
    return table


def _accepted(request: Request, error: InvalidInput, t: Translator) -> list[str]:
    """What the parameter accepts: the codes of its list, else one phrase."""
    listed = error.values.get("accepted")
    if isinstance(listed, str):
        return listed.split(", ")
    found = next((each for each in _table(request) if each.name == error.parameter), None)
    if found is None:
        return []
    return list(found.choices) or [t(found.accepts)]


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidInput)  # noqa: S101 - registered for this class only
    t = _translator(request)
    detail = t(error.message, **error.values)
    accepted = _accepted(request, error, t)
    return _problem(request, 400, detail, kind=INVALID_PARAMETER, parameter=error.parameter, accepted=accepted)


def _invalid_request(request: Request, error: Exception) -> Response:
    """FastAPI's own validation, for whatever endpoint declares typed parameters."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    first: Mapping[str, Any] = error.errors()[0]
    name = str(first["loc"][-1])
    detail = f"{name}: {first['msg']}"
    return _problem(request, 400, detail, kind=INVALID_PARAMETER, parameter=name, accepted=[])


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    t = _translator(request)
    paths = _paths(request)
    detail = _DETAILS.get(HTTPStatus(error.status_code))
    text = t(detail, accepted=", ".join(paths)) if detail else str(error.detail)
    accepted = paths if error.status_code == HTTPStatus.NOT_FOUND else None
    return _problem(request, error.status_code, text, headers=error.headers or _NONE, accepted=accepted)


def _paths(request: Request) -> list[str]:
    root = request.scope.get("root_path", "")
    described: Iterable[str] = request.app.openapi()["paths"]
    return [root + path for path in described]


def _not_found(request: Request, error: Exception) -> Response:
    return _http(request, HTTPException(404))


def _not_ready(request: Request, error: Exception) -> Response:
    _LOG.warning("not ready: %s", error)
    detail = _translator(request)(_DETAILS[HTTPStatus.SERVICE_UNAVAILABLE])
    return _problem(request, 503, detail, headers={"Retry-After": "5"})


def _failure(request: Request, error: Exception) -> Response:
    return _problem(request, 500, _translator(request)(_DETAILS[HTTPStatus.INTERNAL_SERVER_ERROR]))


def install(api: FastAPI) -> None:
    """Answer every error of `api` with a problem document. The server still logs what it did not expect."""
    api.add_exception_handler(InvalidInput, _invalid)
    api.add_exception_handler(RequestValidationError, _invalid_request)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(NotFound, _not_found)
    api.add_exception_handler(NotReady, _not_ready)
    api.add_exception_handler(Exception, _failure)
