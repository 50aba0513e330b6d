"""Calendar files as they are asked for: one's own sign-up, a meeting, everything one takes part in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from luminance_geo.database import reading
from luminance_geo.i18n import Language, translator
from luminance_geo.initiatives.model import Initiative, State
from luminance_geo.meetings.model import Meeting
from luminance_geo.settings import Settings
from luminance_geo.signups.calendar import feed_ics, meeting_ics, sign_up_ics
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.subject import meeting_occasion, organiser, read_subject, sign_up_occasion

_GONE = (SignUpState.WITHDRAWN, SignUpState.EXPIRED)


class Agenda:
    """Calendar files of one database. `base` is the address of the service, without a slash at its end."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], settings: Settings) -> None:
        self._engine, self._clock = engine, clock
        self._organiser = organiser(settings)

    def of_sign_up(self, sign_up_id: int, language: Language, base: str) -> bytes | None:
        """The file of a sign-up for a meeting; None for a need, which has no date."""
        with reading(self._engine) as session:
            sign_up = session.get(SignUp, sign_up_id)
            occasion = sign_up_occasion(read_subject(session, sign_up), language, base) if sign_up else None
            return sign_up_ics(occasion, self._organiser, language, now=self._clock()) if occasion else None

    def of_meeting(self, meeting_id: int, language: Language, base: str) -> bytes | None:
        """The file of a meeting of a published initiative."""
        with reading(self._engine) as session:
            meeting = session.get(Meeting, meeting_id)
            initiative = session.get(Initiative, meeting.initiative_id) if meeting else None
            if meeting is None or initiative is None or initiative.state is not State.PUBLISHED:
                return None
            uid = f"meeting-{meeting.id}@{self._organiser.address.rpartition('@')[2].lower()}"
            occasion = meeting_occasion(meeting, initiative, language, base, uid=uid)
            return meeting_ics(occasion, self._organiser, language, now=self._clock())

    def of_person(self, person_id: int, language: Language, base: str) -> bytes:
        """The meetings that a person takes part in, or waits for."""
        t = translator(language)
        with reading(self._engine) as session:
            found = [sign_up_occasion(read_subject(session, one), language, base) for one in _taken(session, person_id)]
            kept = [one for one in found if one is not None]
            return feed_ics(kept, self._organiser, language, name=t("My engagements – Luminance"), now=self._clock())


def _taken(session: Session, person_id: int) -> list[SignUp]:
    asked = select(SignUp).where(
        col(SignUp.person_id) == person_id, col(SignUp.meeting_id).is_not(None), col(SignUp.state).not_in(_GONE)
    )
    return list(session.exec(asked.order_by(col(SignUp.id))))
