"""Signing up on plain pages, and the page of a sign-up behind its link; both work without scripts.

A link's token is all the power there is: whoever has it may act, so that forms behind it need no other token, and its
pages tell no other site their address. GET changes nothing: mail scanners read every link.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from luminance_geo.catalogue.cards import Detail
from luminance_geo.errors import Conflict, InvalidInput, Limited, LuminanceError, NotFound, NotReady
from luminance_geo.i18n import Language, pick, translator
from luminance_geo.signups.agenda import Agenda
from luminance_geo.signups.calendar import TYPE
from luminance_geo.signups.service import Outcome, PlaceCount, SignUpState
from luminance_geo.web import sign_up_form
from luminance_geo.web.engagement_view import engagement_view
from luminance_geo.web.forms import Fields, form_endpoint, visitor_ip
from luminance_geo.web.languages import page_language
from luminance_geo.web.pages import not_found
from luminance_geo.web.security import FILE_HEADERS, PRIVATE_HEADERS
from luminance_geo.web.sign_in import private_page
from luminance_geo.web.sign_up_form import Form
from luminance_geo.web.urls import base_url, initiative_path

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_ENDED = (SignUpState.WITHDRAWN, SignUpState.EXPIRED)
_STATUS: dict[type[LuminanceError], int] = {
    Limited: HTTPStatus.TOO_MANY_REQUESTS,
    Conflict: HTTPStatus.CONFLICT,
    NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
}


class SignUpPages:
    """The form to sign up, and what is told of places."""

    def __init__(self, house: House) -> None:
        self.house = house

    def sign_up(self, request: Request, fields: Fields) -> Response:
        """`/initiatives/{slug}/sign-up`: the form by itself; POST takes a place and leads to its page."""
        language = page_language(request)
        detail = self.house.detail(request.path_params["slug"])
        form = sign_up_form.blank(self.house, request, detail, language) if detail else None
        if detail is None:
            return not_found(request)
        if form is None:
            return RedirectResponse(initiative_path(detail.card.slug, language), HTTPStatus.SEE_OTHER, PRIVATE_HEADERS)
        if request.method != "POST":
            return self._page(request, detail, form)
        form = sign_up_form.filled(self.house, request, form, fields, language)
        if form.faults or form.problem:
            return self._page(request, detail, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        return self._take(request, detail, form, language)

    def _take(self, request: Request, detail: Detail, form: Form, language: Language) -> Response:
        asked = sign_up_form.asked(form, detail.card.slug, language, visitor_ip(request))
        t = translator(language)
        try:
            outcome = self.house.signups.take(asked)
            if outcome.state in _ENDED:  # this very form was sent before, and its place given back since
                outcome = self.house.signups.take(replace(asked, idempotency_key=None))
        except InvalidInput as error:
            faults = {error.parameter: t(error.message, **error.values)}
            return self._page(request, detail, replace(form, faults=faults), HTTPStatus.UNPROCESSABLE_ENTITY)
        except NotFound:
            return not_found(request)
        except (Limited, Conflict, NotReady) as error:
            problem = t(error.message, **error.values)
            return self._page(request, detail, replace(form, problem=problem), _STATUS[type(error)])
        path = f"/engagements/{outcome.token}" if outcome.token else f"{request.url.path}/sent"
        return RedirectResponse(f"{path}?lang={language}", HTTPStatus.SEE_OTHER, PRIVATE_HEADERS)

    @staticmethod
    def _page(request: Request, detail: Detail, form: Form, status: int = HTTPStatus.OK) -> Response:
        language = page_language(request)
        return private_page(
            request, "sign_up.html", status, form=form, name=pick(detail.card.name, language),
            demonstration=detail.card.demonstration, initiative=initiative_path(detail.card.slug, language),
        )  # fmt: skip

    def sent(self, request: Request) -> Response:
        """`/initiatives/{slug}/sign-up/sent`: what is said to someone who typed an address that has a place already."""
        detail, language = self.house.detail(request.path_params["slug"]), page_language(request)
        if detail is None:
            return not_found(request)
        back = initiative_path(detail.card.slug, language)
        return private_page(request, "sign_up_sent.html", name=pick(detail.card.name, language), initiative=back)

    def places(self, request: Request) -> Response:
        """`/initiatives/{slug}/places.json`: live counts, by ETag."""
        found = self.house.signups.places(request.path_params["slug"])
        if found is None:
            return Response(status_code=HTTPStatus.NOT_FOUND, headers=dict(FILE_HEADERS))
        counts = {"needs": [_count(one) for one in found.needs], "meetings": [_count(one) for one in found.meetings]}
        body = json.dumps(counts, separators=(",", ":")).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = {**FILE_HEADERS, "ETag": tag, "Cache-Control": "no-cache"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(body, media_type="application/json", headers=headers)


def _count(one: PlaceCount) -> dict[str, object]:
    return {name: value for name, value in asdict(one).items() if name in {"id", "capacity", "left", "waiting", "open"}}


class EngagementPages:
    """The page of a sign-up, what its buttons do, and calendar files."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.agenda = Agenda(house.engine, house.clock, house.settings)

    def look(self, request: Request) -> Response:
        """GET `/engagements/{token}`: where it stands; changes nothing."""
        outcome = self.house.signups.look(request.path_params["token"])
        return self._page(request, outcome) if outcome else self._void(request)

    def _page(self, request: Request, outcome: Outcome, problem: str = "", status: int = HTTPStatus.OK) -> Response:
        language = page_language(request)
        view = engagement_view(outcome, self.house.detail(outcome.slug), language, self.house.clock())
        here = f"/engagements/{quote(outcome.token or '', safe='')}"
        return private_page(request, "engagement.html", status, view=view, here=here, problem=problem, reload=here)

    @staticmethod
    def _void(request: Request) -> Response:
        return private_page(request, "engagement_void.html", HTTPStatus.NOT_FOUND, reload=request.url.path)

    def confirm(self, request: Request, fields: Fields) -> Response:
        """POST `/engagements/{token}/confirm`."""
        token = request.path_params["token"]
        if request.method != "POST":
            return _back(token, request)
        try:
            outcome = self.house.signups.confirm(token)
        except (Conflict, NotReady) as error:
            return self._refused(request, token, error)
        return _back(token, request) if outcome else self._void(request)

    def withdraw(self, request: Request, fields: Fields) -> Response:
        """POST `/engagements/{token}/withdraw`: from its page, or from a mail program (RFC 8058)."""
        token = request.path_params["token"]
        if request.method != "POST":
            return _back(token, request, "#withdraw")
        try:
            outcome = self.house.signups.withdraw(token)
        except (Conflict, NotReady) as error:
            return self._refused(request, token, error)
        if fields.get("List-Unsubscribe") == "One-Click":
            return PlainTextResponse("", HTTPStatus.OK if outcome else HTTPStatus.NOT_FOUND, dict(PRIVATE_HEADERS))
        return _back(token, request) if outcome else self._void(request)

    def _refused(self, request: Request, token: str, error: LuminanceError) -> Response:
        problem = translator(page_language(request))(error.message, **error.values)
        outcome = self.house.signups.look(token)
        return self._page(request, outcome, problem, _STATUS[type(error)]) if outcome else self._void(request)

    def file(self, request: Request) -> Response:
        """`/engagements/{token}.ics`."""
        found = self.house.signups.engagement(request.path_params["token"])
        base, language = base_url(self.house.settings, request), page_language(request)
        body = self.agenda.of_sign_up(found.id, language, base) if found else None
        return _calendar(body, PRIVATE_HEADERS) if body else self._void(request)

    def meeting(self, request: Request) -> Response:
        """`/meetings/{id}.ics`: for anyone."""
        number, base = request.path_params["id"], base_url(self.house.settings, request)
        body = self.agenda.of_meeting(number, page_language(request), base) if number < 2**31 else None
        return _calendar(body, {**FILE_HEADERS, "Cache-Control": "no-cache"}) if body else not_found(request)

    def feed(self, request: Request) -> Response:
        """`/calendars/{secret}.ics`: everything one person takes part in, for whoever has the address."""
        who = self.house.people.of_calendar(request.path_params["secret"])
        if who is None:
            return PlainTextResponse("", HTTPStatus.NOT_FOUND, dict(PRIVATE_HEADERS))
        base = base_url(self.house.settings, request)
        return _calendar(self.agenda.of_person(who.person_id, who.language, base), PRIVATE_HEADERS, "inline")


def _back(token: str, request: Request, part: str = "") -> Response:
    path = f"/engagements/{quote(token, safe='')}?lang={page_language(request)}{part}"
    return RedirectResponse(path, HTTPStatus.SEE_OTHER, PRIVATE_HEADERS)


def _calendar(body: bytes, headers: Mapping[str, str], disposition: str = "attachment") -> Response:
    given = {**headers, "Content-Disposition": f'{disposition}; filename="luminance.ics"'}
    return Response(body, media_type=TYPE, headers=given)


def routes(house: House) -> list[Route]:
    """Sign-up, engagement and calendar addresses of one house."""
    sign_up, engagement = SignUpPages(house), EngagementPages(house)
    both = ["GET", "POST"]
    return [
        Route("/initiatives/{slug}/sign-up", form_endpoint(sign_up.sign_up), methods=both),
        Route("/initiatives/{slug}/sign-up/sent", sign_up.sent),
        Route("/initiatives/{slug}/places.json", sign_up.places),
        Route("/engagements/{token}.ics", engagement.file),
        Route("/engagements/{token}/confirm", form_endpoint(engagement.confirm), methods=both),
        Route("/engagements/{token}/withdraw", form_endpoint(engagement.withdraw), methods=both),
        Route("/engagements/{token}", engagement.look),
        Route("/meetings/{id:int}.ics", engagement.meeting),
        Route("/calendars/{secret}.ics", engagement.feed),
    ]
