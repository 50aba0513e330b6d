"""The HTML page that carries the dashboard: Streamlit's own, in the right language and with a real title."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from luminance_geo.i18n import LANGUAGES, N_, Language, as_language, pick, translator
from luminance_geo.web.urls import feed_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

STYLE_PATH = "/dashboard.css"
PAGES = {"/": N_("Explore"), "/engagements": N_("My engagements"), "/about": N_("About")}
TAGLINE = N_("Citizen initiatives near you, on a map: find one, and take part.")
_INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def _style() -> bytes:
    return (Path(__file__).parent / "assets" / "app.css").read_bytes()


@cache
def style_version() -> str:
    """A hash of our style sheet, so that browsers may keep it."""
    return hashlib.sha256(_style()).hexdigest()[:12]


@cache
def index_html() -> str:
    """Streamlit's page as shipped."""
    return _INDEX.read_text(encoding="utf-8")


def inline_scripts() -> tuple[str, ...]:
    """The scripts that Streamlit's page holds in itself, for the security policy."""
    return tuple(_SCRIPT.findall(index_html()))


def page_language(request: Request) -> Language:
    """The language that the address asks for, else the first of the browser's that we speak, else French."""
    asked = request.query_params.get("lang", "").strip().lower()[:2]
    if asked in LANGUAGES:
        return as_language(asked)
    wanted = (part.split(";")[0].strip().lower()[:2] for part in request.headers.get("accept-language", "").split(","))
    return as_language(next((code for code in wanted if code in LANGUAGES), "fr"))


def page_html(language: Language, title: str, address: str, feed: str) -> str:
    """The page in a language, titled, with a description for link previews and words for who has no JavaScript."""
    t = translator(language)
    words = t("This map needs JavaScript. Every initiative also has a plain page:")
    listed, about = t("list of the pages"), escape(t(TAGLINE))
    link = f'<a href="/sitemap.xml">{escape(listed)}</a>'
    head = "\n    ".join(
        (
            f"<title>{escape(title)}</title>",
            f'<meta name="description" content="{about}" />',
            f'<meta property="og:title" content="{escape(title)}" />',
            f'<meta property="og:description" content="{about}" />',
            f'<meta property="og:url" content="{escape(address)}" />',
            '<meta property="og:type" content="website" />',
            '<meta property="og:site_name" content="Luminance" />',
            f'<meta property="og:locale" content="{"fr_CA" if language == "fr" else "en_CA"}" />',
            '<meta name="color-scheme" content="light dark" />',
            f'<link rel="alternate" type="application/atom+xml" href="{escape(feed)}" />',
            f'<link rel="stylesheet" href="{STYLE_PATH}?v={style_version()}" />',
        )
    )
    html = _NOSCRIPT.sub(lambda _: f"<noscript><p>{escape(words)} {link}</p></noscript>", index_html())
    html = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL).lstrip()
    html = re.sub(r"\s*<link rel=\"service-desc\"[^>]*>", "", html)
    html = html.replace('<html lang="en">', f'<html lang="{language}">', 1)
    html = html.replace('href="./favicon.png"', 'href="/assets/icons/luminance.svg" type="image/svg+xml"', 1)
    return html.replace("<title>Streamlit</title>", head, 1)


def page_routes(house: House) -> list[Route]:
    """One route per screen; no catch-all, which would hide Streamlit's own files."""

    def serve(request: Request) -> HTMLResponse:
        language = page_language(request)
        t = translator(language)
        title = t(PAGES[request.url.path]) + " · Luminance"
        slug = request.query_params.get("selected", "")
        chosen = house.detail(slug) if slug and request.url.path == "/" else None
        if chosen:
            title = f"{pick(chosen.card.name, language).text[:120]} · Luminance"
        base = house.settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
        feed = feed_path(language, request.query_params)
        html = page_html(language, title, base + request.url.path, feed)
        headers = {"Cache-Control": "no-cache", "X-Luminance-Page": "1", "Vary": "Accept-Language"}
        return HTMLResponse(html, headers=headers)

    def style(_request: Request) -> Response:
        return Response(
            _style(), media_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"}
        )

    return [*(Route(path, serve) for path in PAGES), Route(STYLE_PATH, style)]
