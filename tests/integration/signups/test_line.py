"""The waiting line as a state machine on a real SQLite: whatever people do, in whatever order."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine
from sqlmodel import col, select

from luminance_geo import migrations
from luminance_geo.database import make_engine, reading, writing
from luminance_geo.errors import Conflict
from luminance_geo.initiatives.model import Need
from luminance_geo.people.model import Person
from luminance_geo.signups import actions, queries, things
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.service import Outcome
from tests.integration.signups.seeds import (
    GENEROUS,
    Clock,
    known,
    mailed,
    one_meeting,
    one_need,
    request,
    service,
)

PEOPLE = st.integers(0, 7)
_HELD, _WAITING, _CONFIRMED = SignUpState.HELD, SignUpState.WAITING, SignUpState.CONFIRMED


class _Folder:
    """A migrated database to copy: made once."""

    path = Path(tempfile.mkdtemp(prefix="luminance-line-")) / "model.sqlite"

    @classmethod
    def copy(cls) -> Engine:
        if not cls.path.exists():
            engine = make_engine(f"sqlite:///{cls.path}")
            migrations.upgrade(engine)
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            engine.dispose()
        folder = Path(tempfile.mkdtemp(dir=cls.path.parent))
        shutil.copy(cls.path, folder / "one.sqlite")
        return make_engine(f"sqlite:///{folder / 'one.sqlite'}")


class Line(RuleBasedStateMachine):
    """People sign up, confirm, withdraw and let holds pass; the capacity changes. Our model is a list of who waits."""

    @initialize(
        capacity=st.integers(1, 3),
        is_meeting=st.booleans(),
        hours=st.sampled_from((10, 40, 200)),
        crowd=st.integers(0, 6),
    )
    def open(self, capacity: int, is_meeting: bool, hours: int, crowd: int) -> None:
        self.engine, self.clock, self.capacity = _Folder.copy(), Clock(), capacity
        self.signups = service(self.engine, self.clock)
        self.ref = one_meeting(self.engine, capacity, hours=hours) if is_meeting else one_need(self.engine, capacity)
        self.line: list[int] = []
        self.ids: dict[int, int] = {}
        self.confirmed: set[int] = set()
        for person in range(crowd):
            self._take(person, signed_in=False)

    @rule(person=PEOPLE, signed_in=st.booleans())
    def take(self, person: int, signed_in: bool) -> None:
        """New sign-ups never pass those who wait."""
        self._take(person, signed_in)

    def _take(self, person: int, signed_in: bool) -> None:
        someone_waited = bool(self.line)
        before = self._rows().get(person)
        outcome = self._try(
            lambda: self.signups.take(request(self.ref, person, who=known(self.engine, person) if signed_in else None))
        )
        if outcome is None:
            return
        row = self._rows()[person]
        self.ids[person] = row.id or 0
        fresh = before is None or before.state in (SignUpState.WITHDRAWN, SignUpState.EXPIRED)
        if not fresh:
            assert before is not None
            assert (row.state, row.place_in_line) == (before.state, before.place_in_line)
        elif someone_waited:
            assert row.state is _WAITING
        if fresh and row.state is _WAITING:
            self.line.append(person)

    @precondition(lambda self: self.ids)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        """A hold becomes a confirmed place, or goes to the end of the line when another was first."""
        person = data.draw(st.sampled_from(sorted(self.ids)))
        before = self._rows()[person]
        outcome = self._try(lambda: self.signups.confirm(mailed(self.engine, self.ids[person])))
        if outcome is None:
            return
        after = self._rows()[person]
        if before.state is _HELD and before.counts and before.hold_until and before.hold_until > self.clock.now:
            assert after.state is _CONFIRMED
        self._follow()
        if before.state is not _WAITING and after.state is _WAITING:
            self.line = [*(each for each in self.line if each != person), person]

    @precondition(lambda self: self.ids)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """One vacancy promotes one person: the first in line."""
        person = data.draw(st.sampled_from(sorted(self.ids)))
        before = self._rows()[person]
        first = next((each for each in self.line if each != person), None)
        waiting = len(self.line)
        self._try(lambda: self.signups.withdraw(mailed(self.engine, self.ids[person])))
        rows = self._rows()
        promoted = [each for each in self.line if rows[each].state is _HELD]
        if before.counts and rows[person].state is SignUpState.WITHDRAWN and waiting and not self._over():
            assert promoted == [first]
        else:
            assert promoted == []
        self.confirmed.discard(person)
        self._follow()

    @rule(hours=st.sampled_from((1, 7, 25, 49)))
    def wait(self, hours: int) -> None:
        """Time passes, and the job comes by."""
        self.clock.move(hours=hours)
        self.signups.expire(self.clock.now)
        self._follow()

    @rule(capacity=st.integers(1, 4))
    def change_capacity(self, capacity: int) -> None:
        """Raised: promoted in order. Lowered: unconfirmed holds go back before the line, never a confirmed place."""
        held = {person for person, row in self._rows().items() if row.state is _HELD}
        try:
            with writing(self.engine) as session:
                actions.change_capacity(session, ref=self.ref, capacity=capacity, now=self.clock.now, settings=GENEROUS)
        except Conflict:
            assert sum(row.counts and row.state is not _HELD for row in self._rows().values()) > capacity
            return
        self.capacity = capacity
        back = [person for person in self._in_line() if person in held]
        self.line = back + self.line
        self._follow()

    @invariant()
    def counted(self) -> None:
        if not hasattr(self, "engine"):
            return
        rows = self._rows()
        with reading(self.engine) as session:
            row = session.get_one(Need, self.ref.id) if self.ref.kind == "need" else None
            assert queries.miscounted(session) == []
        taken = sum(each.counts for each in rows.values())
        assert taken <= self.capacity
        assert row is None or (row.taken, row.capacity) == (taken, self.capacity)
        waiting = [each for each in rows.values() if each.state is _WAITING]
        if waiting and not self._over():
            assert taken == self.capacity, "a place is idle while someone waits"
        assert self._in_line() == self.line
        assert {person for person, each in rows.items() if each.state is _CONFIRMED} >= self.confirmed
        self.confirmed = {person for person, each in rows.items() if each.state is _CONFIRMED}

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self.engine.dispose()

    def _try(self, verb: Callable[[], Outcome | None]) -> Outcome | None:
        """What a verb answers; None when it is over."""
        try:
            return verb()
        except Conflict:
            assert self._over()
            return None

    def _over(self) -> bool:
        with reading(self.engine) as session:
            thing = things.read(session, self.ref)
            assert thing is not None
            return thing.is_over(self.clock.now)

    def _rows(self) -> dict[int, SignUp]:
        with reading(self.engine) as session:
            asked = select(SignUp, Person.email).join(Person, col(Person.id) == col(SignUp.person_id))
            found = session.exec(asked).all()
        return {int((email or "").removeprefix("personne").partition("@")[0]): row for row, email in found}

    def _in_line(self) -> list[int]:
        rows = self._rows()
        waiting = sorted((row.place_in_line or 0, person) for person, row in rows.items() if row.state is _WAITING)
        return [person for _, person in waiting]

    def _follow(self) -> None:
        """Those who were promoted or left: the others keep their order."""
        waiting = set(self._in_line())
        gone = [person for person in self.line if person not in waiting]
        rows = self._rows()
        promoted = [person for person in gone if rows[person].state is _HELD]
        kept = [person for person in self.line if person in waiting]
        assert all(self.line.index(one) < self.line.index(other) for one in promoted for other in kept)
        self.line = kept


TestLine = Line.TestCase
TestLine.settings = settings(settings(), max_examples=settings().max_examples // 5, stateful_step_count=25)
