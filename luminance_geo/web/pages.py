"""Server-rendered pages: the shareable face of an initiative, and what to say when there is none."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from luminance_geo.catalogue.cards import Detail
from luminance_geo.i18n import LANGUAGES, Language, translator
from luminance_geo.web import sign_up_form
from luminance_geo.web.files import asset_url
from luminance_geo.web.forms import session_token
from luminance_geo.web.languages import asked_language, page_language
from luminance_geo.web.rendering import render
from luminance_geo.web.security import PAGE_HEADERS
from luminance_geo.web.sign_up_form import Form
from luminance_geo.web.structured import graph, script_json
from luminance_geo.web.urls import base_url, dashboard_path, initiative_path, picture_path
from luminance_geo.web.view import View, view_of

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House


def not_found(request: Request) -> Response:
    """The 404 page, in both languages, the asked one first."""
    language = page_language(request)
    other = translator("en" if language == "fr" else "fr")
    switch: dict[Language, str] = {code: str(request.url.include_query_params(lang=code).query) for code in LANGUAGES}
    body = render("not_found.html", language, {code: f"?{query}" for code, query in switch.items()}, other=other)
    headers = {**PAGE_HEADERS, "Vary": "Accept-Language", "Cache-Control": "no-store", "Content-Language": "fr, en"}
    return HTMLResponse(body, 404, headers)


def initiative_html(detail: Detail, view: View, base: str, form: Form | None = None) -> str:
    """The page of an initiative; `base` is the absolute address of the service, `form` the one to sign up."""
    card, language = detail.card, view.language
    page = base + initiative_path(card.slug, language)
    pictures = {
        theme: picture_path(card.slug, "map.svg", language, theme=theme, v=picture_version(detail))
        for theme in ("light", "dark")
    } if card.lat is not None else {"light": None, "dark": None}  # fmt: skip
    around = {"near": f"{card.lat:.4f},{card.lon:.4f}", "within": "5"} if card.lat is not None else {}
    return render(
        "initiative.html",
        language,
        {code: initiative_path(card.slug, code) for code in LANGUAGES},
        view=view,
        form=form,
        page=page,
        alternates=[
            *((code, base + initiative_path(card.slug, code)) for code in LANGUAGES),
            ("x-default", base + initiative_path(card.slug)),
        ],
        preview=base + picture_path(card.slug, "preview.png", language, v=picture_version(detail)),
        structured=script_json(graph(detail, view, page=page, base=base)),
        selected=dashboard_path(language, {"selected": card.slug}),
        nearby=dashboard_path(language, around),
        map_light=pictures["light"],
        map_dark=pictures["dark"],
    )


def picture_version(detail: Detail) -> str:
    """Moves when the pictures of an initiative may have changed."""
    stamp = f"{detail.card.id}:{detail.updated_at.timestamp()}:{asset_url('fonts/luminance-serif.woff2')}"
    return hashlib.sha256(stamp.encode()).hexdigest()[:10]


class Pages:
    """The pages of one house. Plain functions: they run in threads."""

    def __init__(self, house: House) -> None:
        self.house = house

    def initiative(self, request: Request) -> Response:
        """`/initiatives/{slug}`: 404 for what is unknown or not published."""
        detail = self.house.detail(request.path_params["slug"])
        if detail is None:
            return not_found(request)
        language = page_language(request)
        view = view_of(detail, language, self.house.clock())
        form = sign_up_form.blank(self.house, request, detail, language)
        body = initiative_html(detail, view, base_url(self.house.settings, request), form)
        tag = f'W/"{hashlib.sha256(self._lasting(request, body, form).encode()).hexdigest()[:20]}"'
        headers = {
            **PAGE_HEADERS,
            **_kept_by(form),
            "ETag": tag,
            "Content-Language": language,
        }
        if not asked_language(request):
            headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Language")))
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return HTMLResponse(body, headers=headers)

    def _lasting(self, request: Request, body: str, form: Form | None) -> str:
        """What of a page makes its ETag: all but its form’s token, new each time, and whose session it is for.

        A kept page holds an old token, so the tag also moves twice while a token holds: half of that time is left.
        """
        if form is None:
            return body
        half = self.house.settings.form_hours * 1800
        period = int(self.house.clock().timestamp() / half)
        return f"{body.replace(form.token, '').replace(form.once, '')}{period}{session_token(request)}"


def _kept_by(form: Form | None) -> dict[str, str]:
    """Who may keep a page: anyone; with a form, one browser, whose token it holds; for a known person, nobody."""
    if form is None:
        return {"Cache-Control": "public, no-cache"}
    return {"Cache-Control": "no-store" if form.who else "private, no-cache", "Vary": "Cookie"}
