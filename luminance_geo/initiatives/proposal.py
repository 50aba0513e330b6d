"""What a proposer has written so far: any of it may be missing, all of it is kept; and what is still to be said.

A draft is stored as it is typed, so nothing here refuses: texts are cleaned and cut at a length no form allows, and
`problems` says what has to be mended before it is sent. Places are WGS84 degrees, latitude first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from itertools import chain
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from luminance_geo import vocabulary
from luminance_geo.i18n import N_

NAME_LENGTH, SUMMARY_LENGTH, TEXT_LENGTH, LINE_LENGTH = 100, 280, 5000, 160
MOST_CAUSES, MOST_NEEDS, MOST_SKILLS, MOST_PLACES = 3, 20, 8, 1000
OLDEST_MINIMUM_AGE = 120
_CUT = 20_000
_KEPT = "\n\t"


class Precision(StrEnum):
    """How well the position is known: `approximate` is an area, `online` has no place."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    ONLINE = "online"


class Stage(StrEnum):
    """Where a proposal is: being written, waiting for a word, taken up, or to be mended."""

    OPEN = "open"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


def clean(text: str) -> str:
    """A text without what drives a display, in one form of Unicode, cut at 20,000 characters.

    >>> clean("  Cafe\\u0301\\u202e des rues\\x00 ")
    'Café des rues'
    """
    shown = "".join(each for each in text[:_CUT] if each in _KEPT or unicodedata.category(each)[0] != "C")
    return unicodedata.normalize("NFC", shown).strip()


Text = Annotated[str, AfterValidator(clean)]


class _Part(BaseModel):
    """A part of a proposal; what it does not know (a newer form's field) is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Words(_Part):
    """A text in French, in English, or in both."""

    fr: Text = ""
    en: Text = ""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.fr or self.en)


class Spot(_Part):
    """Where it is: `lat`, `lon` are WGS84 degrees; nothing but `precision` for what is online."""

    precision: Precision | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    address: Text = ""
    locality: Text = ""
    postal_code: Text = ""


class Wanted(_Part):
    """A need: people to find, by what they can do. `until` is its last local day; `id` of one that is there already."""

    id: int | None = None
    title: Words = Words()
    skills: tuple[str, ...] = ()
    capacity: int | None = None
    remote: bool = False
    until: date | None = None
    hours: Words = Words()
    accessibility: Words = Words()
    minimum_age: int | None = None


class FirstMeeting(_Part):
    """The first time to come together, in the local time of the place."""

    title: Words = Words()
    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    capacity: int | None = None


class Fact(_Part):
    """One of the three facts: a choice of a short list where there is one, and room for words."""

    choice: str = ""
    words: Words = Words()


class Proposal(_Part):
    """An initiative as it is being proposed or edited."""

    name: Words = Words()
    summary: Words = Words()
    description: Words = Words()
    causes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    spot: Spot = Spot()
    needs: tuple[Wanted, ...] = ()
    meeting: FirstMeeting | None = None
    governance: Fact = Fact()
    roots: Words = Words()
    sharing: Fact = Fact()
    website: Text = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be mended: `at` is the path of the field, `message` a msgid that `values` complete."""

    at: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)


_TOO_LONG = N_("Write at most {most} characters; there are {count}.")
_NO_CODE = N_("Choose from the list.")
_TOO_MANY = N_("Choose at most {most}.")
_COUNT = N_("Give a number from {least} to {most}.")


def problems(proposal: Proposal, *, now: datetime) -> list[Problem]:
    """What keeps a proposal from being sent, in the order of the form. `now` is the local time of its place, aware."""
    parts = (
        _about(proposal),
        _where(proposal.spot),
        _asked(proposal, now.date()),
        _facts(proposal),
        _met(proposal, now),
    )
    return list(chain.from_iterable(parts))


def _about(proposal: Proposal) -> Iterator[Problem]:
    if not proposal.name:
        yield Problem("name", N_("Give it a name, in French or in English."))
    if not proposal.summary:
        yield Problem("summary", N_("Say in a sentence what happens there."))
    for at, words, most in (
        ("name", proposal.name, NAME_LENGTH), ("summary", proposal.summary, SUMMARY_LENGTH),
        ("description", proposal.description, TEXT_LENGTH),
    ):  # fmt: skip
        yield from _length(at, words, most)
    if not proposal.causes:
        yield Problem("causes", N_("Choose at least one cause."))
    yield from _codes("causes", proposal.causes, vocabulary.causes(), MOST_CAUSES)
    yield from _codes("languages", proposal.languages, vocabulary.activity_languages(), None)


def _where(spot: Spot) -> Iterator[Problem]:
    if spot.precision is None:
        yield Problem("spot.precision", N_("Say where it is: at an address, in an area, or online."))
    elif spot.precision is not Precision.ONLINE and (spot.lat is None or spot.lon is None):
        yield Problem("spot", N_("Put the pin on the map: search for the place, or click where it is."))
    for name in ("address", "locality", "postal_code"):
        yield from _line(f"spot.{name}", getattr(spot, name))


def _asked(proposal: Proposal, today: date) -> Iterator[Problem]:
    if len(proposal.needs) > MOST_NEEDS:
        yield Problem("needs", _TOO_MANY, {"most": MOST_NEEDS})
    for number, need in enumerate(proposal.needs):
        at = f"needs.{number}"
        if not need.title:
            yield Problem(f"{at}.title", N_("Name the role: what would someone do?"))
        for name, words, most in (
            ("title", need.title, NAME_LENGTH), ("hours", need.hours, LINE_LENGTH),
            ("accessibility", need.accessibility, SUMMARY_LENGTH),
        ):  # fmt: skip
            yield from _length(f"{at}.{name}", words, most)
        yield from _codes(f"{at}.skills", need.skills, vocabulary.skills(), MOST_SKILLS)
        yield from _whole(f"{at}.capacity", need.capacity, 1, MOST_PLACES)
        if need.minimum_age is not None:
            yield from _whole(f"{at}.minimum_age", need.minimum_age, 0, OLDEST_MINIMUM_AGE)
        if need.until is not None and need.until < today:
            yield Problem(f"{at}.until", N_("This day is past: choose a later one, or none."))


def _facts(proposal: Proposal) -> Iterator[Problem]:
    for at, fact, terms in (
        ("governance", proposal.governance, vocabulary.governance()),
        ("sharing", proposal.sharing, vocabulary.sharing()),
    ):
        yield from _codes(f"{at}.choice", (fact.choice,) if fact.choice else (), terms, None)
        yield from _length(f"{at}.words", fact.words, SUMMARY_LENGTH)
    yield from _length("roots", proposal.roots, SUMMARY_LENGTH)
    if proposal.website and not _is_address(proposal.website):
        yield Problem("website", N_("Write the whole address of the site: https://…"))


def _met(proposal: Proposal, now: datetime) -> Iterator[Problem]:
    meeting = proposal.meeting
    if meeting is None:
        return
    yield from _length("meeting.title", meeting.title, NAME_LENGTH)
    if meeting.day is None or meeting.starts is None:
        yield Problem("meeting.day", N_("Give the day and the hour at which it begins."))
    elif datetime.combine(meeting.day, meeting.starts, tzinfo=now.tzinfo) <= now:
        yield Problem("meeting.day", N_("This is past: choose a later day or hour."))
    if meeting.capacity is not None:
        yield from _whole("meeting.capacity", meeting.capacity, 1, MOST_PLACES)


def _length(at: str, words: Words, most: int) -> Iterator[Problem]:
    for language in ("fr", "en"):
        count = len(getattr(words, language))
        if count > most:
            yield Problem(f"{at}.{language}", _TOO_LONG, {"most": most, "count": count})


def _line(at: str, text: str) -> Iterator[Problem]:
    if len(text) > LINE_LENGTH:
        yield Problem(at, _TOO_LONG, {"most": LINE_LENGTH, "count": len(text)})


def _codes(at: str, chosen: tuple[str, ...], terms: Any, most: int | None) -> Iterator[Problem]:
    if any(code not in terms for code in chosen):
        yield Problem(at, _NO_CODE)
    if most is not None and len(set(chosen)) > most:
        yield Problem(at, _TOO_MANY, {"most": most})


def _whole(at: str, number: int | None, least: int, most: int) -> Iterator[Problem]:
    if number is None or not least <= number <= most:
        yield Problem(at, _COUNT, {"least": least, "most": most})


def _is_address(text: str) -> bool:
    """Whether a browser would follow it to a site: http or https, with a host, without a name or a password."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        return False
