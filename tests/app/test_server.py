"""The server around the dashboard: one address, the page in its language, headers, nothing of Streamlit's left open."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient
from streamlit.runtime import Runtime

from dashboard import security, server
from dashboard.house import set_house
from dashboard.page import index_html, inline_scripts, page_html
from dashboard.security import SecurityHeaders, script_hash
from luminance_geo.bootstrap import open_house
from luminance_geo.settings import Settings
from tests.app.conftest import NOW

_LOCAL = {"host": "localhost", "origin": "http://localhost"}


@pytest.fixture(scope="module")
def client(prepared: Settings) -> Iterator[TestClient]:
    house = open_house(prepared, clock=lambda: NOW, refresh=False)
    with TestClient(server.create_app(house)) as opened:
        yield opened
    Runtime._instance = None  # Streamlit keeps one per process, which AppTest must not find
    gc.unfreeze()
    set_house(None)
    house.close()


def test_the_page_speaks_the_language_of_the_address_then_of_the_browser(client: TestClient) -> None:
    asked = {
        ("", "de-CH,de"): ("fr", "Explorer"),
        ("", "en-CA,fr;q=0.5"): ("en", "Explore"),
        ("?lang=fr", "en-CA"): ("fr", "Explorer"),
        ("?lang=xx", "en-CA"): ("en", "Explore"),
    }
    for (query, accepted), (language, title) in asked.items():
        page = client.get(f"/{query}", headers={"accept-language": accepted})
        assert f'<html lang="{language}">' in page.text
        assert f"<title>{title} · Luminance</title>" in page.text
        assert page.headers["vary"] == "Accept-Language"
    assert "À propos · Luminance" in client.get("/about?lang=fr").text


def test_a_shared_initiative_names_itself_escaped(client: TestClient) -> None:
    assert "La tablée du mardi · Luminance" in client.get("/?lang=fr&selected=la-tablee-du-mardi").text
    hostile = client.get("/?lang=fr&selected=hostile-0").text
    assert "onerror=" not in hostile.replace("onerror=\\&quot;", "").replace("onerror=&quot;", "")
    assert hostile.count("<script") == index_html().count("<script")


def test_every_answer_carries_its_policy(client: TestClient) -> None:
    page = client.get("/").headers["content-security-policy"]
    assert all(script_hash(script) in page for script in inline_scripts())
    assert "unsafe-eval" not in page
    assert (
        "unsafe-eval"
        in client.get("/component/streamlit_folium.st_folium/index.html").headers["content-security-policy"]
    )
    for path in ("/", "/about", "/robots.txt", "/api/v1/facets", "/initiatives/la-tablee-du-mardi", "/static/x"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "content-security-policy" in headers, path


@contextmanager
def _connected(client: TestClient, existing: str = "") -> Iterator[str]:
    """Connect to the dashboard as its page does, naming a session to resume; the session that is given."""
    asked = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([existing] if existing else [])]
    manager = Runtime.instance()._session_mgr
    clients = {each.client for each in manager.list_active_sessions()}
    with client.websocket_connect("/_stcore/stream", subprotocols=asked, headers={**_LOCAL}):
        yield next(each.session.id for each in manager.list_active_sessions() if each.client not in clients)


def test_a_session_is_never_given_to_who_names_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with _connected(client) as first, _connected(client, first) as second:
        assert second != first
    monkeypatch.setattr(security, "_SUBPROTOCOLS", b"")
    with _connected(client) as first, _connected(client, first) as second:
        assert second == first, "without the middleware Streamlit gives it: the test would see that"


def test_tiles_may_come_from_their_own_address_only() -> None:
    headers = SecurityHeaders(lambda *_: None, tiles_url="https://{s}.tiles.example/{z}/{x}/{y}.png")  # type: ignore[arg-type,return-value]
    assert "https://*.tiles.example" in headers.component
    assert "tiles.example" not in headers.page


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/interact"])
def test_what_is_nobodys_business_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_one_address_serves_pages_api_assets_and_basemap(client: TestClient) -> None:
    for path in ("/dashboard.css", "/api/v1/places?q=rimouski", "/initiatives/la-tablee-du-mardi", "/sitemap.xml"):
        assert client.get(path).status_code == 200, path


def test_the_page_without_javascript_points_to_the_plain_pages() -> None:
    html = page_html("fr", "Titre <b>", "https://example.org/", "/feeds/initiatives.atom?lang=fr&cause=food")
    assert "Titre &lt;b&gt;" in html
    assert "<noscript><p>Cette carte demande JavaScript." in html
    assert "agent" not in html


def test_options_name_who_may_call() -> None:
    local = server.server_config("127.0.0.1", 8501)
    assert local["server.allowedHosts"] == ["127.0.0.1", "::1", "localhost"]
    assert local["runner.postScriptGC"] is False
    assert local["theme.light.primaryColor"] == "#0B5A66"
    assert server.server_config("0.0.0.0", 80)["server.allowedHosts"] == []
    public = server.server_config("0.0.0.0", 80, public_url="https://carte.example:8443/x")
    assert "carte.example" in public["server.allowedHosts"]
