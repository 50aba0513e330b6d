"""Limits on what nobody has confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from luminance_geo.database import exclusively
from luminance_geo.errors import Limited
from luminance_geo.i18n import N_
from luminance_geo.people import actions as people
from luminance_geo.people.model import Person
from luminance_geo.settings import Settings
from luminance_geo.signups import queries
from luminance_geo.signups.things import Thing

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_TRIES = 4
"""Sign-ups of one address in a day, as a multiple of its holds at once: each sends a message."""


def require_moderation(
    session: Session, thing: Thing, person: Person, ip_hash: str | None, now: datetime, settings: Settings
) -> None:
    """Refuse too much of what nobody has confirmed: it takes places, and sends messages to whoever was typed in."""
    if queries.unconfirmed(session, person_id=person.id) >= settings.holds_per_address:
        raise Limited(N_("Too many sign-ups with this address wait for an answer. Open the messages that we sent you."))
    if ip_hash:
        exclusively(session, int(ip_hash[:14], 16))
        if queries.unconfirmed(session, ip_hash=ip_hash) >= settings.holds_per_ip:
            raise Limited(N_("Too many sign-ups from here wait for an answer. Try again later."))
    often = settings.holds_per_address * _TRIES
    if not people.allow(session, kind="sign-up", who=f"person-{person.id}", limit=often, within=_DAY, now=now):
        raise Limited(N_("Too many sign-ups with this address today. Try again tomorrow."))
    most, who = settings.sign_ups_per_hour_initiative, f"initiative-{thing.initiative.id}"
    if not people.allow(session, kind="sign-up", who=who, limit=most, within=_HOUR, now=now):
        raise Limited(N_("Many people are signing up for this right now. Try again in an hour."))
