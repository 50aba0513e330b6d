"""Words are found as people type them."""

from __future__ import annotations

import pytest

from luminance_geo.catalogue.bits import rows_of
from luminance_geo.catalogue.build import build
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.rows import Entry
from luminance_geo.catalogue.words import WordIndex, fold, indexed
from tests.unit.catalogue.brute import World

TEXTS = ["Les Œufs d’Élie", "Jardin St-Roch", "ᐃᓄᒃᑎᑐᑦ café", "Trois‑Rivières à vélo", ""]
INDEX = WordIndex.build([indexed([text]) for text in TEXTS])


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("oeuf", [0]), ("ŒUFS", [0]), ("elie les", [0]), ("d elie", [0]), ("d’É", [0]),
        ("saint-roch", [1]), ("st roch", [1]), ("sai", [1]), ("roch jard", [1]),
        ("ᐃᓄ", [2]), ("CAFÉ", [2]), ("cafe\u0301", [2]),
        ("rivieres", [3]), ("ivieres", []), ("trois riv velo", [3]), ("trois x", []),
        ("", [0, 1, 2, 3, 4]), ("!!", [0, 1, 2, 3, 4]), ("_", [0, 1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_every_word_begins_a_word(typed: str, rows: list[int]) -> None:
    assert rows_of(INDEX.match(typed)).tolist() == rows


def test_both_languages_the_town_and_the_cause_are_searched() -> None:
    entry = Entry(1, "a", "Atelier", "Workshop", "Réparer", "Mending", "Val-d’Or", causes=("food",), lat=1.0, lon=1.0)
    engine = World([entry], [], []).engine()
    found = [engine.count(Filters(q=q)) for q in ("ateli", "worksh", "repar", "mend", "val or", "cuisines", "kitchens")]
    assert found == [1] * 7
    assert engine.count(Filters(q="atelier xyz")) == 0


def test_ascii_and_accented_texts_fold_alike() -> None:
    assert fold("Cafe Ecole") == fold("Café École") == ["cafe", "ecole"]


def test_ten_thousand_characters_are_words_too() -> None:
    assert WordIndex.build([indexed(["é" * 10_000])]).match("e" * 200).tolist() == [1]


def test_control_characters_part_words_and_nothing_else() -> None:
    names = ["a\x00b \x01 c", "\x00", "d\x01", "e"]
    columns = build([Entry(id_, str(id_), name, None, summary_fr="\x01 f \x00") for id_, name in enumerate(names)])
    found = {word: columns.ids[rows_of(columns.words.match(word))].tolist() for word in "abcdef"}
    assert found == {"a": [0], "b": [0], "c": [0], "d": [2], "e": [3], "f": [0, 1, 2, 3]}
    assert columns.ids[columns.name.argsort()].tolist() == [1, 0, 2, 3]
