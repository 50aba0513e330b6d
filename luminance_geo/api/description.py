"""The OpenAPI document: FastAPI's own, with each answer under the media type that it is really sent with."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from luminance_geo.api.problems import MEDIA_TYPE


def install(api: FastAPI) -> None:
    """Make `api.openapi()` give the corrected document."""

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            made = get_openapi(
                title=api.title, version=api.version, description=api.description, routes=api.routes,
                servers=api.servers, license_info=api.license_info,
            )  # fmt: skip
            for methods in made["paths"].values():
                for operation in methods.values():
                    _correct(operation["responses"])
            api.openapi_schema = made
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def _correct(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        content = response.get("content", {})
        if MEDIA_TYPE in content:
            response["content"] = {MEDIA_TYPE: next(each for each in content.values() if "schema" in each)}
        if status == "200":
            response["description"] = "The answer."
            response["headers"] = {"ETag": {"description": "Of this answer.", "schema": {"type": "string"}}}
            for each in content.values():
                each["schema"].pop("type", None)
