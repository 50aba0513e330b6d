"""A sign-up with what it is about: whose, which initiative, which need or meeting; and its event in a calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote

from sqlmodel import Session

from luminance_geo.i18n import Bilingual, Language, Picked, as_language, pick, translator
from luminance_geo.initiatives.model import Initiative, Need, Precision
from luminance_geo.meetings.model import Meeting
from luminance_geo.people.model import Person
from luminance_geo.settings import Settings
from luminance_geo.signups.calendar import Occasion, Organiser, Status
from luminance_geo.signups.model import SignUp, SignUpState

_STATUS: dict[SignUpState, Status] = {
    SignUpState.HELD: "TENTATIVE",
    SignUpState.WAITING: "TENTATIVE",
    SignUpState.WITHDRAWN: "CANCELLED",
    SignUpState.EXPIRED: "CANCELLED",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A sign-up and everything it speaks of; `person` is None once erased."""

    sign_up: SignUp
    person: Person | None
    initiative: Initiative
    need: Need | None
    meeting: Meeting | None

    @property
    def language(self) -> Language:
        """The person's language."""
        return as_language(self.person.language if self.person else self.sign_up.language)

    def title(self, language: Language) -> Picked:
        """What the need or meeting is called; empty when it has no title of its own."""
        return _picked(self.need or self.meeting, "title", language)

    def name(self, language: Language) -> Picked:
        """What the initiative is called."""
        return _picked(self.initiative, "name", language)


def read_subject(session: Session, sign_up: SignUp) -> Subject:
    """What a stored sign-up is about."""
    initiative = session.get_one(Initiative, sign_up.initiative_id)
    return Subject(
        sign_up=sign_up,
        person=session.get(Person, sign_up.person_id) if sign_up.person_id is not None else None,
        initiative=initiative,
        need=session.get(Need, sign_up.need_id) if sign_up.need_id is not None else None,
        meeting=session.get(Meeting, sign_up.meeting_id) if sign_up.meeting_id is not None else None,
    )


def organiser(settings: Settings) -> Organiser:
    """Who publishes our calendars."""
    return Organiser(settings.mail_sender_name, settings.mail_from)


def sign_up_occasion(subject: Subject, language: Language, base: str) -> Occasion | None:
    """The event of a sign-up; None for a need, which has no date. `base` is the address of the service."""
    if subject.meeting is None:
        return None
    sign_up, t = subject.sign_up, translator(language)
    made = meeting_occasion(subject.meeting, subject.initiative, language, base, uid=sign_up.uid)
    summary = made.summary
    if sign_up.state is SignUpState.WAITING:
        summary = t("Waiting list: {what}", what=summary)
    elif sign_up.state is SignUpState.HELD:
        summary = t("To confirm: {what}", what=summary)
    status = made.status if made.status == "CANCELLED" else _STATUS.get(sign_up.state, "CONFIRMED")
    return replace(made, summary=summary, status=status, sequence=made.sequence + sign_up.sequence)


def meeting_occasion(meeting: Meeting, initiative: Initiative, language: Language, base: str, *, uid: str) -> Occasion:
    """A meeting as an event; the place is left out of a calendar where only its area is known."""
    t = translator(language)
    title, name = _picked(meeting, "title", language), _picked(initiative, "name", language)
    page = f"{base}/initiatives/{quote(initiative.slug, safe='')}?lang={language}"
    return Occasion(
        uid=uid,
        sequence=meeting.sequence + (meeting.cancelled_at is not None),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        time_zone=meeting.time_zone,
        summary=f"{title.text} – {name.text}" if title else name.text,
        status="CANCELLED" if meeting.cancelled_at else "CONFIRMED",
        url=page,
        description=t("Details: {page}", page=page),
        location=t("Online") if meeting.remote else place_of(meeting, initiative),
        at=None if meeting.remote else point_of(meeting, initiative),
    )


def place_of(meeting: Meeting | None, initiative: Initiative) -> str:
    """Where it is held, on one line: the address and the town, as far as they are known."""
    address = (meeting.address if meeting else None) or initiative.address
    return ", ".join(part for part in (address, initiative.locality) if part)


def point_of(meeting: Meeting, initiative: Initiative) -> tuple[float, float] | None:
    """Latitude and longitude (WGS84 degrees) of a meeting, where its place is known exactly."""
    if meeting.lat is not None and meeting.lon is not None:
        return meeting.lat, meeting.lon
    exact = initiative.precision is Precision.EXACT and meeting.address is None
    if not exact or initiative.lat is None or initiative.lon is None:
        return None
    return initiative.lat, initiative.lon


def _picked(row: Initiative | Need | Meeting | None, field: str, language: Language) -> Picked:
    return pick(Bilingual(getattr(row, f"{field}_fr", None), getattr(row, f"{field}_en", None)), language)
