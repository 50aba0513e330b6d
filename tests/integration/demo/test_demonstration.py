"""The demonstration set comes, ages, moves forward and goes, and never touches the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import func, select

from luminance_geo.database import reading, revision, writing
from luminance_geo.demo import actions as demo
from luminance_geo.initiatives.model import Initiative, Need
from luminance_geo.meetings.model import Meeting

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def build(engine: Engine, count: int = 60, seed: int = 1, now: datetime = NOW) -> int:
    with writing(engine) as session:
        return demo.build(session, now=now, count=count, seed=seed)


def real(engine: Engine) -> None:
    with writing(engine) as session:
        row = Initiative(slug="reelle", name_fr="Réelle", created_at=NOW, updated_at=NOW, source="a", source_id="1")
        session.add(row)
        session.flush()
        session.add(Need(initiative_id=row.id or 0, title_fr="Aide", capacity=2))


def count(engine: Engine, model: type[Initiative | Need | Meeting]) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(model)).one()


def slugs(engine: Engine) -> set[str]:
    with reading(engine) as session:
        return set(session.exec(select(Initiative.slug)))


def test_building_again_replaces_the_set(engine: Engine) -> None:
    assert build(engine) == 60
    first = slugs(engine)
    assert build(engine) == 60
    assert slugs(engine) == first
    assert build(engine, count=20, seed=2) == 20
    assert count(engine, Initiative) == 20


def test_removing_leaves_the_rest_whole(engine: Engine) -> None:
    real(engine)
    build(engine)
    assert count(engine, Need) > 30
    with writing(engine) as session:
        before = revision(session)
        assert demo.remove(session) == 60
        assert revision(session) == before + 1
    assert (slugs(engine), count(engine, Need), count(engine, Meeting)) == ({"reelle"}, 1, 0)
    with writing(engine) as session:
        assert demo.remove(session) == 0


def test_a_real_slug_is_never_taken_over(engine: Engine) -> None:
    build(engine)
    with reading(engine) as session:
        name = session.exec(select(Initiative.name_fr).where(Initiative.name_fr != None)).first()  # noqa: E711
    with writing(engine) as session:
        demo.remove(session)
        row = Initiative(slug="reelle", name_fr=name, created_at=NOW, updated_at=NOW)
        session.add(row)
    build(engine)
    assert count(engine, Initiative) == 61


def test_a_fresh_set_stays_where_it_is(engine: Engine) -> None:
    build(engine)
    with writing(engine) as session:
        assert demo.weeks_behind(session, NOW) == 0
        assert demo.renew(session, now=NOW) == 0


def test_an_aged_set_moves_forward_and_keeps_its_hours(engine: Engine) -> None:
    build(engine)
    later = NOW + timedelta(days=200)
    with reading(engine) as session:
        before = {row.id: row for row in session.exec(select(Meeting))}
    with writing(engine) as session:
        weeks = demo.renew(session, now=later)
    assert weeks > 20
    with reading(engine) as session:
        assert demo.weeks_behind(session, later) == 0
        for row in session.exec(select(Meeting)):
            assert row.starts_at > later
            zone = ZoneInfo(row.time_zone)
            old, new = before[row.id].starts_at.astimezone(zone), row.starts_at.astimezone(zone)
            assert (old.time(), old.date() + timedelta(weeks=weeks)) == (new.time(), new.date())
        until = [need.until for need in session.exec(select(Need)) if need.until]
        assert min(until) > later.date()


def test_real_dates_never_move(engine: Engine) -> None:
    real(engine)
    build(engine)
    with writing(engine) as session:
        key = session.exec(select(Initiative.id).where(Initiative.slug == "reelle")).one()
        session.add(Meeting(initiative_id=key or 0, starts_at=NOW, ends_at=NOW, time_zone="America/Toronto"))
    with writing(engine) as session:
        demo.renew(session, now=NOW + timedelta(days=200))
    with reading(engine) as session:
        assert session.exec(select(Meeting.starts_at).where(Meeting.initiative_id == key)).one() == NOW
