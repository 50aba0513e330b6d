"""Moderation for the faces: what waits for someone's word, and their word; one call, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from luminance_geo.database import reading, writing
from luminance_geo.i18n import Bilingual
from luminance_geo.moderation import actions, queries
from luminance_geo.moderation.actions import Handler
from luminance_geo.moderation.rules import Decision, Reason
from luminance_geo.people.queries import standing_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits: what it is about, since when, and what may be said to it."""

    case_id: int
    kind: str
    subject_id: int
    name: Bilingual
    regions: tuple[str, ...]
    opened_at: datetime
    decisions: frozenset[Decision]


class Moderation:
    """The room of moderation for one house; `handlers` are those of the rooms that cases come from, by kind."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], handlers: Mapping[str, Handler]) -> None:
        self.engine = engine
        self.clock = clock
        self.handlers = handlers

    def queue(self, person_id: int | None) -> list[Waiting]:
        """What someone may decide, the oldest first; nothing for nobody."""
        with reading(self.engine) as session:
            found = queries.queue(session, standing_of(session, person_id))
            return [
                Waiting(
                    case.id or 0, case.kind, case.subject_id, self.handlers[case.kind].name(session, case),
                    tuple(case.regions), case.opened_at, self.handlers[case.kind].decisions,
                )
                for case in found
            ]  # fmt: skip

    def decide(
        self, person_id: int | None, case_id: int, decision: Decision, reason: Reason | None = None, words: str = ""
    ) -> None:
        """Say a word, which is carried out at once.

        Raises `InvalidInput` (`reason`, `words`, `decision`), `NotFound` for a case that is not theirs, `Conflict` for
        one that is decided.
        """
        with writing(self.engine) as session:
            actions.decide(
                session, case_id=case_id, who=standing_of(session, person_id), decision=decision, reason=reason,
                words=words, handlers=self.handlers, now=self.clock(),
            )  # fmt: skip
