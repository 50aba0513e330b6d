"""Names in one run of text: what is told is what was given, however often rows went and came."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.catalogue.labels import Labels, Names
from luminance_geo.catalogue.words import fold

NAMES = st.tuples(st.text(max_size=8), st.none() | st.text(max_size=8), st.none() | st.text(max_size=8))


def rows(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, dtype=np.int32)


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_names_come_back(names: list[Names]) -> None:
    labels = Labels.build(names)
    assert [labels.label(row) for row in range(len(names))] == names
    keys = [fold(french or english or "") for _, french, english in names]
    assert [labels.name_key(row) for row in range(len(names))] == keys


def test_text_of_rows_that_went_is_not_kept_for_ever() -> None:
    """One initiative is edited again and again, beside one that stays."""
    labels = Labels.build([("stays", "Reste", None), ("edited", None, "First")])
    for number in range(200):
        edited = Labels.build([("edited", f"{number}" + "é" * 1_000, None)])
        labels = Labels.joined([(labels, rows(0, -1)), (edited, rows(1))], 2)
    assert labels.label(0) == ("stays", "Reste", None)
    assert labels.label(1) == ("edited", "199" + "é" * 1_000, None)
    assert len(labels.text) < 100_000
