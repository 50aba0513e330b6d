"""The demonstration set is varied, bilingual, spread as people are, and the same for a seed and a day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from luminance_geo import vocabulary
from luminance_geo.demo.actions import compose_all
from luminance_geo.demo.compose import Composed
from luminance_geo.demo.words import words

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


@cache
def composed(count: int = 2000, seed: int = 1) -> list[Composed]:
    return [one for chunk in compose_all(count, seed, NOW) for one in chunk]


def share(of: list[Composed], column: str) -> float:
    return sum(bool(one.initiative[column]) for one in of) / len(of)


def test_the_words_use_the_vocabulary() -> None:
    kinds = words().kinds
    assert {kind.cause for kind in kinds} == set(vocabulary.causes())
    assert {skill for kind in kinds for role in kind.roles for skill in role.skills} == set(vocabulary.skills())
    assert set(words().governance) == set(vocabulary.governance())
    assert set(words().sharing) == set(vocabulary.sharing())


def test_every_text_comes_in_both_languages() -> None:
    for kind in words().kinds:
        for pair in (*kind.nouns, *kind.summary, *kind.about, *kind.meetings, *(role.title for role in kind.roles)):
            assert pair.fr
            assert pair.en
            assert pair.fr != pair.en
            assert "'" not in pair.fr + pair.en


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(0, 60))
def test_a_seed_and_a_day_give_one_set_and_smaller_ones_begin_it(seed: int, small: int, more: int) -> None:
    short = next(compose_all(small, seed, NOW))
    assert next(compose_all(small, seed, NOW + timedelta(hours=5))) == short
    names = [one.names for one in next(compose_all(small + more, seed, NOW))]
    assert len(names) == small + more
    assert next(compose_all(small, seed + 1, NOW)) != short or small < 3


def test_names_and_texts_do_not_look_cloned() -> None:
    names = Counter(one.names[0] for one in composed())
    assert len(names) > 0.85 * 2000
    assert names.most_common(1)[0][1] <= 5
    summaries = Counter(one.initiative["summary_fr"] or one.initiative["summary_en"] for one in composed())
    assert len(summaries) > 900


def test_it_is_spread_over_the_country_as_people_are() -> None:
    provinces = Counter(one.initiative["regions"][0] for one in composed() if one.initiative["regions"])
    assert {"province-24", "province-35", "province-59", "province-48", "province-12", "province-10"} <= set(provinces)
    assert 0.33 < provinces["province-35"] / 2000 < 0.44
    assert 0.18 < provinces["province-24"] / 2000 < 0.28
    assert len({one.initiative["locality"] for one in composed()}) > 300


def test_positions_lie_in_canada() -> None:
    for one in composed():
        row = one.initiative
        if row["precision"] == "online":
            assert row["lat"] is row["lon"] is None
            assert row["remote"]
        else:
            assert 41 < row["lat"] < 84
            assert -142 < row["lon"] < -52


def test_some_are_in_one_language_only_and_some_are_outdated() -> None:
    rows = [one.initiative for one in composed()]
    assert any(row["name_fr"] is None for row in rows)
    assert any(row["name_en"] is None for row in rows)
    assert all(row["name_fr"] or row["name_en"] for row in rows)
    assert any(row["name_fr_at"] and row["name_en_at"] and row["name_fr_at"] != row["name_en_at"] for row in rows)
    assert all("{" not in str(value) for row in rows for value in row.values())


def test_facts_are_there_on_many_and_not_on_all() -> None:
    for column, low, high in (("governance", 0.6, 0.9), ("sharing", 0.55, 0.85), ("remote", 0.06, 0.2)):
        assert low < share(composed(), column) < high


def test_needs_and_meetings_hold_their_promises() -> None:
    full = 0
    for one in composed():
        for need in one.needs:
            assert 0 <= need["taken"] <= need["capacity"]
            assert set(need["skills"]) <= set(vocabulary.skills())
        full += bool(one.needs) and all(need["taken"] == need["capacity"] for need in one.needs)
        for meeting in one.meetings:
            assert NOW < meeting["starts_at"] < meeting["ends_at"] < NOW + timedelta(days=150)
            local = meeting["starts_at"].astimezone(ZoneInfo(meeting["time_zone"]))
            assert 8 <= local.hour <= 20
            assert meeting["capacity"] is None or meeting["taken"] <= meeting["capacity"]
    assert 100 < full < 500
    assert 0.6 < sum(bool(one.meetings) for one in composed()) / 2000 < 0.85


def test_it_is_plainly_a_demonstration() -> None:
    for one in composed():
        assert one.initiative["demonstration"] is True
        assert one.initiative["source"] is None
        assert one.initiative["website"] is None
        address = one.initiative["address"]
        assert address is None or "Exemple" in address or "Example" in address


def test_french_spacing_holds_on_one_line() -> None:
    texts = [
        pair.fr
        for kind in words().kinds
        for pair in (*kind.summary, *kind.about, *kind.meetings, *(role.title for role in kind.roles))
    ]
    assert not [text for text in texts if " :" in text or " ;" in text or " ?" in text]
