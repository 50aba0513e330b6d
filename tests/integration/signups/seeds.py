"""An initiative to sign up for, and people who do; nothing of pytest, so that other processes can use it too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from luminance_geo.database import reading, writing
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.mail.model import MailState, OutboxMessage
from luminance_geo.meetings.model import Meeting
from luminance_geo.people.model import Person
from luminance_geo.people.queries import Who
from luminance_geo.settings import Settings
from luminance_geo.signups.links import link_token
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.service import Ref, Request, SignUps

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SLUG = "jardin-des-voisins"
GENEROUS = Settings(
    sign_ups_per_hour_initiative=1_000_000,
    holds_per_address=1_000,
    holds_per_ip=1_000_000,
    public_url="https://luminance.test",
)
_LETTERS = str.maketrans("0123456789", "abcdefghij")


@dataclass
class Clock:
    """A clock that stands still until told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def initiative(session: Session, slug: str = SLUG, **values: Any) -> int:
    given: dict[str, Any] = {"state": State.PUBLISHED, "name_fr": "Jardin des voisins", "name_en": "Neighbours’ garden"}
    made = Initiative(slug=slug, created_at=NOW, updated_at=NOW, published_at=NOW, **(given | values))
    session.add(made)
    session.flush()
    assert made.id is not None
    return made.id


def need(session: Session, initiative_id: int, capacity: int = 1, until: date | None = None) -> Ref:
    made = Need(initiative_id=initiative_id, title_fr="Semis", title_en="Sowing", capacity=capacity, until=until)
    session.add(made)
    session.flush()
    assert made.id is not None
    return Ref("need", made.id)


def meeting(session: Session, initiative_id: int, capacity: int | None = 1, *, hours: float = 72, **values: Any) -> Ref:
    starts = NOW + timedelta(hours=hours)
    given: dict[str, Any] = {
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "time_zone": "America/Toronto",
    }
    made = Meeting(
        initiative_id=initiative_id, title_fr="Corvée", title_en="Bee", capacity=capacity, **(given | values)
    )
    session.add(made)
    session.flush()
    assert made.id is not None
    return Ref("meeting", made.id)


def one_need(engine: Engine, capacity: int = 1, **values: Any) -> Ref:
    with writing(engine) as session:
        return need(session, initiative(session, **values), capacity)


def one_meeting(engine: Engine, capacity: int | None = 1, *, hours: float = 72, **values: Any) -> Ref:
    with writing(engine) as session:
        return meeting(session, initiative(session, **values), capacity, hours=hours)


def request(ref: Ref, number: int, **values: Any) -> Request:
    """What person `number` sends: each from an address and a network of their own."""
    made = Request(
        slug=SLUG, need_id=ref.id if ref.kind == "need" else None, meeting_id=ref.id if ref.kind == "meeting" else None,
        name=f"Personne {str(number).translate(_LETTERS)}", email=f"personne{number}@example.org", consent=True,
        idempotency_key=None, ip=f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}",
    )  # fmt: skip
    return replace(made, **values)


def known(engine: Engine, number: int) -> Who:
    """Person `number`, signed in."""
    email, name = f"personne{number}@example.org", f"Personne {str(number).translate(_LETTERS)}"
    with writing(engine) as session:
        person = session.exec(select(Person).where(col(Person.email_key) == email)).first() or Person(
            email=email, email_key=email, name=name, created_at=NOW, seen_at=NOW
        )
        person.verified_at = NOW
        session.add(person)
        session.flush()
        assert person.id is not None
        return Who(person.id, email, name, None, "fr", verified=True)


def mailed(engine: Engine, sign_up_id: int, settings: Settings = GENEROUS) -> str:
    """The token in the messages about a sign-up."""
    with reading(engine) as session:
        return link_token(settings.secret.get_secret_value(), session.get_one(SignUp, sign_up_id))


def service(engine: Engine, clock: Clock | None = None, settings: Settings = GENEROUS) -> SignUps:
    return SignUps(engine, clock or Clock(), settings)


def stored(engine: Engine, ref: Ref) -> list[SignUp]:
    """Every sign-up of a need or meeting, in the order of the line, then by id."""
    column = col(SignUp.need_id) if ref.kind == "need" else col(SignUp.meeting_id)
    with reading(engine) as session:
        found = list(session.exec(select(SignUp).where(column == ref.id).order_by(col(SignUp.id))))
    return sorted(found, key=lambda row: (row.place_in_line or 0, row.id or 0))


def counts(engine: Engine, ref: Ref) -> tuple[int, int, int]:
    """Capacity left out: what `taken` says, how many sign-ups count, how many wait."""
    with reading(engine) as session:
        row = session.get_one(Need if ref.kind == "need" else Meeting, ref.id)
        taken = row.taken
    rows = stored(engine, ref)
    return taken, sum(row.counts for row in rows), sum(row.state is SignUpState.WAITING for row in rows)


def outbox(engine: Engine, state: MailState = MailState.QUEUED) -> list[str]:
    """The kinds of messages, in order."""
    with reading(engine) as session:
        asked = select(OutboxMessage.kind).where(OutboxMessage.state == state).order_by(col(OutboxMessage.id))
        return [kind.removeprefix("sign_up_") for kind in session.exec(asked)]
