"""Streamlit's own files from memory: the same bytes, compressed where asked, and nothing outside its folder."""

import gzip

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.static import FOLDER, StaticFromMemory, shipped


@pytest.fixture
def client() -> TestClient:
    beyond = Route("/{path:path}", PlainTextResponse("left to Streamlit"))
    return TestClient(Starlette(routes=[beyond], middleware=[Middleware(StaticFromMemory)]))


def _largest(suffix: str) -> str:
    return max((name for name in shipped() if name.endswith(suffix)), key=lambda name: (FOLDER / name).stat().st_size)


@pytest.mark.parametrize("suffix", [".css", ".woff2"])
@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_the_bytes_are_those_shipped(client: TestClient, suffix: str, accepted: str) -> None:
    name = _largest(suffix)
    answer = client.get(f"/static/{name}", headers={"Accept-Encoding": accepted})
    assert answer.content == (FOLDER / name).read_bytes()
    assert ("content-encoding" in answer.headers) == (accepted == "gzip" and suffix == ".css")
    assert "immutable" in answer.headers["cache-control"]


def test_compressed_bytes_are_the_same_every_time(client: TestClient) -> None:
    name = _largest(".css")
    with client.stream("GET", f"/static/{name}", headers={"Accept-Encoding": "gzip"}) as answer:
        sent = b"".join(answer.iter_raw())
    assert gzip.decompress(sent) == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("path", ["/static/js/none.js", "/static/%2e%2e/index.html", "/static/../index.html", "/other"])
def test_the_rest_is_left_to_streamlit(client: TestClient, path: str) -> None:
    assert client.get(path).text == "left to Streamlit"


def test_ranges_are_left_to_streamlit(client: TestClient) -> None:
    assert client.get(f"/static/{_largest('.css')}", headers={"Range": "bytes=0-1"}).text == "left to Streamlit"
