"""Sign-ups as faces see them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlmodel import Session

from luminance_geo.i18n import Bilingual, as_language
from luminance_geo.initiatives.model import Initiative
from luminance_geo.initiatives.rules import places_left
from luminance_geo.people.model import Person
from luminance_geo.signups import queries, things
from luminance_geo.signups.links import link_token, screen_token
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.shapes import Engagement, Outcome, What
from luminance_geo.signups.things import Thing

Holder = Literal["signed-in", "mail", "screen", "stranger"]
"""Who is answered: someone signed in, who followed a mailed link, who has the screen's link, who typed an address."""


def outcome(session: Session, sign_up: SignUp, holder: Holder, *, now: datetime, secret: str) -> Outcome | None:
    """Where a sign-up stands; None once its need or meeting is gone. A stranger is told nothing of it."""
    thing = things.read(session, things.ref_of(sign_up))
    if thing is None or sign_up.id is None:
        return None
    if holder == "stranger":
        return _discreet(thing, sign_up, now)
    person = session.get(Person, sign_up.person_id) if sign_up.person_id else None
    proved = holder in ("signed-in", "mail")
    token = link_token(secret, sign_up) if proved else screen_token(secret, sign_up)
    held = sign_up.state is SignUpState.HELD
    return Outcome(
        sign_up_id=sign_up.id,
        state=sign_up.state,
        slug=thing.initiative.slug,
        initiative=_name(thing.initiative),
        what=what(thing, now),
        token=token,
        language=as_language(sign_up.language),
        position=queries.position(session, sign_up),
        hold_until=sign_up.hold_until,
        first_to_confirm=held and not sign_up.counts,
        person_known=proved and person is not None and person.verified_at is not None,
        may_confirm=may_confirm(sign_up, thing, proved=proved, now=now),
        demonstration=thing.initiative.demonstration,
        ics_path=f"/engagements/{token}.ics" if thing.meeting is not None else None,
    )


def _discreet(thing: Thing, sign_up: SignUp, now: datetime) -> Outcome:
    return Outcome(
        sign_up_id=0,
        state=SignUpState.HELD,
        slug=thing.initiative.slug,
        initiative=_name(thing.initiative),
        what=what(thing, now),
        token=None,
        language=as_language(sign_up.language),
        already=True,
        demonstration=thing.initiative.demonstration,
    )


def may_confirm(sign_up: SignUp, thing: Thing, *, proved: bool, now: datetime) -> bool:
    """Whether a confirm button makes sense here. An example is confirmed from the screen: it sends no message."""
    open_ = sign_up.state in (SignUpState.HELD, SignUpState.EXPIRED) and not thing.is_over(now)
    return open_ and (proved or thing.initiative.demonstration)


def engagement(session: Session, sign_up: SignUp, *, now: datetime, secret: str) -> Engagement | None:
    """A person's own sign-up, whole; None once its need or meeting is gone."""
    found = outcome(session, sign_up, "signed-in", now=now, secret=secret)
    if found is None:
        return None
    active = sign_up.state in (SignUpState.HELD, SignUpState.CONFIRMED, SignUpState.WAITING)
    return Engagement(
        id=found.sign_up_id,
        outcome=found,
        uid=sign_up.uid,
        sequence=sign_up.sequence,
        created_at=sign_up.created_at,
        confirmed_at=sign_up.confirmed_at,
        ended_at=sign_up.ended_at,
        message=sign_up.message,
        accessibility=sign_up.accessibility,
        coming=active and not found.what.over,
    )


def what(thing: Thing, now: datetime) -> What:
    """A need or a meeting as someone signs up for it."""
    row, initiative, meeting = thing.row, thing.initiative, thing.meeting
    here = meeting is not None and (meeting.address is not None or meeting.lat is not None)
    where = meeting if meeting is not None and here else initiative
    return What(
        kind=thing.ref.kind,
        id=thing.ref.id,
        title=Bilingual(row.title_fr, row.title_en, row.title_fr_at, row.title_en_at),
        capacity=row.capacity,
        taken=row.taken,
        left=None if row.capacity is None else places_left(row.capacity, row.taken),
        remote=row.remote,
        time_zone=meeting.time_zone if meeting else initiative.time_zone,
        starts_at=meeting.starts_at if meeting else None,
        ends_at=meeting.ends_at if meeting else None,
        until=thing.last_day,
        address=where.address,
        lat=where.lat,
        lon=where.lon,
        sequence=meeting.sequence if meeting else 0,
        cancelled=thing.cancelled,
        over=thing.is_over(now),
    )


def _name(initiative: Initiative) -> Bilingual:
    return Bilingual(initiative.name_fr, initiative.name_en, initiative.name_fr_at, initiative.name_en_at)
