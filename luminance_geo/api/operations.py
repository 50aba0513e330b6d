"""What FastAPI is told of each address: parameters, answers and their shapes, for the OpenAPI description."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import request_response

from luminance_geo.api.answers import GEOJSON, HTML, JSON, OPENAPI
from luminance_geo.api.parameters import Parameter
from luminance_geo.api.shapes import Problem
from luminance_geo.web.problem import MEDIA_TYPE as PROBLEM

Endpoint = Callable[[Request], Response | Awaitable[Response]]


class ReadingRoute(APIRoute):
    """A route that FastAPI describes and Starlette calls: the endpoint reads the request, so nothing is injected."""

    def __init__(self, path: str, endpoint: Endpoint, **described: Any) -> None:
        super().__init__(path, endpoint, **described)
        self.app = request_response(endpoint)


class GeoJsonResponse(Response):
    """An answer in GeoJSON (RFC 7946)."""

    media_type = GEOJSON


class JsonResponse(Response):
    """An answer in JSON."""

    media_type = JSON


class OpenApiResponse(Response):
    """A description of an API."""

    media_type = OPENAPI


_CLASSES: Mapping[str, type[Response]] = {GEOJSON: GeoJsonResponse, JSON: JsonResponse, OPENAPI: OpenApiResponse}


def operation(
    accepted: tuple[Parameter, ...],
    shape: type[BaseModel] | None,
    example: Any,
    media_type: str = JSON,
    *,
    page: bool = False,
    identifier: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The keywords of `add_api_route` for a GET of one address.

    `page`: it is also answered as HTML. `identifier` is the schema of `{fid}` where the path has it. Without a `shape`
    the answer is some object.
    """
    body: dict[str, Any] = {"example": example} if shape else {"schema": {"type": "object"}}
    pages = {HTML: {"schema": {"type": "string"}}} if page else {}
    problem = {"model": Problem, "content": {PROBLEM: {}, **pages}}
    answered = {"content": {media_type: body, **pages}, **({"model": shape} if shape else {})}
    responses: dict[int | str, Any] = {
        200: answered,
        304: {"description": "Nothing moved since the answer whose ETag was sent in `If-None-Match`."},
        400: {**problem, "description": "A parameter cannot be used; the answer names it and what it accepts."},
        503: {**problem, "description": "The service is getting ready."},
    }
    parameters = [each.to_openapi() for each in accepted]
    if identifier is not None:
        responses[404] = {**problem, "description": "There is no such feature (any more)."}
        about = {"description": "Id of the feature.", "schema": dict(identifier)}
        parameters.insert(0, {"name": "fid", "in": "path", "required": True, **about})
    return {
        "response_class": _CLASSES[media_type],
        "responses": responses,
        "openapi_extra": {"parameters": parameters},
    }
