"""What someone reads once they asked for a place: where it stands, what happens next, and the ways from here."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from luminance_geo.errors import LuminanceError
from luminance_geo.i18n import Translator, pick
from luminance_geo.signups.model import SignUpState
from luminance_geo.signups.shapes import Outcome, What


def answer(t: Translator, outcome: Outcome) -> dict[str, Any]:
    """Title, lines and ways of a sign-up just taken; `{email}` is filled by the browser, which knows what was typed."""
    good = not outcome.already
    return {"title": title(t, outcome), "lines": _lines(t, outcome), "ways": _ways(t, outcome), "good": good}


def undone(t: Translator) -> dict[str, Any]:
    """What undoing gives."""
    lines = [t("Nothing more will be sent to you about it.")]
    again = {"label": t("Sign up again"), "kind": "link", "action": "again"}
    return {"title": t("You have withdrawn"), "lines": lines, "ways": [again], "good": False}


def title(t: Translator, outcome: Outcome) -> str:
    """Where it stands, in a few words."""
    if outcome.already:
        return t("Look at your messages")
    if outcome.state == SignUpState.WAITING:
        return t("You are on the waiting list")
    if outcome.state == SignUpState.CONFIRMED:
        return t("Your place is confirmed")
    return t("One step left: confirm") if outcome.first_to_confirm else t("Your place is kept")


def what(t: Translator, about: What) -> str:
    """The need or the moment that it is for."""
    named = pick(about.title, t.language).text
    if about.starts_at is None:
        return named or t("Lend a hand")
    day = t.day(about.starts_at, about.time_zone)
    return f"{day} · {named}" if named else day


def next_step(t: Translator, outcome: Outcome) -> str:
    """What happens next, in one sentence."""
    if outcome.state == SignUpState.WAITING:
        return t("When a place comes free, we write to you, and you have time to accept it.")
    if outcome.state == SignUpState.CONFIRMED:
        return t("The team expects you.")
    if outcome.first_to_confirm:
        return t("It begins soon, so no place is held: the first to confirm takes it. Open the message now.")
    if outcome.hold_until is None:
        return t("Confirm it from the message.")
    until = outcome.hold_until.astimezone(ZoneInfo(outcome.what.time_zone))
    moment = f"{t.short_date(until)}, {t.time(until)}"
    return t("Confirm it before {moment}; after that, it goes to someone else.", moment=moment)


def said(t: Translator, wrong: LuminanceError) -> str:
    """An error in this person's language."""
    return t(wrong.message, **wrong.values)


def _lines(t: Translator, outcome: Outcome) -> list[str]:
    if outcome.already:
        return [t("{email} may have a place here already. Its link is on its way there.", email="{email}")]
    lines = [what(t, outcome.what)]
    if outcome.state == SignUpState.WAITING and outcome.position is not None:
        lines.append(t("Position in line: {position}.", position=t.number(outcome.position)))
    elif outcome.state == SignUpState.HELD and not outcome.demonstration:
        lines.append(t("A message is on its way to {email}.", email="{email}"))
    lines.append(next_step(t, outcome))
    if outcome.demonstration:
        lines.append(t("This is a made-up example: no message leaves, and its page lets you confirm."))
    return lines


def _ways(t: Translator, outcome: Outcome) -> list[dict[str, Any]]:
    ways: list[dict[str, Any]] = []
    if outcome.ics_path:
        calendar = {"label": t("Add to my calendar"), "kind": "primary", "href": outcome.ics_path, "download": True}
        ways.append(calendar)
    if outcome.token:
        page = f"/engagements/{outcome.token}?lang={t.language}"
        ways.append({"label": t("See my sign-up"), "kind": "link" if ways else "primary", "href": page})
        ways.append({"label": t("Undo"), "kind": "link", "action": "undo", "token": outcome.token})
    return ways
