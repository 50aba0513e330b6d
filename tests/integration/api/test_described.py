"""Schemathesis asks whatever the OpenAPI description allows, and more: no server error, no answer left undescribed."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from luminance_geo.api import create_api
from luminance_geo.api.ogc.collections import COLLECTIONS
from luminance_geo.bootstrap import House

pytestmark = pytest.mark.parametrize(
    "server",
    ["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.thorough])],
    indirect=True,
)
"""What is described hardly depends on the database: the other one is asked by the thorough run."""
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
PATHS = [
    "/", "/api", "/openapi.json", "/conformance", "/collections", "/cells", "/search", "/facets", "/places",
    *(f"/collections/{name}{rest}" for name in COLLECTIONS for rest in ("", "/items", "/items/{fid}")),
]  # fmt: skip


@pytest.fixture(scope="session")
def described(house: House) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/openapi.json", create_api(house))


@pytest.mark.parametrize(
    "answer", [JSONResponse({"x": 1}), JSONResponse({}, 418), Response("0", 200), Response("", 500)]
)
def test_an_answer_that_is_not_described_would_be_seen(house: House, answer: Response) -> None:
    routes = [Route("/facets", lambda _: answer), Mount("/", create_api(house))]
    case = schemathesis.openapi.from_asgi("/openapi.json", Starlette(routes=routes))["/facets"]["GET"].Case()
    with pytest.raises(FailureGroup):
        case.call_and_validate(checks=CHECKS)


def test_every_path_is_asked(described: schemathesis.BaseSchema) -> None:
    assert sorted(described) == sorted(PATHS)


@pytest.mark.parametrize(
    ("path", "mode"),
    [(path, mode) for path in PATHS for mode in GenerationMode if path != "/openapi.json" or mode.is_positive],
)  # the description itself takes nothing that could be wrong
def test_answers_are_as_described(described: schemathesis.BaseSchema, path: str, mode: GenerationMode) -> None:
    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(described[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
