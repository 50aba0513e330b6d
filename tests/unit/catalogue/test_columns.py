"""Columns taken apart and merged are the columns of the same rows built anew."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue import coded, words
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.columns import Columns
from luminance_geo.catalogue.labels import Labels
from luminance_geo.catalogue.points import morton
from luminance_geo.catalogue.rows import Entry
from luminance_geo.catalogue.words import fold
from tests.unit.catalogue.brute import Maker, World, of_random_worlds

SIZES = st.sampled_from([0, 1, 2, 3, 8, 63, 64, 65, 130])


def same(one: Any, other: Any) -> bool:
    """Equal field by field, arrays element by element and in their kinds too; labels by what they say."""
    if isinstance(one, Labels):
        rows = range(len(one.lengths))
        return len(one.lengths) == len(other.lengths) and all(one.label(row) == other.label(row) for row in rows)
    if dataclasses.is_dataclass(one):
        return all(same(getattr(one, f.name), getattr(other, f.name)) for f in dataclasses.fields(one))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def columns_of(world: World, ids: set[int]) -> Columns:
    return build(
        [entry for entry in world.entries if entry.id in ids],
        [need for need in world.needs if need.initiative_id in ids],
        [meeting for meeting in world.meetings if meeting.initiative_id in ids],
        revision=3,
    )


@of_random_worlds(150)
@given(
    size=SIZES,
    seed=st.integers(0, 2**40),
    heavy=st.sampled_from([1, 10, 2**18]),
    at_once=st.sampled_from([1, 200, 2**20]),
)
def test_parts_make_the_whole_again(size: int, seed: int, heavy: int, at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "HEAVY", heavy)
        patch.setattr(coded, "_AT_ONCE", at_once)
        maker = Maker(seed)
        world = maker.world(size)
        ids = {entry.id for entry in world.entries}
        chosen = {id_ for id_ in ids if maker.random.random() < maker.random.choice([0.0, 0.1, 0.5, 1.0])}
        whole = columns_of(world, ids)
        rows = whole.rows_of_ids(np.array(sorted(chosen), dtype=np.int64))
        taken, rest = whole.take(rows), whole.take(np.setdiff1d(np.arange(size), rows))
        assert same(taken, columns_of(world, chosen))
        assert same(rest, columns_of(world, ids - chosen))
        assert same(Columns.merge(taken, rest, 3), whole)
        assert same(Columns.merge(rest, taken, 3), whole)


def test_equality_of_this_test_tells_columns_apart() -> None:
    """Positive control."""
    world = Maker(1).world(30)
    ids = {entry.id for entry in world.entries}
    whole = columns_of(world, ids)
    assert not same(whole, dataclasses.replace(whole, revision=4))
    assert not same(whole, columns_of(world, ids - {min(ids)}))
    assert not same(whole, dataclasses.replace(whole, name=whole.name[::-1]))


def test_rows_are_in_map_order() -> None:
    whole = columns_of(world := Maker(2).world(130), {entry.id for entry in world.entries})
    keys = [
        (row >= whole.located, int(key), id_)
        for row, (key, id_) in enumerate(zip(morton(whole.points.x, whole.points.y), whole.ids.tolist(), strict=True))
    ]
    assert keys == sorted(keys)
    assert np.isnan(whole.points.lat).tolist() == (~whole.is_located).tolist()
    assert 0 < whole.located < len(whole)


def test_rows_of_ids_and_labels() -> None:
    world = Maker(3).world(65)
    whole = columns_of(world, {entry.id for entry in world.entries})
    asked = np.array([entry.id for entry in world.entries] + [0, 10**9], dtype=np.int64)
    rows = whole.rows_of_ids(asked)
    assert whole.ids[rows[:-2]].tolist() == asked[:-2].tolist()
    assert rows[-2:].tolist() == [-1, -1]
    assert whole.row(0) is None
    for entry, row in zip(world.entries, rows.tolist(), strict=False):
        assert whole.labels.label(row) == (entry.slug, entry.name_fr, entry.name_en)


def test_columns_of_nothing() -> None:
    nothing = build([])
    assert (len(nothing), nothing.row(1), nothing.located) == (0, None, 0)
    assert nothing.rows_of_ids(np.array([4], dtype=np.int64)).tolist() == [-1]
    assert same(Columns.merge(nothing, nothing, 0), nothing)


def test_names_sort_word_by_word() -> None:
    names = ["Élan", "elan b", "Elan, a", "élan-a b", "!", "Zoé", "elan", "Le élan", "Œuf", "oe", "oeuf frit"]
    whole = build([Entry(id_, str(id_), name, None) for id_, name in enumerate(names)])
    found = whole.ids[np.argsort(whole.name)].tolist()
    assert found == sorted(range(len(names)), key=lambda id_: (fold(names[id_]), id_))
