"""Taking a place: the form in the panel, what it sends, and what is answered at once.

One element of our own, so that errors stand beside their fields, nothing typed is lost, and Enter sends from anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import identity
from dashboard.components import sign_up_answer
from dashboard.components.live_places import line_words, places_path, stored_places
from dashboard.components.own import element
from dashboard.components.roles import meeting_extra, need_extra, need_title
from dashboard.house import house
from dashboard.state import View, address
from luminance_geo.catalogue.cards import Detail, MeetingView, NeedView
from luminance_geo.errors import InvalidInput, LuminanceError
from luminance_geo.i18n import N_, Language, Translator
from luminance_geo.people.consents import consent_text
from luminance_geo.people.model import ConsentKind
from luminance_geo.signups.shapes import Outcome, Request

_HTML = (Path(__file__).parent.parent / "assets" / "sign-up.html").read_text(encoding="utf-8")
_FIELDS = frozenset(("name", "email", "phone", "message", "accessibility", "consent", "accessibility_consent"))
_MOST = 4000  # characters of a field: the rooms say what is too long
_ids = count(1)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the last sending gave: a sign-up, the end of one, or what is wrong. `number` is the sending's own."""

    id: int
    number: int
    outcome: Outcome | None = None
    undone: bool = False
    errors: Mapping[str, LuminanceError] | None = None


@st.fragment
def sign_up(t: Translator, view: View, shown: Detail, needs: list[NeedView], coming: list[MeetingView]) -> None:
    """The panel, where there is a need or a meeting to sign up for; a choice in it redraws nothing else."""
    if address() != view.address:
        st.rerun()
    if not needs and not coming:
        return
    drawn = st.session_state.setdefault(_state(shown, "since"), house().clock())
    data = _data(t, shown, [*map(_need(t), needs), *map(_meeting(t), coming)])

    def asked(sent: Mapping[str, Any]) -> None:
        seconds = (house().clock() - drawn).total_seconds()
        _reply(shown, sent, lambda: _take(shown.card.slug, sent, t.language, seconds))

    def withdrawn(sent: Mapping[str, Any]) -> None:
        _reply(shown, sent, lambda: house().signups.withdraw(_text(sent, "token")), undone=True)

    with st.container(key="signup"):
        show_sign_up(f"sign-up-{shown.card.id}", data, asked, withdrawn)


def show_sign_up(
    key: str,
    data: dict[str, Any],
    asked: Callable[[Mapping[str, Any]], None],
    withdrawn: Callable[[Mapping[str, Any]], None],
) -> None:
    """Mount or update the form. Tests of the screens stand in for this."""
    element("sign-up", _HTML)(
        key=key,
        data=data,
        on_asked_change=lambda: asked(st.session_state[key].get("asked") or {}),
        on_undone_change=lambda: withdrawn(st.session_state[key].get("undone") or {}),
    )


def _state(shown: Detail, name: str) -> str:
    return f"sign-up-{name}-{shown.card.id}"


def _reply(shown: Detail, sent: Mapping[str, Any], act: Callable[[], Outcome | None], *, undone: bool = False) -> None:
    """Do it, and keep what it gave for the run that follows."""
    number = sent.get("number")
    known, number = next(_ids), number if isinstance(number, int) else 0
    try:
        done = Reply(known, number, act(), undone=undone)
    except InvalidInput as wrong:
        done = Reply(known, number, errors={wrong.parameter if wrong.parameter in _FIELDS else "form": wrong})
    except LuminanceError as wrong:
        done = Reply(known, number, errors={"form": wrong})
    st.session_state[_state(shown, "reply")] = done


def _take(slug: str, sent: Mapping[str, Any], language: Language, seconds: float) -> Outcome:
    """Ask for the place; raises what the rooms raise, and refuses what only a program does."""
    known = identity.who()
    if _text(sent, "website"):
        raise InvalidInput(N_("Leave the field that people do not see empty, and send again."), parameter="website")
    if known is None and seconds < house().settings.form_seconds:
        raise InvalidInput(N_("That was very fast. Send again."), parameter="form")
    kind, _, number = _text(sent, "choice").partition("-")
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None
    return house().signups.take(
        Request(
            slug=slug,
            need_id=chosen if kind == "need" else None,
            meeting_id=chosen if kind == "meeting" else None,
            name=_text(sent, "name"),
            email=_text(sent, "email"),
            phone=_text(sent, "phone"),
            message=_text(sent, "message"),
            accessibility=_text(sent, "accessibility"),
            # Someone we know agrees by the click: the same words stand above the button.
            consent=sent.get("consent") is True or known is not None,
            accessibility_consent=sent.get("accessibility_consent") is True,
            language=language,
            origin="map",
            idempotency_key=_text(sent, "key") or None,
            ip=identity.visitor_address() or None,
            who=known,
        )
    )


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    return value[:_MOST] if isinstance(value, str) else ""


def _data(t: Translator, shown: Detail, choices: list[dict[str, str]]) -> dict[str, Any]:
    known = identity.who()
    return {
        "language": t.language,
        "url": places_path(shown.card.slug),
        "choices": choices,
        "places": stored_places(shown),
        "who": {"name": known.name or "", "email": known.email} if known else None,
        "consent": consent_text(ConsentKind.SIGNUP, t.language)[1],
        "accessibility_consent": consent_text(ConsentKind.ACCESSIBILITY, t.language)[1],
        "words": line_words(t) | _words(t, shown) | _errors(t),
        "reply": _shown_reply(t, st.session_state.get(_state(shown, "reply"))),
    }


def _shown_reply(t: Translator, reply: Reply | None) -> dict[str, Any] | None:
    if reply is None:
        return None
    found: dict[str, Any] = {"id": reply.id, "number": reply.number}
    if reply.errors is not None:
        return found | {"errors": {name: sign_up_answer.said(t, wrong) for name, wrong in reply.errors.items()}}
    if reply.undone or reply.outcome is None:
        return found | {"answer": sign_up_answer.undone(t)}
    return found | {"answer": sign_up_answer.answer(t, reply.outcome)}


def _need(t: Translator) -> Callable[[NeedView], dict[str, str]]:
    def choice(need: NeedView) -> dict[str, str]:
        label, lang = need_title(t, need)
        return {"id": f"need-{need.id}", "label": label, "lang": lang, "more": need_extra(t, need)}

    return choice


def _meeting(t: Translator) -> Callable[[MeetingView], dict[str, str]]:
    def choice(meeting: MeetingView) -> dict[str, str]:
        day = t.day(meeting.starts_at, meeting.time_zone)
        return {"id": f"meeting-{meeting.id}", "label": day, "lang": "", "more": meeting_extra(t, meeting)}

    return choice


def _words(t: Translator, shown: Detail) -> dict[str, str]:
    example = t("Made-up example to show the service.") if shown.card.demonstration else ""
    return {
        "example": example,
        "title": t("Get involved"),
        "waiting_list": t("Waiting list"),
        "keep": t("Keep my place"),
        "join": t("Join the waiting list"),
        "sending": t("Sending…"),
        "choice": t("What for"),
        "name": t("Name"),
        "email": t("E-mail"),
        "website": t("Leave this field empty"),
        "optional": t("Phone, message, accessibility (optional)"),
        "phone": t("Phone"),
        "message": t("Message to the team"),
        "accessibility": t("What you need to take part (accessibility)"),
        "agreed": t("By this click you agree: {consent}", consent=consent_text(ConsentKind.SIGNUP, t.language)[1]),
        "notice": t("No account. You can withdraw in one click. Under 14, a parent signs up in their own name."),
        "privacy": t("Privacy"),
        "your_address": t("your address"),
    }


def _errors(t: Translator) -> dict[str, str]:
    return {
        "name_missing": t("Give a name, so that the team knows who is coming."),
        "email_missing": t("Give an e-mail address such as you@example.org."),
        "consent_missing": t("Tick the box: without it, the team cannot expect you."),
        "accessibility_missing": t("Tick the box, or leave the needs empty."),
        "silent": t("No answer came. Send again: one place is taken, never two."),
    }
