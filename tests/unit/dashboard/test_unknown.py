"""What Streamlit's catch-all would answer becomes our 404; everything else passes untouched."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.unknown import UnknownPages


@pytest.fixture
def client() -> TestClient:
    own = HTMLResponse("<p>ours", headers={"X-Luminance-Page": "1"})
    routes = [
        Route("/about", own),
        Route("/api/v1/", JSONResponse({"links": []})),
        Route("/{path:path}", HTMLResponse("<p>Streamlit")),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(UnknownPages)]))


@pytest.mark.parametrize("path", ["/nowhere", "/about/nowhere", "/wp-login.php"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nowhere_is_a_404_in_the_asked_language(client: TestClient, path: str, language: str) -> None:
    answer = client.get(path, params={"lang": language})
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text
    assert "Streamlit" not in answer.text


@pytest.mark.parametrize("path", ["/about", "/api/v1/", "/component/map/index.html", "/static/index.html"])
def test_the_rest_passes(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200
