"""Someone who left traces in every room, and a search for those traces wherever they could be."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlmodel import SQLModel

from luminance_geo.bootstrap import metadata
from luminance_geo.database import reading, writing
from luminance_geo.initiatives import proposing
from luminance_geo.initiatives.proposal import Precision, Proposal, Spot, Words
from luminance_geo.mail.transport import FolderTransport, outbox_folder
from luminance_geo.mail.worker import deliver_due
from luminance_geo.people.roles import Role, RoleKind
from luminance_geo.people.service import People
from luminance_geo.privacy.service import Privacy
from luminance_geo.settings import Settings
from luminance_geo.signups import actions as signing
from luminance_geo.signups.model import SignUp
from luminance_geo.signups.service import Ref, SignUps
from tests.integration.signups import seeds
from tests.integration.signups.seeds import Clock, request

EMAIL, NAME, PHONE = "zenobie.kanari@example.org", "Zénobie Kanari", "+1 418 555-0199"
MESSAGE, NEEDS, IP = "Message-Kanari-7", "Besoin-Kanari-8", "203.0.113.77"
NEIGHBOUR = 2
CANARIES = ("kanari", "418 555-0199", "203.0.113.77")


@dataclass
class Traces:
    """A person's id, what signs in as them, and what they signed up for."""

    person_id: int
    session: str
    calendar: str
    coming: Ref
    past: Ref
    waiting: Ref


@dataclass
class Rooms:
    """The rooms that hold something about people, on one database and one folder."""

    engine: Engine
    settings: Settings
    clock: Clock

    @property
    def people(self) -> People:
        return People(self.engine, self.clock, self.settings)

    @property
    def signups(self) -> SignUps:
        return SignUps(self.engine, self.clock, self.settings)

    @property
    def privacy(self) -> Privacy:
        return Privacy(self.engine, self.clock, self.settings)

    def deliver(self) -> None:
        """Write what is due into the folder."""
        transport = FolderTransport(outbox_folder(self.settings))
        deliver_due(self.engine, transport, now=self.clock(), settings=self.settings)


def rooms(engine: Engine, folder: Path) -> Rooms:
    settings = Settings(
        data_dir=folder, public_url="https://luminance.example.org", mail_from="bonjour@example.org",
        holds_per_address=100, secret="k" * 40,
    )  # fmt: skip
    return Rooms(engine, settings, Clock())


def leave_traces(house: Rooms) -> Traces:
    """Sign up for a past, a coming and a full meeting, confirm, sign in, be written to; a neighbour waits behind."""
    with writing(house.engine) as session:
        initiative = seeds.initiative(session)
        past = seeds.meeting(session, initiative, 5, hours=30)
        coming, waiting = (seeds.meeting(session, initiative, 1, hours=24 * 30) for _ in range(2))
    mine = {"name": NAME, "email": EMAIL, "phone": PHONE, "message": MESSAGE, "ip": IP, "origin": "map"}
    needs = {"accessibility": NEEDS, "accessibility_consent": True, "idempotency_key": "kanari-0123456789"}
    for number, ref in enumerate((past, coming)):
        taken = house.signups.take(request(ref, 1, **mine, **(needs if number else {})))
        assert house.signups.confirm(seeds.mailed(house.engine, taken.sign_up_id, house.settings))
        _confirmed(house, ref, NEIGHBOUR + 1 if ref is past else NEIGHBOUR)
    house.signups.take(request(waiting, NEIGHBOUR))
    house.signups.take(request(waiting, 1, **mine))
    house.deliver()
    house.clock.move(hours=40)
    with writing(house.engine) as session:
        for sign_up in seeds.stored(house.engine, past):
            assert sign_up.id is not None
            signing.mark_attendance(
                session, sign_up_id=sign_up.id, came=True, actor_id=None, now=house.clock(), settings=house.settings
            )  # fmt: skip
    return _signed_in(house, past, coming, waiting)


def _confirmed(house: Rooms, ref: Ref, number: int) -> None:
    taken = house.signups.take(request(ref, number))
    house.signups.confirm(seeds.mailed(house.engine, taken.sign_up_id, house.settings))


def _signed_in(house: Rooms, past: Ref, coming: Ref, waiting: Ref) -> Traces:
    assert house.people.request_link(EMAIL, "/engagements", IP, "fr")
    house.deliver()
    text = next(text for name, text in everything_written(house.settings.data_dir) if "sign-in" in name)
    used = house.people.redeem(text.partition("/sign-in/")[2][:43])
    assert used is not None
    house.people.request_link(EMAIL, "/engagements?kanari=1", IP, "fr")
    calendar = house.people.calendar_address(used.person_id)
    house.people.grant(EMAIL, Role(RoleKind.MODERATOR, "region-06"), by=None)
    _proposed(house, used.person_id)
    return Traces(used.person_id, used.token, calendar, coming, past, waiting)


def _proposed(house: Rooms, person_id: int) -> None:
    """Something sent, which opens a case, and a draft."""
    sent = Proposal(
        name=Words(fr="La cuisine"), summary=Words(fr="On cuisine."), causes=("food",),
        spot=Spot(precision=Precision.ONLINE),
    )  # fmt: skip
    with writing(house.engine) as session:
        now = house.clock()
        about = {"language": "fr", "person_id": person_id, "now": now}
        proposing.start(session, content=Proposal(name=Words(fr=MESSAGE)), **about)  # type: ignore[arg-type]
        token = proposing.start(session, content=sent, **about)  # type: ignore[arg-type]
        proposing.send(session, token=token, person_id=person_id, trusted=False, now=now)


def everything_stored(engine: Engine) -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    with reading(engine) as session:
        for table in metadata().sorted_tables:
            for row in session.execute(select(table)).mappings():
                yield table.name, json.dumps(dict(row), default=str, ensure_ascii=False)


def everything_written(folder: Path) -> Iterator[tuple[str, str]]:
    """Every message in the folder, its headers and texts decoded."""
    for path in folder.rglob("*.eml"):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        parts = [str(part.get_content()) for part in mail.walk() if not part.is_multipart()]
        yield path.name, "\n".join([path.name, *map(str, mail.values()), *parts])


def traces(texts: Iterator[tuple[str, str]]) -> list[str]:
    """Where a canary is found."""
    return [f"{where}: {text[:200]}" for where, text in texts if any(one in text.casefold() for one in CANARIES)]


def sign_ups(engine: Engine) -> list[SignUp]:
    with reading(engine) as session:
        return [SignUp(**dict(row)) for row in session.execute(select(SQLModel.metadata.tables["sign_up"])).mappings()]


MONTH = timedelta(days=31)
