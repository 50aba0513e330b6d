"""What is held about a person is given whole, and erased everywhere; what others and the counts need stays."""

from __future__ import annotations

import csv
import io
import json
import logging
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from luminance_geo.database import reading
from luminance_geo.people import queries
from luminance_geo.signups.model import SignUpState
from tests.integration.privacy.someone import (
    EMAIL,
    IP,
    MESSAGE,
    NAME,
    NEEDS,
    PHONE,
    Rooms,
    Traces,
    everything_stored,
    everything_written,
    sign_ups,
    traces,
)  # fmt: skip
from tests.integration.signups.seeds import counts, request, stored


def test_the_seeded_person_is_in_every_room(house: Rooms, someone: Traces, tmp_path: Path) -> None:
    """Else the scans below would prove nothing."""
    where = {line.partition(":")[0] for line in traces(everything_stored(house.engine))}
    assert {"person", "sign_up", "outbox_message", "sign_in_link"} <= where
    assert len(traces(everything_written(tmp_path))) >= 4


def test_the_export_holds_everything(house: Rooms, someone: Traces) -> None:
    given = house.privacy.export(someone.person_id)
    text = json.dumps(given, ensure_ascii=False)
    for held in (EMAIL, NAME, PHONE, MESSAGE, NEEDS):
        assert held in text
    tables = {name: rows for name, rows in given.items() if isinstance(rows, list)}
    found = {name: len(rows) for name, rows in tables.items()}
    assert found.pop("messages") >= 5
    assert found.pop("audit") >= 2
    assert found == {
        "person": 1, "roles": 1, "consents": 4, "sign_in_links": 2, "sign_in_sessions": 1, "sign_ups": 3,
        "organises": 1, "proposals": 2, "cases": 1,
    }  # fmt: skip
    assert tables["consents"][0]["text"]
    assert someone.session not in text
    assert "personne2@example.org" not in text


def test_the_csv_files_hold_the_same(house: Rooms, someone: Traces) -> None:
    given = house.privacy.export(someone.person_id)
    packed = house.privacy.csv_zip(someone.person_id)
    assert packed == house.privacy.csv_zip(someone.person_id)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        read = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }
    assert set(read) == {f"{name}.csv" for name, rows in given.items() if isinstance(rows, list)}
    for name, rows in read.items():
        assert len(rows) == len(given[name.removesuffix(".csv")])  # type: ignore[arg-type]
    assert read["person.csv"][0]["phone"] == PHONE


def test_erased_everywhere(
    house: Rooms, someone: Traces, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG, "luminance_geo")
    house.privacy.erase(someone.person_id)
    house.deliver()
    assert traces(everything_stored(house.engine)) == []
    assert traces(everything_written(tmp_path)) == []
    assert traces(iter([("export", json.dumps(house.privacy.export(someone.person_id)))])) == []
    assert traces(iter([("log", caplog.text), ("said", "".join(capfd.readouterr()))])) == []


def test_nothing_is_left_in_the_bytes_of_the_file(house: Rooms, someone: Traces, tmp_path: Path) -> None:
    """SQLite leaves deleted text in its free pages unless told otherwise; PostgreSQL until its next vacuum."""
    if house.engine.dialect.name != "sqlite":
        return
    house.privacy.erase(someone.person_id)
    path = Path(str(house.engine.url.database))
    with house.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not [one for one in (b"anari-7", b"anari-8", b"zenobie.kanari") if one in path.read_bytes()]


def test_erased_people_are_nobody_any_more(house: Rooms, someone: Traces) -> None:
    house.privacy.erase(someone.person_id)
    assert house.people.who(someone.session) is None
    assert house.people.of_calendar(someone.calendar.removeprefix("/calendars/").removesuffix(".ics")) is None
    assert house.signups.mine(someone.person_id) == []
    assert house.people.request_link(EMAIL, "/", IP, "fr")
    with reading(house.engine) as session:
        assert queries.by_email(session, EMAIL) is None
        assert queries.by_id(session, someone.person_id) is None


def test_counts_stay_and_the_place_goes_to_who_waits(house: Rooms, someone: Traces) -> None:
    before = {row.id: (row.state, row.confirmed_at) for row in sign_ups(house.engine)}
    house.privacy.erase(someone.person_id)
    after = {row.id: (row.state, row.confirmed_at) for row in sign_ups(house.engine)}
    assert before.keys() == after.keys()
    past = stored(house.engine, someone.past)
    assert [row.state for row in past] == [SignUpState.ATTENDED] * 2
    assert [row.person_id is None for row in past] == [True, False]
    assert [row.state for row in stored(house.engine, someone.coming)] == [SignUpState.WITHDRAWN, SignUpState.HELD]
    assert counts(house.engine, someone.coming) == (1, 1, 0)
    assert counts(house.engine, someone.waiting) == (1, 1, 0)


def test_erasing_twice_or_nobody_does_no_harm(house: Rooms, someone: Traces) -> None:
    for person_id in (someone.person_id, someone.person_id, 987_654):
        house.privacy.erase(person_id)
    taken = house.signups.take(request(someone.waiting, 1, name=NAME, email=EMAIL))
    assert taken.state is SignUpState.WAITING
    with reading(house.engine) as session:
        person = queries.by_email(session, EMAIL)
        assert person is not None
        assert person.id != someone.person_id


def test_erasing_while_they_sign_up_loses_no_place(house: Rooms, someone: Traces) -> None:
    def work(turn: int) -> None:
        if turn % 2:
            house.privacy.erase(someone.person_id)
        else:
            house.signups.take(request(someone.waiting, 1, name=NAME, email=EMAIL))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(12)))
    for ref in (someone.coming, someone.waiting, someone.past):
        taken, counted, _ = counts(house.engine, ref)
        assert taken == counted


def _lines(texts: list[str]) -> Iterator[tuple[str, str]]:
    return (("line", text) for text in texts)


def test_the_search_for_traces_does_find_them() -> None:
    assert traces(_lines(["rien", "Zénobie KANARI"]))
    assert not traces(_lines(["rien"]))
