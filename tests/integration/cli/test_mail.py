"""`luminance mail`: list and send, both databases, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.main import add_serve
from luminance_geo.bootstrap import utc_now
from luminance_geo.cli import run
from luminance_geo.database import make_engine
from tests.integration.mail.servers import free_port, message, queue, serving

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> Cli:
    for name, value in (
        ("LC_ALL", "en_CA.UTF-8"), ("COLUMNS", "200"), ("LUMINANCE_DATA_DIR", str(tmp_path)),
        ("LUMINANCE_DATABASE_URL", database_url),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    engine = make_engine(database_url)
    queue(engine, message(1), message(2), message(3, withheld=True), now=utc_now())
    engine.dispose()

    def go(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments, [add_serve])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def test_the_outbox_is_listed_with_addresses_masked(cli: Cli) -> None:
    code, out, _ = cli("mail", "list")
    assert code == 0
    assert "try-1" in out
    assert "p…@example.org" in out
    assert "person1" not in out
    assert out.splitlines()[-1] == "queued: 2, sent: 0, failed: 0 and cancelled: 1"
    assert cli("mail", "list", "--lang", "fr")[1].splitlines()[-1] == (
        "en attente\xa0: 2, envoyé\xa0: 0, échoué\xa0: 0 et annulé\xa0: 1"
    )
    _, out, _ = cli("mail", "list", "--json", "--state", "cancelled", "--limit", "1")
    (row,) = json.loads(out)
    assert (row["key"], row["state"], row["to"], row["attempts"]) == ("try-3", "cancelled", "p…@example.org", 0)
    assert cli("mail", "list", "--state", "lost")[0] == 2


def test_what_is_due_is_sent_to_the_folder_once(cli: Cli, tmp_path: Path) -> None:
    assert cli("mail", "send") == (0, "2 messages sent\n", "")
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2
    assert cli("mail", "send", "--lang", "fr") == (0, "0 message envoyé\n", "")


def test_a_server_that_is_away_or_refuses_is_a_failure(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMINANCE_SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    code, out, err = cli("mail", "send")
    assert (code, out) == (1, "0 messages sent\n1 message waits for another try\n")
    assert err.startswith("Nothing can be sent now: ConnectionRefusedError")
    with serving() as server:
        monkeypatch.setenv("LUMINANCE_SMTP_URL", server.url)
        server.recipients = {"person2@example.org": "550 No"}
        assert cli("mail", "send")[:2] == (1, "0 messages sent\n1 message failed\n")
        server.recipients = {}
        assert cli("mail", "send", "--failed")[:2] == (0, "1 message sent\n")


def test_an_unprepared_database_is_refused(cli: Cli, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMINANCE_DATABASE_URL", empty_url)
    assert cli("mail", "list")[0] == cli("mail", "send")[0] == 1
