"""What is mounted first is answered without the layers below; everything else goes through them."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.first import First


class _Refuses:
    """A layer that lets nothing through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.app if scope["type"] == "lifespan" else PlainTextResponse("refused", 403))(scope, receive, send)


def _say(request: Request) -> JSONResponse:
    return JSONResponse([request.scope["root_path"], request.url.path, request.query_params["q"]])


@pytest.fixture
def client() -> TestClient:
    mount = Mount("/api/v1", Starlette(routes=[Route("/cells", _say)]))
    return TestClient(Starlette(middleware=[Middleware(First, mount=mount), Middleware(_Refuses)]))


def test_the_mount_is_answered_before_the_other_layers(client: TestClient) -> None:
    assert client.get("/api/v1/cells?q=x").json() == ["/api/v1", "/api/v1/cells", "x"]
    assert client.get("/api/v1/nothing").status_code == 404


@pytest.mark.parametrize("path", ["/", "/api/v1", "/api/v10/cells", "/other/api/v1/cells"])
def test_the_rest_goes_on(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 403
