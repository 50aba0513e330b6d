"""Privacy: what is kept and why, what we hold about the person who is signed in, erasure, and no more news."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from luminance_geo.i18n import LANGUAGES
from luminance_geo.privacy.rules import IP_DAYS
from luminance_geo.web import forms
from luminance_geo.web.forms import Fields, form_endpoint, form_token
from luminance_geo.web.languages import asked_language, page_language
from luminance_geo.web.rendering import render
from luminance_geo.web.security import PAGE_HEADERS, PRIVATE_HEADERS
from luminance_geo.web.sign_in import private_page, sign_in_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House
    from luminance_geo.people.queries import Who

Answer = Callable[[Request, Fields], Response]
_FILE = "luminance"


class PrivacyPages:
    """The pages of one house. Plain functions: they run in threads."""

    def __init__(self, house: House) -> None:
        self.house = house

    def policy(self, request: Request, fields: Fields) -> Response:
        """`/privacy`: the same for everyone."""
        language, settings = page_language(request), self.house.settings
        body = render(
            "privacy.html", language, {code: f"/privacy?lang={code}" for code in LANGUAGES},
            settings=settings, ip_days=IP_DAYS, tiles_host=urlsplit(settings.tiles_url).hostname,
            mine=f"/me/erase?lang={language}",
        )  # fmt: skip
        vary = {} if asked_language(request) else {"Vary": "Accept-Language"}
        headers = {**PAGE_HEADERS, "Cache-Control": "public, no-cache", "Content-Language": language, **vary}
        return HTMLResponse(body, headers=headers)

    def data_json(self, request: Request, fields: Fields) -> Response:
        """`/me/data.json`: everything that we hold about the person who is signed in."""
        who = forms.signed_in(self.house, request)
        if who is None:
            return _sign_in_first(request)
        body = json.dumps(self.house.privacy.export(who.person_id), ensure_ascii=False, indent=2)
        return _download(body.encode(), "json", "application/json")

    def data_zip(self, request: Request, fields: Fields) -> Response:
        """`/me/data.zip`: the same as CSV files."""
        who = forms.signed_in(self.house, request)
        if who is None:
            return _sign_in_first(request)
        return _download(self.house.privacy.csv_zip(who.person_id), "zip", "application/zip")

    def erase(self, request: Request, fields: Fields) -> Response:
        """`/me/erase`: GET says what goes, POST does it."""
        who = forms.signed_in(self.house, request)
        if who is None:
            return _sign_in_first(request)
        sure = request.method == "POST" and fields.get("sure") == "yes"
        if sure and forms.form_age(self.house, request, forms.ERASE, fields) is not None:
            return self._erased(request, who)
        return private_page(request, "erase.html", who=who, token=form_token(self.house, request, forms.ERASE))

    def _erased(self, request: Request, who: Who) -> Response:
        self.house.privacy.erase(who.person_id)
        answer = private_page(request, "erased.html", reload="/privacy")
        return forms.forget_session(answer, self.house.settings)

    def unsubscribe(self, request: Request, fields: Fields) -> Response:
        """`/unsubscribe/{token}`: POST stops news, from our button or in one click from a mail program (RFC 8058)."""
        token = request.path_params["token"]
        known = self.house.people.known_news_token(token)
        if known and request.method == "POST":
            self.house.people.refuse_news(token)
        done = request.method == "POST"
        status = HTTPStatus.OK if known else HTTPStatus.NOT_FOUND
        return private_page(request, "unsubscribe.html", status, known=known, done=done, action=request.url.path)


def _sign_in_first(request: Request) -> Response:
    path = "/me/erase" if request.method == "POST" else request.url.path
    return RedirectResponse(sign_in_path(path, page_language(request)), HTTPStatus.SEE_OTHER, PRIVATE_HEADERS)


def _download(body: bytes, kind: str, media_type: str) -> Response:
    headers = {**PRIVATE_HEADERS, "Content-Disposition": f'attachment; filename="{_FILE}.{kind}"'}
    return Response(body, headers=headers, media_type=media_type)


def routes(house: House) -> list[Route]:
    """`/privacy`, `/me/…` and `/unsubscribe/{token}`."""
    pages = PrivacyPages(house)
    both = ["GET", "POST"]
    return [
        Route("/privacy", form_endpoint(pages.policy)),
        Route("/me/data.json", form_endpoint(pages.data_json)),
        Route("/me/data.zip", form_endpoint(pages.data_zip)),
        Route("/me/erase", form_endpoint(pages.erase), methods=both),
        Route("/unsubscribe/{token}", form_endpoint(pages.unsubscribe), methods=both),
    ]
