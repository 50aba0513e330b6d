"""The OpenAPI document: FastAPI's own as true 3.0, each answer under the media type that it is sent with."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request

from luminance_geo.api.answers import HTML
from luminance_geo.api.openapi30 import VERSION, downgraded
from luminance_geo.web.problem import MEDIA_TYPE


def install(api: FastAPI) -> None:
    """Make `api.openapi()` give the corrected document."""

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            made = get_openapi(
                title=api.title, version=api.version, description=api.description, routes=api.routes,
                license_info=api.license_info,
            )  # fmt: skip
            for methods in made["paths"].values():
                for operation in methods.values():
                    _correct(operation["responses"])
            _restore_examples(api, made["paths"])
            api.openapi_schema = {**downgraded(made), "openapi": VERSION}
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def document(request: Request) -> dict[str, Any]:
    """The description with the address that the API is mounted at."""
    described: dict[str, Any] = request.app.openapi()
    return {**described, "servers": [{"url": request.scope.get("root_path", "") or "/"}]}


def _restore_examples(api: FastAPI, paths: dict[str, Any]) -> None:
    """FastAPI leaves null members out of examples, which their schemas require."""
    for route in api.routes:
        if isinstance(route, APIRoute):
            described = paths[route.path]["get"]["responses"]["200"]["content"]
            for media_type, content in route.responses[200]["content"].items():
                if "example" in content:
                    described[media_type]["example"] = content["example"]


def _correct(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if MEDIA_TYPE in content:
            pages = {HTML: content.pop(HTML)} if HTML in content else {}
            response["content"] = {MEDIA_TYPE: next(each for each in content.values() if "schema" in each), **pages}
        if status == "200":
            response["description"] = "The answer."
            response["headers"] = {"ETag": {"description": "Of this answer.", "schema": {"type": "string"}}}
            for each in content.values():
                if "$ref" in each["schema"]:
                    each["schema"].pop("type", None)
