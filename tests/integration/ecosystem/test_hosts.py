"""Places that host are read from their table and grouped as initiatives are."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine

from luminance_geo.catalogue.filters import BBox
from luminance_geo.database import bump_revision, writing
from luminance_geo.ecosystem.hosts import HostLabel, HostLayer
from luminance_geo.ecosystem.model import Actor

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
QUEBEC = BBox(-80, 44, -57, 63)


def add(engine: Engine, *positions: tuple[float, float] | None) -> None:
    with writing(engine) as session:
        for place, position in enumerate(positions):
            lat, lon = position or (None, None)
            slug = f"bibliotheque-{place}"
            session.add(Actor(slug=slug, kind="library", name_fr="Bibliothèque", lat=lat, lon=lon, created_at=NOW))
        bump_revision(session)


def test_hosts_are_grouped_named_and_refreshed(engine: Engine) -> None:
    layer = HostLayer(engine)
    assert (len(layer), layer.cells(QUEBEC, 5).features) == (0, ())
    add(engine, (45.5, -73.6), (45.5001, -73.6), (48.4, -71.1), None)
    layer.refresh()
    answer = layer.cells(QUEBEC, 9)
    assert (answer.number_matched, answer.number_outside, answer.revision) == (3, 0, 1)
    assert sorted((cell.count, cell.inside) for cell in answer.features) == [(1, True), (2, True)]
    (single,) = (cell for cell in answer.features if cell.id is not None)
    label = layer.label(single.id or 0)
    assert label == HostLabel(single.id or 0, "bibliotheque-2", "Bibliothèque", None, "library", None, None, None)
    assert layer.label(10_000) is None


def test_hosts_out_of_view_are_not_counted(engine: Engine) -> None:
    add(engine, (45.5, -73.6), (49.2, -123.1))
    assert HostLayer(engine).cells(QUEBEC, 3).number_matched == 1


def test_edits_of_initiatives_do_not_read_the_hosts_anew(engine: Engine) -> None:
    add(engine, (45.5, -73.6))
    layer = HostLayer(engine)
    with writing(engine) as session:
        session.add(Actor(slug="b", kind="library", name_fr="B", lat=46.0, lon=-72.0, created_at=NOW))
        bump_revision(session, [1, 2])  # a host came too, which nobody says
    layer.refresh()
    assert (layer.revision, len(layer)) == (2, 1)
    add(engine)
    layer.refresh()
    assert (layer.revision, len(layer)) == (3, 2)
