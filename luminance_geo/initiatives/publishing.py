"""From a proposal to the columns of an initiative and its needs. The caller owns the transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from luminance_geo import places
from luminance_geo.database import bump_revision
from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_
from luminance_geo.initiatives.model import Initiative, Need
from luminance_geo.initiatives.proposal import Precision, Proposal, Wanted, Words
from luminance_geo.initiatives.rules import local_day, slug_base
from luminance_geo.initiatives.states import SEEN, Act, State, after

AREA_DECIMALS = 2
"""An approximate place is stored no finer than about a kilometre: what is not stored cannot leak."""
_ABROAD = N_("This place is not in Canada. Move the pin.")


def write(session: Session, initiative: Initiative, proposal: Proposal, now: datetime) -> None:
    """Write a proposal that has no problems into an initiative, its place located.

    A text that did not change keeps its time. Raises `InvalidInput` (`spot`) for a place abroad.
    """
    for name, words in (
        ("name", proposal.name), ("summary", proposal.summary), ("description", proposal.description),
    ):  # fmt: skip
        _timed(initiative, name, words, now)
    for name, words in (
        ("governance", proposal.governance.words), ("roots", proposal.roots), ("sharing", proposal.sharing.words),
    ):  # fmt: skip
        _plain(initiative, name, words)
    initiative.causes, initiative.languages = list(proposal.causes), list(proposal.languages)
    initiative.governance, initiative.sharing = proposal.governance.choice or None, proposal.sharing.choice or None
    initiative.website = proposal.website or None
    _place(initiative, proposal)
    initiative.updated_at = now
    session.add(initiative)
    session.flush()
    _needs(session, initiative, proposal.needs, now)
    if initiative.state in SEEN:
        _tell(session, initiative)


def move(session: Session, initiative: Initiative, act: Act, now: datetime) -> None:
    """Change its state; the catalogue is told where that is seen. Raises `Conflict` where it does not go."""
    was = initiative.state
    initiative.state = after(was, act, hidden_from=State(initiative.hidden_from) if initiative.hidden_from else None)
    initiative.hidden_from = was.value if act is Act.HIDE else None
    if act is Act.PUBLISH:
        initiative.published_at = initiative.published_at or now
        initiative.confirmed_at = now
    initiative.updated_at = now
    session.add(initiative)
    session.flush()
    if {was, initiative.state} & SEEN:
        _tell(session, initiative)


def free_slug(session: Session, proposal: Proposal) -> str:
    """An address of its own for a new initiative: its name, with its town or a number where that is taken."""
    name = proposal.name.fr or proposal.name.en
    bases = [slug_base(name), *([slug_base(f"{name} {proposal.spot.locality}")] if proposal.spot.locality else [])]
    taken = set(session.exec(select(Initiative.slug).where(col(Initiative.slug).startswith(bases[0], autoescape=True))))
    numbered = (f"{bases[-1]}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (*bases, *numbered) if slug not in taken)


def _timed(row: Any, name: str, words: Words, now: datetime) -> None:
    for language, text in (("fr", words.fr), ("en", words.en)):
        if (getattr(row, f"{name}_{language}") or "") != text:
            setattr(row, f"{name}_{language}", text or None)
            setattr(row, f"{name}_{language}_at", now if text else None)


def _plain(row: Any, name: str, words: Words) -> None:
    for language, text in (("fr", words.fr), ("en", words.en)):
        setattr(row, f"{name}_{language}", text or None)


def _place(initiative: Initiative, proposal: Proposal) -> None:
    spot = proposal.spot
    initiative.precision = spot.precision or Precision.ONLINE
    initiative.remote = initiative.precision is Precision.ONLINE
    initiative.address = initiative.locality = initiative.postal_code = initiative.lat = initiative.lon = None
    initiative.regions = []
    if initiative.remote or spot.lat is None or spot.lon is None:
        return
    located = places.locate(spot.lat, spot.lon)
    if located.abroad:
        raise InvalidInput(_ABROAD, parameter="spot")
    exact = initiative.precision is Precision.EXACT
    initiative.lat, initiative.lon = (value if exact else round(value, AREA_DECIMALS) for value in (spot.lat, spot.lon))
    initiative.address = (spot.address or None) if exact else None
    initiative.postal_code = (places.normalize_postal_code(spot.postal_code) if exact else None) or None
    initiative.locality = spot.locality or located.locality_fr
    initiative.regions, initiative.time_zone = located.codes, located.time_zone


def _needs(session: Session, initiative: Initiative, wanted: tuple[Wanted, ...], now: datetime) -> None:
    """Those told by their id are kept, with who signed up for them; of others, what someone has taken closes."""
    assert initiative.id is not None  # noqa: S101 - it was flushed
    held = {need.id: need for need in session.exec(select(Need).where(col(Need.initiative_id) == initiative.id))}
    for each in wanted:
        need = held.pop(each.id, None) or Need(initiative_id=initiative.id, capacity=1)
        _timed(need, "title", each.title, now)
        _plain(need, "hours", each.hours)
        _plain(need, "accessibility", each.accessibility)
        need.skills, need.remote, need.until = list(each.skills), each.remote, each.until
        need.capacity, need.minimum_age = max(each.capacity or 1, need.taken), each.minimum_age
        session.add(need)
    for need in held.values():
        if need.taken:
            need.until = local_day(now, initiative.time_zone) - timedelta(days=1)
            session.add(need)
        else:
            session.delete(need)
    session.flush()


def _tell(session: Session, initiative: Initiative) -> None:
    assert initiative.id is not None  # noqa: S101 - it was flushed
    bump_revision(session, [initiative.id])
