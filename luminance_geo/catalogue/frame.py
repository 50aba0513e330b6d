"""From rows to arrays in the order in which they come: the step between the database and columns in map order.

Rows are taken in batches, so that never all of them are Python objects at once. What repeats from row to row is worked
out once: each distinct list of codes, each distinct word of a text, each distinct day in a time zone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luminance_geo import vocabulary
from luminance_geo.catalogue.coded import Bools, Codes, Lists, Numbers
from luminance_geo.catalogue.labels import Labels
from luminance_geo.catalogue.points import Points
from luminance_geo.catalogue.ragged import Ragged
from luminance_geo.catalogue.words import fold, spellings

Micros = NDArray[np.int64]
_NAME_ENDS, _ROW_ENDS = "\x01", "\x00"
"""Marks between texts; what a text itself holds of them is cut out, see `_unmarked`."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Microseconds since 1970, UTC, of an aware time."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def plain_micros(moments: Iterable[datetime | None]) -> Micros:
    """Microseconds since 1970, UTC, of aware times; 0 for None."""
    return np.array([0 if moment is None else micros(moment) for moment in moments], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of rows are to be read: lists of codes, columns of times, and days."""

    codes: Callable[[Any], Codes] = tuple
    moments: Callable[[Sequence[Any]], Micros] = plain_micros
    day: Callable[[Any], date | None] = lambda day: day


_PLAIN = Reading()


@dataclass(frozen=True, slots=True)
class Frame:
    """Initiatives, one row each; `words` (of texts, of causes) and `name` (French first) are places in `vocabulary`."""

    ids: NDArray[np.int64]
    points: Points
    causes: Lists
    languages: Lists
    governance: Lists
    sharing: Lists
    regions: Lists
    remote: Bools
    demonstration: Bools
    zones: tuple[str, ...]
    zone: NDArray[np.int32]
    published: Micros
    vocabulary: Sequence[str]
    words: tuple[Ragged, ...]
    name: Ragged
    labels: Labels


@dataclass(frozen=True, slots=True)
class NeedsFrame:
    """Needs, one row each: `initiative` ids, `until` as a place in `days` (None: for good)."""

    ids: NDArray[np.int64]
    initiative: NDArray[np.int64]
    skills: Lists
    places_left: Bools
    days: tuple[date | None, ...]
    until: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class MeetingsFrame:
    """Meetings, one row each: `initiative` ids, times, `zone` as a place in `zones`."""

    initiative: NDArray[np.int64]
    starts: Micros
    ends: Micros
    zones: tuple[str, ...]
    zone: NDArray[np.int32]
    places_left: Bools


class _Columnar:
    """Batches of tuples turned into one array per field as they come."""

    def __init__(self, reading: Reading = _PLAIN) -> None:
        self._reading = reading
        self._arrays: dict[str, list[NDArray[Any]]] = {}
        self._numbers: dict[str, Numbers] = {}

    def _put(self, name: str, values: NDArray[Any]) -> None:
        self._arrays.setdefault(name, []).append(values)

    def _number(self, name: str, values: Iterable[Hashable]) -> None:
        numbers = self._numbers.setdefault(name, Numbers())
        self._put(name, np.fromiter(map(numbers.__getitem__, values), dtype=np.int32))

    def _array(self, name: str, kind: type[np.generic]) -> NDArray[Any]:
        return np.concatenate([np.zeros(0, dtype=kind), *self._arrays.pop(name, [])], dtype=kind)

    def _distinct(self, name: str) -> tuple[Any, ...]:
        return tuple(self._numbers.get(name, ()))

    def _lists(self, name: str) -> Lists:
        distinct = tuple(map(self._reading.codes, self._distinct(name)))
        return Lists(distinct, self._array(name, np.int32))


class FrameMaker(_Columnar):
    """Makes a `Frame` of batches of tuples in the order of the fields of `rows.Entry`."""

    def __init__(self, reading: Reading = _PLAIN) -> None:
        super().__init__(reading)
        self._tokens = Numbers()
        self._texts: list[Ragged] = []
        self._names: list[Ragged] = []
        self._labels = [Labels.build([])]

    def add(self, batch: Sequence[Sequence[Any]]) -> None:
        """Some rows more."""
        if not batch:
            return
        (
            ids, slugs, names_fr, names_en, summaries_fr, summaries_en, localities, causes, languages, governance,
            sharing, regions, remote, demonstration, lat, lon, zones, published,
        ) = zip(*batch, strict=True)  # fmt: skip
        self._put("ids", np.array(ids, dtype=np.int64))
        self._put("lat", np.array(lat, dtype=np.float64))
        self._put("lon", np.array(lon, dtype=np.float64))
        self._put("remote", np.array(remote, dtype=np.bool_))
        self._put("demonstration", np.array(demonstration, dtype=np.bool_))
        self._put("published", self._reading.moments(published))
        for name, values in (("causes", causes), ("languages", languages), ("regions", regions)):
            self._number(name, values)
        for name, values in (("governance", governance), ("sharing", sharing), ("zones", zones)):
            self._number(name, values)
        self._labels.append(Labels.build(list(zip(slugs, names_fr, names_en, strict=True))))
        self._add_texts(
            f"{fr or en or ''} {_NAME_ENDS} {en or ''} {summary or ''} {other_summary or ''} {town or ''} {_ROW_ENDS} "
            for fr, en, summary, other_summary, town in zip(
                *map(_unmarked, (names_fr, names_en, summaries_fr, summaries_en, localities)), strict=True
            )
        )

    def frame(self) -> Frame:
        """All that was added."""
        words = Numbers()
        folded = [[words[word] for word in fold(token)] for token in self._distinct_tokens()]
        name = _expanded(self._names, Ragged.of(folded))
        known = list(map(str, words))
        twins = [[*own, *(words[twin] for place in own for twin in spellings(known[place]))] for own in folded]
        causes = self._lists("causes")
        of_causes = Ragged.of(
            [sorted({words[word] for code in own for word in _cause_words(code)}) for own in causes.distinct]
        )
        texts = _expanded(self._texts, Ragged.of(twins))
        self._texts, self._names = [], []
        return Frame(
            ids=self._array("ids", np.int64),
            points=Points.of(self._array("lat", np.float64), self._array("lon", np.float64)),
            causes=causes,
            languages=self._lists("languages"),
            governance=self._single("governance"),
            sharing=self._single("sharing"),
            regions=self._lists("regions"),
            remote=self._array("remote", np.bool_),
            demonstration=self._array("demonstration", np.bool_),
            zones=self._distinct("zones"),
            zone=self._array("zones", np.int32),
            published=self._array("published", np.int64),
            vocabulary=list(map(str, words)),
            words=(texts, of_causes.take(causes.which)),
            name=name,
            labels=Labels.concat(self._labels),
        )

    def _add_texts(self, texts: Iterable[str]) -> None:
        """All texts of a batch are parted into tokens at once; the marks are tokens too, in which there is no word."""
        tokens = "".join(texts).split()
        numbers = np.fromiter(map(self._tokens.__getitem__, tokens), dtype=np.int32, count=len(tokens))
        row_ends = np.flatnonzero(numbers == self._tokens[_ROW_ENDS]) + 1
        every = Ragged(np.append(0, row_ends), numbers)
        name_ends = np.flatnonzero(numbers == self._tokens[_NAME_ENDS])
        self._texts.append(every)
        self._names.append(every.heads(name_ends - every.starts[:-1]))

    def _distinct_tokens(self) -> list[str]:
        return list(map(str, self._tokens))

    def _single(self, name: str) -> Lists:
        distinct = tuple((code,) if code else () for code in self._distinct(name))
        return Lists(distinct, self._array(name, np.int32))


class NeedsMaker(_Columnar):
    """Makes a `NeedsFrame` of batches of tuples in the order of the fields of `rows.NeedRow`."""

    def add(self, batch: Sequence[Sequence[Any]]) -> None:
        """Some rows more."""
        if not batch:
            return
        initiative, skills, capacity, taken, until, ids = zip(*batch, strict=True)
        self._put("ids", np.array(ids, dtype=np.int64))
        self._put("initiative", np.array(initiative, dtype=np.int64))
        self._put("places_left", np.array(taken) < np.array(capacity))
        self._number("skills", skills)
        self._number("until", until)

    def frame(self) -> NeedsFrame:
        """All that was added."""
        return NeedsFrame(
            ids=self._array("ids", np.int64),
            initiative=self._array("initiative", np.int64),
            skills=self._lists("skills"),
            places_left=self._array("places_left", np.bool_),
            days=tuple(map(self._reading.day, self._distinct("until"))),
            until=self._array("until", np.int32),
        )


class MeetingsMaker(_Columnar):
    """Makes a `MeetingsFrame` of batches of tuples in the order of the fields of `rows.MeetingRow`."""

    def add(self, batch: Sequence[Sequence[Any]]) -> None:
        """Some rows more."""
        if not batch:
            return
        initiative, starts, ends, zones, capacity, taken = zip(*batch, strict=True)
        limits = np.array(capacity, dtype=np.float64)  # nan: no limit
        self._put("initiative", np.array(initiative, dtype=np.int64))
        self._put("starts", self._reading.moments(starts))
        self._put("ends", self._reading.moments(ends))
        self._put("places_left", np.isnan(limits) | (np.array(taken) < limits))
        self._number("zones", zones)

    def frame(self) -> MeetingsFrame:
        """All that was added."""
        return MeetingsFrame(
            initiative=self._array("initiative", np.int64),
            starts=self._array("starts", np.int64),
            ends=self._array("ends", np.int64),
            zones=self._distinct("zones"),
            zone=self._array("zones", np.int32),
            places_left=self._array("places_left", np.bool_),
        )


def _unmarked(texts: Sequence[str | None]) -> Sequence[str | None]:
    """Texts without the marks that part texts: hardly ever is there one, and one look at all of them tells."""
    whole = "".join(filter(None, texts))
    if _NAME_ENDS not in whole and _ROW_ENDS not in whole:
        return texts
    return [text and text.replace(_NAME_ENDS, " ").replace(_ROW_ENDS, " ") for text in texts]


@cache
def _cause_words(code: str) -> frozenset[str]:
    cause = vocabulary.causes().get(code)
    words = fold(f"{cause.fr} {cause.en}") if cause else []
    return frozenset(words).union(*map(spellings, words))


def _expanded(pieces: list[Ragged], words: Ragged) -> Ragged:
    """The words of each row of some pieces, where each of its tokens has some (mostly one)."""
    done = []
    for tokens in pieces:
        found = words.take(tokens.values)
        done.append(Ragged(found.starts[tokens.starts], found.values))
    return Ragged.concat(done)
