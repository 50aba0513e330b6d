"""Messages about sign-ups, written to the outbox in the transaction of what caused them.

What is told: the initiative, what for, when and where, how long a place is held. Never what the person wrote.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlmodel import Session

from luminance_geo.i18n import Language, Translator, translator
from luminance_geo.mail import Attachment, Message
from luminance_geo.mail.actions import enqueue
from luminance_geo.mail.render import render
from luminance_geo.settings import Settings
from luminance_geo.signups import words
from luminance_geo.signups.calendar import sign_up_ics
from luminance_geo.signups.links import link_token
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.subject import Subject, organiser, place_of, read_subject, sign_up_occasion

_LOCAL = "http://localhost:8501"  # where `serve` listens unless told otherwise


class MessageKind(StrEnum):
    """What a message about a sign-up says."""

    HELD = "held"
    WAITING = "waiting"
    PROMOTED = "promoted"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REMINDER_CONFIRM = "reminder_confirm"
    REMINDER_DAY = "reminder_day"


_OVER = frozenset({MessageKind.WITHDRAWN, MessageKind.EXPIRED})
_WITH_CALENDAR = _OVER | {MessageKind.CONFIRMED, MessageKind.REMINDER_DAY}


def message_key(kind: MessageKind, sign_up: SignUp) -> str:
    """The key of a message: each version (`sequence`) of a sign-up is told about once.

    Part of its `uid` keeps it from another one's that had the same id: SQLite gives ids of deleted rows again.

    >>> message_key(MessageKind.HELD, SignUp(id=12, uid="1f0e9ad3-aa@example.org", sequence=3))
    'sign-up-12-1f0e9ad3-held-3'
    """
    return f"sign-up-{sign_up.id}-{sign_up.uid[:8]}-{kind.value}-{sign_up.sequence}"


def queue(session: Session, kind: str, sign_up: SignUp, *, now: datetime, settings: Settings) -> None:
    """Queue the message of `kind` for the person of a stored sign-up; twice is once. Nothing for an erased person.

    The caller has flushed, and moves `sign_up.sequence` with each change of state.
    """
    subject = read_subject(session, sign_up)
    if subject.person is not None and subject.person.email:
        message = compose(MessageKind(kind), subject, now=now, settings=settings)
        enqueue(session, message, now=now, domain=settings.mail_domain)


def compose(kind: MessageKind, subject: Subject, *, now: datetime, settings: Settings) -> Message:
    """The message of `kind` in the person's language. The person has an address."""
    person, sign_up, language = subject.person, subject.sign_up, subject.language
    assert person is not None  # noqa: S101 - see above
    t, base = translator(language), settings.public_url or _LOCAL
    page = f"{base}/engagements/{link_token(settings.secret.get_secret_value(), sign_up)}"
    name = subject.name(language).text
    rendered = render(
        f"sign_up_{kind.value}",
        language,
        settings=settings,
        reason=t("You receive this message because this address was given to take part in “{name}”.", name=name),
        links=_links(kind, t, page, base),
        name=name,
        facts=facts(subject, t),
        until=_until(subject, t),
        first=sign_up.state is SignUpState.HELD and not sign_up.counts,
        known=person.verified_at is not None,
        page=f"{page}?lang={language}",
        again=f"{base}/initiatives/{subject.initiative.slug}?lang={language}",
    )
    return Message(
        key=message_key(kind, sign_up),
        kind=f"sign_up_{kind.value}",
        to_address=person.email or "",
        language=language,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        person_id=person.id,
        headers={} if kind in _OVER else _one_click(page),
        attachments=_calendar(subject, language, base, now, settings) if kind in _WITH_CALENDAR else (),
        withheld=person.demonstration and not settings.mail_demonstration,
    )


def facts(subject: Subject, t: Translator) -> list[tuple[str, str]]:
    """What it is about, as labels and values: what for, when, where; only what is known."""
    title, meeting = subject.title(t.language).text, subject.meeting
    if meeting is None:
        where = t("From home") if subject.need and subject.need.remote else place_of(None, subject.initiative)
        told = [(t("Role"), title), (t("When"), t("The team will write to you about dates.")), (t("Where"), where)]
    else:
        when = words.span(meeting.starts_at, meeting.ends_at, meeting.time_zone, t, named=meeting.remote)
        where = t("Online") if meeting.remote else place_of(meeting, subject.initiative)
        told = [(t("Meeting"), title), (t("When"), when), (t("Where"), where)]
    return [(t("Initiative"), subject.name(t.language).text), *((label, value) for label, value in told if value)]


def _until(subject: Subject, t: Translator) -> str:
    zone = ZoneInfo(subject.meeting.time_zone if subject.meeting else subject.initiative.time_zone)
    until = subject.sign_up.hold_until
    return words.moment(until.astimezone(zone), t) if until else ""


def _links(kind: MessageKind, t: Translator, page: str, base: str) -> list[tuple[str, str]]:
    privacy = (t("Privacy"), f"{base}/privacy?lang={t.language}")
    return [privacy] if kind in _OVER else [(t("Withdraw"), f"{page}?lang={t.language}#withdraw"), privacy]


def _one_click(page: str) -> dict[str, str]:
    """Withdrawal from the mail program itself (RFC 8058)."""
    return {"List-Unsubscribe": f"<{page}/withdraw>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _calendar(
    subject: Subject, language: Language, base: str, now: datetime, settings: Settings
) -> tuple[Attachment, ...]:
    occasion = sign_up_occasion(subject, language, base)
    if occasion is None:
        return ()
    method = "CANCEL" if occasion.status == "CANCELLED" else "PUBLISH"
    body = sign_up_ics(occasion, organiser(settings), language, now=now)
    return (Attachment("luminance.ics", f"text/calendar; method={method}", body.decode()),)
