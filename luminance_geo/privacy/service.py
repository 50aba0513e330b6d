"""Privacy for the faces and the jobs: what we hold, erasure, retention, the register of incidents."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Engine

from luminance_geo.database import reading, writing
from luminance_geo.mail.transport import FolderTransport, outbox_folder
from luminance_geo.privacy import actions, queries, retention, rules
from luminance_geo.privacy.model import Incident
from luminance_geo.settings import Settings

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say: the same data gives the same bytes


class Privacy:
    """The room of privacy for one house; each method is one transaction unless it says otherwise."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], settings: Settings) -> None:
        self.engine = engine
        self.clock = clock
        self.settings = settings

    def export(self, person_id: int) -> dict[str, object]:
        """Everything that we hold about a person: `exported_at`, then rows by table, ready for JSON."""
        with reading(self.engine) as session:
            return {"exported_at": self.clock().isoformat(), **queries.personal_data(session, person_id)}

    def csv_zip(self, person_id: int) -> bytes:
        """The same as one CSV file per table (UTF-8 with a mark, which spreadsheets need), in a ZIP."""
        with reading(self.engine) as session:
            tables = queries.personal_data(session, person_id)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in tables.items():
                archive.writestr(zipfile.ZipInfo(f"{name}.csv", _EPOCH), _csv(rows).encode("utf-8-sig"))
        return packed.getvalue()

    def erase(self, person_id: int, now: datetime | None = None, *, action: str = "person.erased") -> None:
        """Erase a person everywhere, then the files of messages to them."""
        with writing(self.engine) as session:
            keys = actions.erase(
                session, person_id=person_id, now=now or self.clock(), settings=self.settings, action=action
            )
        self._outbox().forget(keys)

    def retention(self, now: datetime) -> retention.Forgotten:
        """Forget what is past its purpose; in several transactions, each of which can be done again."""
        past = rules.cutoffs(self.settings, now)
        with writing(self.engine) as session:
            done = retention.forget(session, past, now)
        with reading(self.engine) as session:
            people = retention.people_past(session, past, now)
        for person_id in people:
            self.erase(person_id, now, action="person.expired")
        self._outbox().forget_before(past.mail)
        return done

    def incidents(self) -> Sequence[Incident]:
        """The register, oldest first."""
        with reading(self.engine) as session:
            return queries.incidents(session)

    def _outbox(self) -> FolderTransport:
        return FolderTransport(outbox_folder(self.settings))


def _csv(rows: Sequence[dict[str, object]]) -> str:
    """One line per row, under the names of every column that any row has."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([rules.csv_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()
