"""Registers load once, follow their file, and leave alone what organisers confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from luminance_geo.database import reading, revision, writing
from luminance_geo.ecosystem.model import Actor
from luminance_geo.importers import registers
from luminance_geo.importers.model import ShippedFile
from luminance_geo.importers.registers import Loaded
from luminance_geo.initiatives.model import Initiative, Need, State

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def row(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "source": "communautaire", "source_id": str(number), "name": f"Jardin {number}", "name_language": "fr",
        "causes": ["nature"], "kind": "garden", "address": "1, rue Principale", "locality": "Lévis",
        "postal_code": None, "precision": "exact", "source_date": "2024", "website": None, "description_fr": None,
        "description_en": None, "regions": ["province-24"], "time_zone": "America/Toronto", "lat": 46.8, "lon": -71.2,
    } | fields  # fmt: skip


def load(engine: Engine, *rows: dict[str, Any], now: datetime = NOW) -> Loaded:
    with writing(engine) as session:
        return registers.load_initiatives(session, rows, now=now)


def entries(engine: Engine) -> list[Initiative]:
    with reading(engine) as session:
        return list(session.exec(select(Initiative).order_by(Initiative.slug)))


def test_an_entry_is_published_without_needs_and_not_confirmed(engine: Engine) -> None:
    assert load(engine, row()) == Loaded(inserted=1)
    (entry,) = entries(engine)
    assert (entry.state, entry.confirmed_at, entry.demonstration) == (State.PUBLISHED, None, False)
    assert (entry.name_fr, entry.name_en, entry.slug) == ("Jardin 1", None, "jardin-1")
    assert entry.published_at == NOW
    with reading(engine) as session:
        assert session.exec(select(Need)).all() == []


def test_loading_again_changes_nothing(engine: Engine) -> None:
    load(engine, row(1), row(2))
    with reading(engine) as session:
        before = revision(session)
    assert load(engine, row(1), row(2), now=LATER) == Loaded(unchanged=2)
    with reading(engine) as session:
        assert revision(session) == before
    assert {entry.updated_at for entry in entries(engine)} == {NOW}


def test_a_changed_row_updates_its_entry_and_keeps_its_slug(engine: Engine) -> None:
    load(engine, row(1), row(2))
    changed = row(1, name="Grand jardin", lat=46.9, causes=["nature", "food"])
    assert load(engine, changed, row(2), now=LATER) == Loaded(updated=1, unchanged=1)
    one, two = entries(engine)
    assert (one.slug, one.name_fr, one.lat, one.causes) == ("jardin-1", "Grand jardin", 46.9, ["nature", "food"])
    assert (one.updated_at, one.created_at, two.updated_at) == (LATER, NOW, NOW)


def test_what_organisers_confirmed_stays_theirs(engine: Engine) -> None:
    load(engine, row())
    with writing(engine) as session:
        session.exec(select(Initiative)).one().confirmed_at = NOW
    assert load(engine, row(name="Autre nom"), now=LATER) == Loaded(unchanged=1)
    assert entries(engine)[0].name_fr == "Jardin 1"


def test_namesakes_have_slugs_of_their_own(engine: Engine) -> None:
    same = [
        row(number, name="Jardin communautaire", locality=town) for number, town in enumerate(["", "Lévis", "Lévis"])
    ]
    load(engine, *same)
    assert [entry.slug for entry in entries(engine)] == [
        "jardin-communautaire", "jardin-communautaire-levis", "jardin-communautaire-levis-2",
    ]  # fmt: skip


def test_hosts_load_the_same_way(engine: Engine) -> None:
    with writing(engine) as session:
        assert registers.load_hosts(session, [row(1, kind="library")], now=NOW) == Loaded(inserted=1)
    with writing(engine) as session:
        rows = [row(1, kind="library", address=None), row(2, kind="museum")]
        assert registers.load_hosts(session, rows, now=LATER) == Loaded(inserted=1, updated=1)
    with reading(engine) as session:
        assert [(host.kind, host.address) for host in session.exec(select(Actor).order_by(Actor.slug))] == [
            ("library", None), ("museum", "1, rue Principale"),
        ]  # fmt: skip


def test_shipped_files_load_once(engine: Engine) -> None:
    with writing(engine) as session:
        done = registers.load_changed(session, now=NOW)
    assert done.inserted > 7000
    with reading(engine) as session:
        assert registers.changed_files(session) == {}
    with writing(engine) as session:
        assert registers.load_changed(session, now=LATER) == Loaded()
        session.exec(select(ShippedFile)).first().sha256 = "older"  # type: ignore[union-attr]
    with writing(engine) as session:
        again = registers.load_changed(session, now=LATER)
    assert (again.inserted, again.updated) == (0, 0)
    assert again.unchanged > 1000
