"""Signing in by a link, and out. Reading a link's page uses nothing: mail scanners read every link; its button does."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import LANGUAGES, N_, Language
from luminance_geo.people.rules import local_path
from luminance_geo.web import forms
from luminance_geo.web.forms import Fields, form_endpoint, form_token
from luminance_geo.web.languages import page_language
from luminance_geo.web.rendering import render
from luminance_geo.web.security import PRIVATE_HEADERS
from luminance_geo.web.urls import dashboard_path, mailed_base

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

ENGAGEMENTS = "/engagements"
_TOO_OLD = N_("This form was open for too long. Send it once more.")
_TOO_MANY = N_("Too many links were asked for. Try again in an hour.")


def private_page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page for one person: kept nowhere, its address told to no other site; it switches language in place."""
    language = page_language(request)
    path = request.url.path if request.method in {"GET", "HEAD"} else values.pop("reload", request.url.path)
    query = dict(request.query_params) if request.method in {"GET", "HEAD"} else {}
    switch: dict[Language, str] = {code: f"{path}?{urlencode(query | {'lang': code})}" for code in LANGUAGES}
    body = render(template, language, switch, **values)
    return HTMLResponse(body, status, {**PRIVATE_HEADERS, "Content-Language": language})


def sign_in_path(next_path: str, language: Language) -> str:
    """The page to sign in, which then leads to `next_path`."""
    return "/sign-in?" + urlencode({"next": next_path, "lang": language})


def in_language(path: str, language: Language) -> str:
    """A path of ours in a language, unless it names one.

    >>> in_language("/engagements", "fr"), in_language("/?near=1,2#x", "en"), in_language("/?lang=en", "fr")
    ('/engagements?lang=fr', '/?near=1,2&lang=en#x', '/?lang=en')
    """
    parts = urlsplit(path)
    if "lang" in parse_qs(parts.query):
        return path
    return urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, f"lang={language}")))))


class SignIn:
    """The pages of one house. Plain functions: they run in threads."""

    def __init__(self, house: House) -> None:
        self.house = house

    def ask(self, request: Request, fields: Fields) -> Response:
        """GET `/sign-in`: where to send a link; or who is signed in, and how to sign out."""
        if request.method == "POST":
            return self.send(request, fields)
        who = forms.signed_in(self.house, request)
        if who:
            return private_page(
                request, "signed_in.html", who=who, token=form_token(self.house, request, forms.SIGN_OUT),
                engagements=f"{ENGAGEMENTS}?lang={page_language(request)}",
            )  # fmt: skip
        return self._form(request, {"next": local_path(request.query_params.get("next"), ENGAGEMENTS)})

    def send(self, request: Request, fields: Fields) -> Response:
        """POST `/sign-in`: the same answer for every address, known or not."""
        next_path = local_path(fields.get("next"), ENGAGEMENTS)
        typed = {"next": next_path, "email": fields.get("email", "")[:254]}
        if forms.form_age(self.house, request, forms.SIGN_IN, fields) is None:
            return self._form(request, typed, status=HTTPStatus.BAD_REQUEST, problem=_TOO_OLD)
        language = page_language(request)
        base = mailed_base(self.house.settings, request)
        try:
            sent = self.house.people.request_link(
                typed["email"], next_path, forms.visitor_ip(request), language, base=base
            )
        except InvalidInput as error:
            return self._form(request, typed, status=HTTPStatus.UNPROCESSABLE_ENTITY, fault=error.message)
        if not sent:
            return self._form(request, typed, status=HTTPStatus.TOO_MANY_REQUESTS, problem=_TOO_MANY)
        minutes = round(self.house.settings.sign_in_minutes)
        return private_page(
            request, "sign_in_sent.html", email=typed["email"].strip(), minutes=minutes,
            again=sign_in_path(next_path, language), reload="/sign-in",
        )  # fmt: skip

    def _form(
        self, request: Request, typed: Mapping[str, str], *, status: int = 200, problem: str = "", fault: str = ""
    ) -> Response:
        return private_page(
            request, "sign_in.html", status, typed={"email": "", **typed}, problem=problem, fault=fault,
            token=form_token(self.house, request, forms.SIGN_IN),
        )  # fmt: skip

    def link(self, request: Request, fields: Fields) -> Response:
        """`/sign-in/{token}`: GET shows a button, POST uses the link."""
        token = request.path_params["token"]
        if request.method == "POST":
            return self._redeem(request, token)
        if not self.house.people.link_holds(token):
            return self._void(request)
        return private_page(request, "sign_in_link.html", action=request.url.path)

    def _redeem(self, request: Request, token: str) -> Response:
        used = self.house.people.redeem(token)
        if used is None:
            return self._void(request)
        previous = forms.session_token(request)
        if previous:
            self.house.people.sign_out(previous)
        target = in_language(used.next_path, page_language(request))
        answer = RedirectResponse(target, HTTPStatus.SEE_OTHER, PRIVATE_HEADERS)
        return forms.set_session(answer, used.token, self.house.settings)

    def _void(self, request: Request) -> Response:
        again = sign_in_path(ENGAGEMENTS, page_language(request))
        minutes = round(self.house.settings.sign_in_minutes)
        return private_page(request, "sign_in_void.html", HTTPStatus.GONE, again=again, minutes=minutes)

    def out(self, request: Request, fields: Fields) -> Response:
        """POST `/sign-out`: this browser."""
        return self._out(request, fields, everywhere=False)

    def out_everywhere(self, request: Request, fields: Fields) -> Response:
        """POST `/sign-out-everywhere`: every browser of this person."""
        return self._out(request, fields, everywhere=True)

    def _out(self, request: Request, fields: Fields, *, everywhere: bool) -> Response:
        who = forms.signed_in(self.house, request)
        home = local_path(fields.get("next"), dashboard_path(page_language(request)))
        if who is None:
            return self._gone(home)
        if forms.form_age(self.house, request, forms.SIGN_OUT, fields) is None:
            return RedirectResponse(f"/sign-in?lang={page_language(request)}", HTTPStatus.SEE_OTHER, PRIVATE_HEADERS)
        if everywhere:
            self.house.people.sign_out_everywhere(who.person_id)
        else:
            self.house.people.sign_out(forms.session_token(request))
        return self._gone(home)

    def _gone(self, home: str) -> Response:
        answer = RedirectResponse(home, HTTPStatus.SEE_OTHER, PRIVATE_HEADERS)
        return forms.forget_session(answer, self.house.settings)


def routes(house: House) -> list[Route]:
    """`/sign-in`, `/sign-in/{token}`, `/sign-out`, `/sign-out-everywhere`."""
    pages = SignIn(house)
    return [
        Route("/sign-in", form_endpoint(pages.ask), methods=["GET", "POST"]),
        Route("/sign-in/{token}", form_endpoint(pages.link), methods=["GET", "POST"]),
        Route("/sign-out", form_endpoint(pages.out), methods=["POST"]),
        Route("/sign-out-everywhere", form_endpoint(pages.out_everywhere), methods=["POST"]),
    ]
