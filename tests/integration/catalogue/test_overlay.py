"""Edits go into the overlay and are merged in the background: at each moment answers equal those of a fresh reading."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col

from luminance_geo import database
from luminance_geo.catalogue import catalogue as room
from luminance_geo.catalogue import changes, load
from luminance_geo.catalogue.catalogue import Catalogue
from luminance_geo.catalogue.filters import Filters
from luminance_geo.catalogue.rows import Entry
from luminance_geo.catalogue.snapshot import Snapshot
from luminance_geo.database import bump_revision, writing
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.meetings.model import Meeting
from tests.unit.catalogue.brute import NOW, SKILLS, Maker

FIRST = 40


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Editor:
    """Random edits as the rooms make them: each transaction says which initiatives it changed, or that anything may."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine, self.maker, self.random = engine, Maker(seed), random.Random(seed)
        self.ids: list[int] = []
        self.next = 1

    def fill(self, count: int) -> None:
        with writing(self.engine) as session:
            for _ in range(count):
                self.add(session)
            bump_revision(session)

    def edit(self) -> None:
        """One transaction that adds, changes, hides, shows again, deletes, or gives needs and meetings."""
        ways = [self.add, self.move, self.hide, self.show, self.delete, self.need, self.meet, self.take]
        with writing(self.engine) as session:
            ids = {way(session) for way in self.random.choices(ways, k=self.random.randint(1, 3))}
            bump_revision(session, None if self.random.random() < 0.05 else ids)

    def add(self, session: Session) -> int:
        entry, self.next = self.maker.entry(self.next), self.next + 1
        session.add(Initiative(id=entry.id, state=State.PUBLISHED, created_at=NOW, updated_at=NOW, **values(entry)))
        session.flush()
        self.ids.append(entry.id)
        return entry.id

    def some(self) -> int:
        return self.random.choice(self.ids)

    def move(self, session: Session) -> int:
        id_ = self.some()
        own = values(self.maker.entry(id_))
        session.execute(update(Initiative).where(col(Initiative.id) == id_).values(own))
        return id_

    def state(self, session: Session, state: State) -> int:
        id_ = self.some()
        session.execute(update(Initiative).where(col(Initiative.id) == id_).values(state=state))
        return id_

    def hide(self, session: Session) -> int:
        return self.state(session, State.HIDDEN)

    def show(self, session: Session) -> int:
        return self.state(session, State.PUBLISHED)

    def delete(self, session: Session) -> int:
        id_ = self.ids.pop(self.random.randrange(len(self.ids)))
        session.execute(delete(Initiative).where(col(Initiative.id) == id_))
        return id_

    def need(self, session: Session) -> int:
        id_ = self.some()
        until = self.random.choice([None, NOW.date() + timedelta(days=self.random.randint(-2, 3))])
        skills = list(self.maker.some(SKILLS[:4], 2))
        taken = self.random.randint(0, 2)
        session.add(Need(initiative_id=id_, title_fr="Aide", skills=skills, capacity=2, taken=taken, until=until))
        return id_

    def meet(self, session: Session) -> int:
        row = self.maker.meeting(self.some())
        session.add(Meeting(**row._asdict()))
        return row.initiative_id

    def take(self, session: Session) -> int:
        id_ = self.some()
        session.execute(update(Need).where(col(Need.initiative_id) == id_).values(taken=self.random.randint(0, 2)))
        return id_


def values(entry: Entry) -> dict[str, object]:
    lists = {name: list(getattr(entry, name)) for name in ("causes", "languages", "regions")}
    own = entry._asdict() | lists
    del own["id"]
    return own


def assert_same(catalogue: Catalogue, fresh: Catalogue, maker: Maker) -> None:
    assert (catalogue.version, len(catalogue)) == (fresh.version, len(fresh))
    every = catalogue.page(limit=10_000)[1]
    assert [catalogue.label(id_) for id_ in every] == [fresh.label(id_) for id_ in every]
    assert catalogue.extent() == fresh.extent()
    for moment in (NOW - timedelta(days=30), NOW + timedelta(days=3)):
        for start, end in ((moment, None), (None, moment)):
            assert set(catalogue.published_within(start, end)) == set(fresh.published_within(start, end))
        assert set(catalogue.needs_over(moment)) == set(fresh.needs_over(moment))
    for f in [Filters(), *(maker.filters(0.15) for _ in range(5))]:
        box, zoom, (lat, lon) = maker.box(), maker.random.choice([0, 3, 9.5, 13, 18]), maker.position()
        after, limit = maker.random.choice([0, 20]), maker.random.choice([1, 5, 100])
        questions: list[Callable[[Catalogue], object]] = [
            lambda one, f=f: one.search(f, limit=100),  # type: ignore[misc]
            lambda one, f=f: one.search(f, limit=3, offset=2),  # type: ignore[misc]
            lambda one, f=f: one.facets(f),  # type: ignore[misc]
            lambda one, f=f: one.counts_by_region("mrc", f),  # type: ignore[misc]
            lambda one, f=f: one.need_ids(f).tolist(),  # type: ignore[misc]
            lambda one, f=f, after=after, limit=limit: one.page(f, after=after, limit=limit),  # type: ignore[misc]
            lambda one, f=f, lat=lat, lon=lon: one.nearest(lat, lon, 5, f),  # type: ignore[misc]
            lambda one, f=f, box=box, zoom=zoom: marks(one, f, box, zoom),  # type: ignore[misc]
        ]
        for number, ask in enumerate(questions):
            assert ask(catalogue) == ask(fresh), (number, f)


def marks(catalogue: Catalogue, f: Filters, box: object, zoom: float) -> object:
    found = catalogue.cells(box, zoom, f, outside=True)  # type: ignore[arg-type]
    return found.number_matched, found.number_outside, sorted(map(repr, found.features))


@pytest.mark.parametrize("seed", range(2))
def test_answers_are_those_of_a_fresh_reading_after_each_edit(
    engine: Engine, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LONGEST_OVERLAY", 6)
    held, merging, merges = threading.Event(), threading.Event(), []
    merged = Snapshot.merged

    def slowly(self: Snapshot, now: datetime) -> Snapshot:
        merging.set()
        assert held.wait(20)
        merges.append(now)
        return merged(self, now)

    monkeypatch.setattr(Snapshot, "merged", slowly)
    clock, editor = Clock(), Editor(engine, seed)
    editor.fill(FIRST)
    catalogue = Catalogue(engine, clock=clock)
    during = 0
    for turn in range(18):
        editor.edit()
        clock.now += timedelta(hours=editor.random.choice([0, 0, 1, 7, -2]))
        catalogue.refresh()
        assert_same(catalogue, Catalogue(engine, clock=clock), editor.maker)
        during += merging.is_set()
        if turn % 6 == 5:
            held.set()
            catalogue.stop()
            held.clear()
            merging.clear()
            catalogue.refresh()
            assert_same(catalogue, Catalogue(engine, clock=clock), editor.maker)
    held.set()
    catalogue.stop()
    assert len(merges) >= 2
    assert during >= 4, "edits were made while a merge was under way"


def test_two_threads_read_while_edits_and_merges_go_on(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each transaction adds two: an odd count, or one that is not of its revision, would be half a change."""
    monkeypatch.setattr(room, "LONGEST_OVERLAY", 3)
    editor, done, wrong, read = Editor(engine, 1), threading.Event(), list[object](), [0, 0]
    catalogue = Catalogue(engine)

    def watch(number: int) -> None:
        while not done.is_set():
            facets = catalogue.facets()
            found = catalogue.search(limit=100)
            read[number] += 1
            if facets.total != 2 * facets.revision or found.number_matched != 2 * found.revision:
                wrong.append((facets, found))
            if len({hit.id for hit in found.hits}) != found.number_matched:
                wrong.append(found)

    watchers = [threading.Thread(target=watch, args=(number,)) for number in range(2)]
    for watcher in watchers:
        watcher.start()
    for _ in range(15):
        with writing(engine) as session:
            bump_revision(session, [editor.add(session), editor.add(session)])
        catalogue.refresh()
    done.set()
    for watcher in watchers:
        watcher.join()
    catalogue.stop()
    assert wrong == []
    assert catalogue.count() == 30
    assert min(read) > 5


def test_only_what_changed_is_read_again(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = Editor(engine, 1)
    editor.fill(10)
    catalogue = Catalogue(engine)
    asked: list[object] = []
    read = load.read

    def noting(connection: object, ids: object = None, *, revision: int) -> object:
        asked.append(ids)
        return read(connection, ids, revision=revision)  # type: ignore[arg-type]

    monkeypatch.setattr(load, "read", noting)
    with writing(engine) as session:
        bump_revision(session, [editor.add(session)])
    catalogue.refresh()
    with writing(engine) as session:
        bump_revision(session, [])
    assert not catalogue.refresh(), "no ids are no change"
    with writing(engine) as session:
        bump_revision(session)
    catalogue.refresh()
    assert asked == [{11}, None]


def test_changes_that_were_forgotten_or_never_told_are_read_whole(engine: Engine) -> None:
    editor = Editor(engine, 1)
    editor.fill(3)
    catalogue = Catalogue(engine)
    with writing(engine) as session:
        bump_revision(session, [editor.add(session)])
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM catalogue_change")
    assert catalogue.refresh()
    assert catalogue.count() == 4


def test_an_edit_of_this_process_is_found_at_once(engine: Engine) -> None:
    """The thread sleeps for a minute between refreshes: the commit wakes it."""
    editor, changed = Editor(engine, 1), threading.Event()
    editor.fill(1)
    with Catalogue(engine, refresh_seconds=60, followers=(changed.set,)) as catalogue:
        with writing(engine) as session:
            bump_revision(session, [editor.add(session)])
        assert changed.wait(20)
        assert catalogue.count() == 2


def test_a_merge_that_fails_is_said_and_answers_stay_right(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: Snapshot, now: datetime) -> Snapshot:
        raise MemoryError("none left")

    monkeypatch.setattr(room, "LONGEST_OVERLAY", 0)
    monkeypatch.setattr(Snapshot, "merged", fail)
    editor = Editor(engine, 1)
    editor.fill(2)
    catalogue = Catalogue(engine)
    with writing(engine) as session:
        bump_revision(session, [editor.add(session)])
    catalogue.refresh()
    catalogue.stop()
    assert catalogue.count() == 3
    assert isinstance(catalogue.last_error, MemoryError)
    assert "could not be merged" in caplog.text


def test_old_changes_are_forgotten_and_who_is_further_behind_reads_all(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "KEPT", 3)
    editor, near, far = Editor(engine, 1), Catalogue(engine), Catalogue(engine)
    for turn in range(6):
        with writing(engine) as session:
            bump_revision(session, [editor.add(session), editor.add(session)])
        if turn == 3:
            near.refresh()
    with writing(engine) as session:
        assert changes.trim(session) == 6
    with load.one_view(engine) as connection:
        assert changes.since(connection, near.revision, 6) == frozenset(range(9, 13))
        assert changes.since(connection, far.revision, 6) is None
    for catalogue in (near, far):
        catalogue.refresh()
        assert (catalogue.revision, catalogue.count()) == (6, 12)


def test_many_ids_at_once_are_told_as_anything(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MOST_CHANGES", 2)
    with writing(engine) as session:
        bump_revision(session, [3, 1, 3])
        bump_revision(session, [1, 2, 3])
    with load.one_view(engine) as connection:
        assert changes.since(connection, 0, 1) == frozenset({1, 3})
        assert changes.since(connection, 0, 2) is None
