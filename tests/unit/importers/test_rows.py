"""Rows of the registers become columns of ours."""

from __future__ import annotations

import pytest

from luminance_geo import sources, vocabulary
from luminance_geo.importers import registers, shipped


@pytest.mark.parametrize(
    ("language", "regions", "fr", "en"),
    [
        ("fr", [], "Jardin", None),
        ("en", ["province-24"], None, "Jardin"),
        (None, ["province-24"], "Jardin", None),
        (None, ["province-35"], None, "Jardin"),
    ],
)
def test_a_name_stands_in_the_language_known(
    language: str | None, regions: list[str], fr: str | None, en: str | None
) -> None:
    row = {"name": "Jardin", "name_language": language, "regions": regions}
    assert shipped.names(row) == {"name_fr": fr, "name_en": en}


def test_shipped_rows_are_whole() -> None:
    rows = list(shipped.rows(shipped.FILES[0]))
    assert len(rows) > 1000
    for row in rows:
        values = registers.initiative_values(row)
        assert values["source"] in sources.sources()
        assert set(values["causes"]) <= set(vocabulary.causes())
        assert -90 <= values["lat"] <= 90


def test_shipped_hosts_are_whole() -> None:
    rows = list(shipped.rows(shipped.FILES[1]))
    assert len(rows) > 6000
    assert {row["kind"] for row in rows} <= set(vocabulary.actor_kinds())
    assert all(row["source"] in sources.sources() for row in rows)


def test_sources_carry_what_their_licences_ask() -> None:
    for source in sources.sources().values():
        assert source.name.fr
        assert source.name.en
        assert source.licence
        assert source.credit.fr
        assert source.credit.en
