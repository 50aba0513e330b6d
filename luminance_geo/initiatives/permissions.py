"""Who may do what to an initiative: one table, and one function that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from luminance_geo.initiatives.states import SEEN, State
from luminance_geo.people.roles import RoleKind, Standing


class Deed(StrEnum):
    """What someone may want to do."""

    SEE = "see"
    PROPOSE = "propose"
    REPORT = "report"
    CLAIM = "claim"
    EDIT = "edit"
    SUBMIT = "submit"
    PAUSE = "pause"
    DUPLICATE = "duplicate"
    INVITE = "invite"
    LEAVE = "leave"
    SEE_ROSTER = "see_roster"
    EXPORT_ROSTER = "export_roster"
    HOLD_MEETING = "hold_meeting"
    NOTE_ATTENDANCE = "note_attendance"
    DECIDE = "decide"
    MERGE = "merge"
    HIDE = "hide"
    SEE_REASONS = "see_reasons"
    SEE_HISTORY = "see_history"


class Part(Enum):
    """What a person is to one initiative; someone may be several of these."""

    ANYONE = auto()
    SIGNED_IN = auto()
    ORGANISER = auto()
    MODERATOR = auto()
    ADMINISTRATOR = auto()


_ANYONE, _KNOWN = frozenset(Part), frozenset(Part) - {Part.ANYONE}
_OWN = frozenset({Part.ORGANISER})
_JUDGES = frozenset({Part.MODERATOR, Part.ADMINISTRATOR})
TABLE: Mapping[Deed, frozenset[Part]] = MappingProxyType({
    Deed.SEE: _ANYONE,
    Deed.PROPOSE: _ANYONE,
    Deed.REPORT: _ANYONE,
    Deed.CLAIM: _KNOWN,
    Deed.EDIT: _OWN | _JUDGES,
    Deed.SUBMIT: _OWN,
    Deed.PAUSE: _OWN | _JUDGES,
    Deed.DUPLICATE: _OWN,
    Deed.INVITE: _OWN,
    Deed.LEAVE: _OWN,
    Deed.SEE_ROSTER: _OWN,
    Deed.EXPORT_ROSTER: _OWN,
    Deed.HOLD_MEETING: _OWN,
    Deed.NOTE_ATTENDANCE: _OWN,
    Deed.DECIDE: _JUDGES,
    Deed.MERGE: _JUDGES,
    Deed.HIDE: _JUDGES,
    Deed.SEE_REASONS: _OWN | _JUDGES,
    Deed.SEE_HISTORY: _OWN | _JUDGES,
})  # fmt: skip
"""Who signed up is told to those who organise alone: a moderator has no need to know it."""
_OF_ALL = frozenset({Deed.PROPOSE})
"""What is done before there is any initiative, hence whatever its state."""


@dataclass(frozen=True, slots=True)
class About:
    """The initiative that it is done to: `organised` says whether the one who asks is among its organisers."""

    state: State
    regions: tuple[str, ...] = ()
    organised: bool = False


def may(deed: Deed, who: Standing, about: About) -> bool:
    """Whether someone may do this. What not everyone sees is there for its organisers and moderators alone.

    >>> may(Deed.SEE, Standing(), About(State.PUBLISHED)), may(Deed.SEE, Standing(), About(State.DRAFT))
    (True, False)
    """
    parts = set(_parts(who, about))
    if deed not in _OF_ALL and about.state not in SEEN and not parts & (_OWN | _JUDGES):
        return False
    return bool(parts & TABLE[deed])


def _parts(who: Standing, about: About) -> Iterator[Part]:
    yield Part.ANYONE
    if who.person_id is None:
        return
    yield Part.SIGNED_IN
    if about.organised:
        yield Part.ORGANISER
    if who.holds(RoleKind.MODERATOR, about.regions):
        yield Part.MODERATOR
    if who.holds(RoleKind.ADMINISTRATOR):
        yield Part.ADMINISTRATOR
