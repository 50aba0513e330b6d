"""What the page of a sign-up says: where it stands, what happens next, what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from luminance_geo.catalogue.cards import Detail
from luminance_geo.i18n import Language, Picked, Translator, pick, translator
from luminance_geo.meetings.rules import is_coming
from luminance_geo.signups.service import Outcome, SignUpState, What
from luminance_geo.signups.words import moment, span
from luminance_geo.web.urls import dashboard_path, initiative_path

_ACTIVE = (SignUpState.HELD, SignUpState.WAITING, SignUpState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class MeetingLink:
    """A coming meeting with the address of its calendar file."""

    when: str
    title: Picked
    ics: str


@dataclass(frozen=True, slots=True)
class EngagementView:
    """A sign-up on its page, in one language. `good`: a place is kept, and all is done here."""

    heading: str
    good: bool
    steps: tuple[str, ...]
    name: Picked
    title: Picked
    role: bool
    when: str
    where: str
    confirm: str
    withdraw: str
    ics: str
    meetings: tuple[MeetingLink, ...]
    initiative: str
    selected: str
    demonstration: bool


def engagement_view(outcome: Outcome, detail: Detail | None, language: Language, now: datetime) -> EngagementView:
    """The page of `outcome` in `language`; `detail` is its initiative while published."""
    t, what = translator(language), outcome.what
    active = outcome.state in _ACTIVE and not what.over
    kept = active and outcome.state is not SignUpState.WAITING and not outcome.first_to_confirm
    return EngagementView(
        heading=_heading(outcome, t),
        good=kept and not outcome.may_confirm,
        steps=tuple(_steps(outcome, t)),
        name=pick(outcome.initiative, language),
        title=pick(what.title, language),
        role=what.kind == "need",
        when=_when(what, t),
        where=_where(what, detail, t),
        confirm=_confirm(outcome, t) if outcome.may_confirm else "",
        withdraw=_withdraw(outcome, t) if active else "",
        ics=f"{outcome.ics_path}?lang={language}" if outcome.ics_path and active else "",
        meetings=tuple(_meetings(detail, t, now)) if what.kind == "need" and kept else (),
        initiative=initiative_path(outcome.slug, language),
        selected=dashboard_path(language, {"selected": outcome.slug}),
        demonstration=outcome.demonstration,
    )


def _heading(outcome: Outcome, t: Translator) -> str:
    if outcome.what.cancelled:
        return t("This meeting is cancelled")
    if outcome.first_to_confirm:
        return t("Confirm to have a place")
    said: Mapping[SignUpState, str] = {
        SignUpState.HELD: t("Confirm your place") if outcome.may_confirm else t("Your place is held"),
        SignUpState.WAITING: t("You are on the waiting list"),
        SignUpState.CONFIRMED: t("Your place is confirmed"),
        SignUpState.WITHDRAWN: t("You have withdrawn"),
        SignUpState.EXPIRED: t("The place is no longer held for you"),
        SignUpState.ATTENDED: t("You were there, thank you"),
        SignUpState.ABSENT: t("This meeting is over"),
    }
    return said[outcome.state]


def _steps(outcome: Outcome, t: Translator) -> list[str]:
    """What happens next, in order."""
    told = {} if outcome.what.over else _TOLD
    return told[outcome.state](outcome, t) if outcome.state in told else []


def _held(outcome: Outcome, t: Translator) -> list[str]:
    if outcome.first_to_confirm:
        kept = t("It begins soon, so no place is kept: the first people to confirm have the places that are left.")
    elif outcome.hold_until:
        zone = ZoneInfo(outcome.what.time_zone)
        kept = t("Until {until}, the place is kept for you.", until=moment(outcome.hold_until.astimezone(zone), t))
    else:
        kept = t("The place is kept for you.")
    if outcome.may_confirm:
        return [kept]
    return [kept, t("We have written to you: open the message and follow its link to confirm.")]


def _waiting(outcome: Outcome, t: Translator) -> list[str]:
    place = outcome.position or 1
    if place == 1:
        first = t("You are next in line.")
    else:
        first = t.plural("{count} person is before you.", "{count} people are before you.", place - 1)
    return [first, t("When a place becomes free for you, we write to you, and you have time to accept it.")]


def _confirmed(outcome: Outcome, t: Translator) -> list[str]:
    team = t("The team has your name and your address, and is expecting you.")
    return [team] if outcome.what.kind == "need" else [team, t("We write to you again the day before.")]


def _confirm(outcome: Outcome, t: Translator) -> str:
    return t("Take a place all the same") if outcome.state is SignUpState.EXPIRED else t("Confirm my place")


def _withdraw(outcome: Outcome, t: Translator) -> str:
    return t("Leave the waiting list") if outcome.state is SignUpState.WAITING else t("Withdraw")


def _when(what: What, t: Translator) -> str:
    if what.starts_at is None or what.ends_at is None:
        return t("Until {date}", date=t.date(what.until)) if what.until else ""
    return span(what.starts_at, what.ends_at, what.time_zone, t, named=what.remote)


def _where(what: What, detail: Detail | None, t: Translator) -> str:
    if what.remote:
        return t("From home") if what.kind == "need" else t("Online")
    return ", ".join(part for part in (what.address, detail.card.locality if detail else None) if part)


def _meetings(detail: Detail | None, t: Translator, now: datetime) -> list[MeetingLink]:
    coming = [each for each in (detail.meetings if detail else ()) if is_coming(each.ends_at, now)]
    return [
        MeetingLink(
            span(each.starts_at, each.ends_at, each.time_zone, t, named=each.remote),
            pick(each.title, t.language),
            f"/meetings/{each.id}.ics?lang={t.language}",
        )
        for each in coming[:3]
    ]


def _withdrawn(outcome: Outcome, t: Translator) -> list[str]:
    return [t("Your place has been given back. You can sign up again.")]


def _expired(outcome: Outcome, t: Translator) -> list[str]:
    return [t("It was not confirmed in time, so it has been given back.")]


_TOLD: Mapping[SignUpState, Callable[[Outcome, Translator], list[str]]] = {
    SignUpState.HELD: _held,
    SignUpState.WAITING: _waiting,
    SignUpState.CONFIRMED: _confirmed,
    SignUpState.WITHDRAWN: _withdrawn,
    SignUpState.EXPIRED: _expired,
}
