"""The sign-up form in the page of an initiative: what can be chosen, what was typed, what is wrong with it.

Whoever gets the form gets a signed token with its time, and a number of its own (`once`) that makes a form sent twice
one sign-up. So a page with a form is kept by one browser only; what makes its ETag is said in `pages`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request

from luminance_geo.catalogue.cards import Detail, MeetingView, NeedView
from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_, Language, Picked, Translator, pick, translator
from luminance_geo.initiatives.rules import local_day, need_is_current
from luminance_geo.meetings.rules import is_coming
from luminance_geo.people import rules as people
from luminance_geo.people.consents import consent_text
from luminance_geo.people.model import ConsentKind
from luminance_geo.people.queries import Who
from luminance_geo.signups import rules, service
from luminance_geo.signups.words import span
from luminance_geo.web import forms
from luminance_geo.web.view import places_words

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

PURPOSE = "sign-up"
TRAP = "website"
"""A field that people do not see and programs fill in."""

_MOST = {"name": 200, "email": 254, "phone": 60, "message": 4000, "accessibility": 2000, "what": 32}
_TOO_FAST = N_("This was sent very fast, as programs do. Look it over, then send it once more.")
_TRAPPED = N_(
    "A field that people do not see was filled in, as programs do. It is empty again: send the form once more."
)
_TOO_OLD = N_("This form was open for too long. Send it once more.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A role or a meeting to sign up for, as shown. `soon`: no place is kept, the first to confirm has it."""

    value: str
    title: Picked
    when: str
    places: str
    full: bool
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The form as a page shows it. `faults` say by field what is wrong, in the page's language."""

    action: str
    token: str
    once: str
    choices: tuple[Choice, ...]
    who: Who | None
    consent: str
    accessibility_consent: str
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def blank(house: House, request: Request, detail: Detail, language: Language) -> Form | None:
    """The form to sign up for an initiative; None where nothing can be signed up for."""
    offered = choices(detail, language, house.clock(), timedelta(hours=house.settings.last_hours))
    if not offered:
        return None
    chosen = request.query_params.get("what", offered[0].value if len(offered) == 1 else "")
    return Form(
        action=f"/initiatives/{quote(detail.card.slug, safe='')}/sign-up?lang={language}",
        token=forms.form_token(house, request, PURPOSE),
        once=secrets.token_urlsafe(16),
        choices=offered,
        who=forms.signed_in(house, request) if forms.session_token(request) else None,
        consent=consent_text(ConsentKind.SIGNUP, language)[1],
        accessibility_consent=consent_text(ConsentKind.ACCESSIBILITY, language)[1],
        typed={"what": chosen},
    )


def choices(detail: Detail, language: Language, now: datetime, last: timedelta) -> tuple[Choice, ...]:
    """Needs still asked for, then coming meetings; full ones too, for their waiting list."""
    t, today = translator(language), local_day(now, detail.time_zone)
    needs = [_need(each, t) for each in detail.needs if need_is_current(each.until, today)]
    meetings = [_meeting(each, t, now, last) for each in detail.meetings if is_coming(each.ends_at, now)]
    return (*needs, *meetings)


def _need(need: NeedView, t: Translator) -> Choice:
    until = t("Until {date}", date=t.date(need.until)) if need.until else ""
    when = " · ".join(part for part in (t("From home") if need.remote else "", until) if part)
    return Choice(
        f"need-{need.id}", pick(need.title, t.language), when, _left(need.left, need.capacity, t), not need.left
    )


def _meeting(meeting: MeetingView, t: Translator, now: datetime, last: timedelta) -> Choice:
    when = span(meeting.starts_at, meeting.ends_at, meeting.time_zone, t, named=meeting.remote)
    full = meeting.left == 0
    soon = meeting.capacity is not None and not full and rules.in_last_hours(now, meeting.starts_at, last)
    places = _left(meeting.left, meeting.capacity, t)
    return Choice(f"meeting-{meeting.id}", pick(meeting.title, t.language), when, places, full, soon)


def _left(left: int | None, capacity: int | None, t: Translator) -> str:
    return t("Full, waiting list open") if left == 0 else places_words(left, capacity, t) or t("Room for everyone")


def filled(house: House, request: Request, form: Form, fields: forms.Fields, language: Language) -> Form:
    """The form with what was sent, and what is wrong with it; its token stays while it holds, so that its age grows."""
    typed = {name: fields.get(name, "")[:most] for name, most in _MOST.items()}
    typed |= {name: fields.get(name, "") and "on" for name in ("consent", "accessibility_consent")}
    age = forms.form_age(house, request, PURPOSE, fields)
    kept = form if age is None else replace(form, token=fields.get(forms.FIELD, ""))
    once = fields.get("once", "")
    t = translator(language)
    return replace(
        kept,
        once=once if len(once) == len(form.once) and once.isascii() else form.once,
        typed=typed,
        faults={name: t(e.message, **e.values) for name, e in _faults(form, typed)},
        problem=_suspicion(house, fields, age, t),
    )


def _suspicion(house: House, fields: forms.Fields, age: float | None, t: Translator) -> str:
    if age is None:
        return t(_TOO_OLD)
    if fields.get(TRAP):
        return t(_TRAPPED)
    return t(_TOO_FAST) if age < house.settings.form_seconds else ""


def _faults(form: Form, typed: Mapping[str, str]) -> list[tuple[str, InvalidInput]]:
    """Everything that is wrong at once, in the order of the form."""
    checks: list[Callable[[], object]] = [lambda: _offered(form, typed["what"])]
    if form.who is None:
        checks += [
            lambda: people.clean_name(typed["name"]),
            lambda: _email(typed["email"]),
            lambda: people.clean_phone(typed["phone"]),
        ]
    checks += [
        lambda: rules.clean_text(typed["message"], "message", rules.MESSAGE_LENGTH),
        lambda: rules.clean_text(typed["accessibility"], "accessibility", rules.ACCESSIBILITY_LENGTH),
        lambda: _accessibility_agreed(typed),
        lambda: _agreed(typed),
    ]
    found = []
    for check in checks:
        try:
            check()
        except InvalidInput as error:
            found.append((error.parameter, error))
    return found


def _offered(form: Form, value: str) -> None:
    if value not in {each.value for each in form.choices}:
        raise InvalidInput(N_("Choose a role or a meeting."), parameter="what")


def _email(text: str) -> None:
    if not text.strip():
        raise InvalidInput(N_("Write your e-mail address."), parameter="email")
    people.normal_email(text)


def _accessibility_agreed(typed: Mapping[str, str]) -> None:
    if typed["accessibility"].strip() and not typed["accessibility_consent"]:
        message = N_("Agree to share your accessibility needs, or leave them out.")
        raise InvalidInput(message, parameter="accessibility_consent")


def _agreed(typed: Mapping[str, str]) -> None:
    if not typed["consent"]:
        raise InvalidInput(N_("Agree to share your name and address with the organisers."), parameter="consent")


def asked(form: Form, slug: str, language: Language, ip: str) -> service.Request:
    """What a form without faults asks for. The same form, address and choice sent twice is one sign-up."""
    typed, who = form.typed, form.who
    kind, _, number = typed["what"].partition("-")
    email = who.email if who else typed["email"]
    key = hashlib.sha256("\n".join((form.once, people.email_key(email), typed["what"])).encode()).hexdigest()
    return service.Request(
        slug=slug,
        need_id=int(number) if kind == "need" else None,
        meeting_id=int(number) if kind == "meeting" else None,
        name=typed["name"],
        email=email,
        phone=typed["phone"] or None,
        message=typed["message"] or None,
        accessibility=typed["accessibility"] or None,
        consent=bool(typed["consent"]),
        accessibility_consent=bool(typed["accessibility_consent"]),
        language=language,
        origin="page",
        idempotency_key=key,
        ip=ip,
        who=who,
    )
