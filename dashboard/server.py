"""The whole product as one server: dashboard, API, pages and map tiles behind one address."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import importlib
import logging
import os
import sys
import threading
import tomllib
import urllib.error
import urllib.request
import webbrowser
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit.web.bootstrap import load_config_options

from dashboard.first import First
from dashboard.first_marks import drawn_routes
from dashboard.house import set_house
from dashboard.page import inline_scripts, page_routes
from dashboard.security import NewSessions, SecurityHeaders
from dashboard.sockets import send_at_once
from dashboard.static import StaticFromMemory
from dashboard.unknown import UnknownPages
from luminance_geo.settings import LOOPBACK

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_COLLECT_EVERY_S = 60
_ANSWER_WITHIN_S = 60


def create_app(house: House) -> st.App:
    """The ASGI application around an open house."""
    from luminance_geo.api import create_api
    from luminance_geo.web import web_routes
    from luminance_geo.web.basemap import basemap_routes

    set_house(house)
    api = Mount("/api/v1", create_api(house))
    return st.App(
        _HERE / "app.py",
        lifespan=_lifespan,
        on_script_error=_say_sorry,
        routes=[
            api,  # for the address without its last slash
            *page_routes(house),
            *web_routes(house),
            *basemap_routes(),
            *drawn_routes(),
        ],
        middleware=[
            Middleware(SecurityHeaders, inline_scripts=inline_scripts(), tiles_url=house.settings.tiles_url),
            Middleware(First, mount=api),
            Middleware(NewSessions),
            Middleware(UnknownPages),
            Middleware(StaticFromMemory),
        ],
    )


def run(house: House, *, host: str = "127.0.0.1", port: int = 8501, open_browser: bool = False) -> None:
    """Serve until told to stop; prints `Ready: http://HOST:PORT` once it answers. Port 0 takes a free one."""
    _protect_cookies(house)
    options = server_config(host, port, public_url=house.settings.public_url)
    # Before anything reads an option: Streamlit would warn of a change that it made itself.
    load_config_options(options)
    app = create_app(house)
    send_at_once()
    ready = threading.Thread(target=_announce, args=(host, open_browser), name="luminance-ready", daemon=True)
    ready.start()
    try:
        app.run(config=options)
    finally:
        house.close()


def server_config(host: str, port: int, *, public_url: str = "") -> dict[str, Any]:
    """Streamlit's options: our shipped file, then the address, then who may call us (against DNS rebinding)."""
    options = dict(_flatten(tomllib.loads(_config_file().read_text(encoding="utf-8"))))
    hosts = {host, *LOOPBACK} if host in LOOPBACK else set()
    public = urlsplit(public_url).hostname
    if public:
        hosts |= {public, *LOOPBACK}
    return options | {"server.address": host, "server.port": port, "server.allowedHosts": sorted(hosts)}


def _config_file() -> Path:
    """The shipped configuration: inside the installed package, else the clone's."""
    shipped = _HERE / "streamlit" / "config.toml"
    return shipped if shipped.is_file() else _HERE.parent / ".streamlit" / "config.toml"


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _protect_cookies(house: House) -> None:
    """Give Streamlit a cookie key of its own, made from ours: `app.run` refuses sensitive options."""
    if house.settings.environment == "production":
        key = hashlib.sha256(b"streamlit-cookie:" + house.settings.secret.get_secret_value().encode()).hexdigest()
        os.environ.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", key)


def _say_sorry(error: Exception) -> bool:
    """Log what happened, and tell the person in their language instead of Streamlit's English."""
    from dashboard.language import current_translator

    _LOG.error("A screen failed", exc_info=error)
    t = current_translator()
    st.error(t("This screen could not be shown. Reload the page; what you looked for is kept in its address."))
    return True


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    """Collect garbage on a timer, Streamlit's collection after every script run being off; get the basemap ready."""
    from luminance_geo.web.basemap import warm

    gc.collect()
    gc.freeze()
    tasks = [asyncio.create_task(_collect()), asyncio.create_task(asyncio.to_thread(warm))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def _collect() -> None:
    while True:
        await asyncio.sleep(_COLLECT_EVERY_S)
        await asyncio.to_thread(gc.collect)


def _announce(host: str, open_browser: bool) -> None:
    """Say `Ready:` once the address answers: the port is known only after the socket is bound."""
    shown = f"[{host}]" if ":" in host else host
    asked = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, shown)  # noqa: S104 - asked, not bound
    pause = threading.Event()
    for _ in range(_ANSWER_WITHIN_S * 20):
        port = st.get_option("server.port")
        if port and _answers(f"http://{asked}:{port}/_stcore/health"):
            sys.stdout.write(f"Ready: http://{shown}:{port}\n")
            sys.stdout.flush()
            if open_browser:
                webbrowser.open(f"http://{asked}:{port}/")
            for slow in ("dashboard.screens.explore", "folium.plugins"):  # or the first visit waits for them
                importlib.import_module(slow)
            return
        pause.wait(0.05)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
