"""What goes between the faces and sign-ups: what is asked, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from luminance_geo.i18n import Bilingual, Language
from luminance_geo.people.queries import Who
from luminance_geo.signups.model import SignUpState

Kind = Literal["need", "meeting"]


class Ref(NamedTuple):
    """The need or meeting that a sign-up is for."""

    kind: Kind
    id: int


@dataclass(frozen=True, slots=True)
class Request:
    """What someone sends to take a place: one of `need_id` and `meeting_id`.

    `who` is the person signed in, whose name and address are then used. `idempotency_key` (8 to 64 characters that
    nobody can guess) makes a repeated sending give the same sign-up. `ip` is kept as a keyed hash only. `consent` says
    that the organisers may receive name and address, `accessibility_consent` that they may read `accessibility`.
    """

    slug: str
    need_id: int | None = None
    meeting_id: int | None = None
    name: str = ""
    email: str = ""
    phone: str | None = None
    message: str | None = None
    accessibility: str | None = None
    consent: bool = False
    accessibility_consent: bool = False
    language: Language = "fr"
    origin: str | None = None
    idempotency_key: str | None = None
    ip: str | None = None
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class What:
    """A need or a meeting as someone signs up for it. A meeting without `capacity` has no limit, and `left` is None.

    Times are aware; `until` is a need's last local day. `address`, `lat`, `lon` (WGS84 degrees) are where it happens:
    the initiative's where the meeting gives none. `over` says that it is past, cancelled or no longer published.
    """

    kind: Kind
    id: int
    title: Bilingual
    capacity: int | None
    taken: int
    left: int | None
    remote: bool
    time_zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    until: date | None
    address: str | None
    lat: float | None
    lon: float | None
    sequence: int
    cancelled: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a sign-up stands, for a screen that answers at once.

    `token` is for `/engagements/{token}`. With `may_confirm` it came by mail or belongs to someone signed in; without,
    it can look and withdraw (undo), and the confirmation waits in the mail. `already` answers someone who only typed
    an address that is signed up: nothing of that sign-up is told (`token` None, `sign_up_id` 0, `state` held), its link
    was mailed again. `first_to_confirm`: no place is kept, the first to confirm takes it. `position` is 1 for the next
    in line. `demonstration`: an example, to practise with; no message leaves unless the settings say so.
    """

    sign_up_id: int
    state: SignUpState
    slug: str
    initiative: Bilingual
    what: What
    token: str | None
    language: Language
    position: int | None = None
    hold_until: datetime | None = None
    first_to_confirm: bool = False
    person_known: bool = False
    may_confirm: bool = False
    already: bool = False
    demonstration: bool = False
    ics_path: str | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """One's own sign-up, for "My engagements" and the calendar; `outcome` says where it stands."""

    id: int
    outcome: Outcome
    uid: str
    sequence: int
    created_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None
    message: str | None
    accessibility: str | None
    coming: bool


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Places of a need or meeting: `left` is None where nothing is limited; `open` says whether one can sign up."""

    kind: Kind
    id: int
    capacity: int | None
    taken: int
    left: int | None
    waiting: int
    open: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Counts of one initiative, needs then meetings, past and cancelled ones left out."""

    slug: str
    needs: tuple[PlaceCount, ...]
    meetings: tuple[PlaceCount, ...]
