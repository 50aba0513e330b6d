"""Commands about people and incidents, on both databases."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luminance_geo.cli import run
from luminance_geo.database import make_engine, writing
from luminance_geo.people import actions

Cli = Callable[..., tuple[int, str, str]]
INCIDENT = (
    "privacy", "incident", "add", "--information", "names and addresses", "--circumstances", "a lost laptop",
    "--found-on", "2026-11-02", "--people", "12", "--harm-reasons", "it was encrypted", "--measures", "keys revoked",
)  # fmt: skip


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> Cli:
    monkeypatch.setenv("LC_ALL", "en_CA.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LUMINANCE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LUMINANCE_DATABASE_URL", database_url)

    def go(*arguments: str) -> tuple[int, str, str]:
        code = run(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return go


@pytest.fixture
def ada(database_url: str) -> str:
    engine = make_engine(database_url)
    with writing(engine) as session:
        actions.find_or_make(
            session, email="ada@example.org", name="Ada", phone="514 555-0123", language="fr",
            now=datetime(2026, 11, 1, tzinfo=UTC),
        )  # fmt: skip
    engine.dispose()
    return "ADA@example.org"


def test_what_is_held_is_given_as_json_and_as_csv(cli: Cli, ada: str, tmp_path: Path) -> None:
    code, out, _ = cli("people", "export", ada)
    assert code == 0
    assert json.loads(out)["person"][0]["phone"] == "514 555-0123"
    assert cli("people", "export", ada, "--output", str(tmp_path / "ada.json"))[0] == 0
    assert json.loads((tmp_path / "ada.json").read_text(encoding="utf-8"))["person"] == json.loads(out)["person"]
    assert cli("people", "export", ada, "--output", str(tmp_path / "ada.zip"))[0] == 0
    with zipfile.ZipFile(tmp_path / "ada.zip") as archive:
        assert "514 555-0123" in archive.read("person.csv").decode("utf-8-sig")


def test_a_person_is_erased_by_their_address(cli: Cli, ada: str) -> None:
    assert cli("people", "erase", ada, "--yes")[:2] == (0, "Erased.\n")
    code, out, err = cli("people", "export", ada)
    assert (code, out) == (1, "")
    assert "Nobody is known by this address." in err
    assert cli("people", "erase", "nobody@example.org", "--yes")[0] == 1


def test_erasing_asks_first(cli: Cli, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.confirm", lambda question, abort: (_ for _ in ()).throw(KeyboardInterrupt))
    assert cli("people", "erase", ada)[0] == 130
    assert cli("people", "export", ada)[0] == 0


def test_the_register_holds_the_fields_of_the_regulation(cli: Cli) -> None:
    assert cli("privacy", "incident", "list")[:2] == (0, "0 incidents\n")
    assert cli(*INCIDENT, "--no-serious-harm", "--happened-from", "2026-10-30")[1] == "Incident 1 is in the register.\n"
    code, out, err = cli(*INCIDENT, "--serious-harm", "--people-in-quebec", "7")
    assert (code, out) == (0, "Incident 2 is in the register.\n")
    assert "tell the Commission" in err
    _, out, _ = cli("privacy", "incident", "list", "--json")
    first, second = json.loads(out)
    assert (first["happened_from"], first["serious_harm"], second["people_in_quebec"]) == ("2026-10-30", False, 7)
    asked = "information circumstances happened_to found_on people harm_reasons cai_told_on people_told_on measures"
    assert {*asked.split(), "public_notice", "public_notice_reason", "recorded_at"} <= set(first)
    assert "a lost laptop" in cli("privacy", "incident", "list")[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--found-on", "2999-01-01"], "in the future"),
        (["--found-on", "yesterday"], "--found-on: write a date"),
        (["--happened-from", "2026-11-03"], "begins before"),
        (["--happened-from", "2026-11-02", "--happened-to", "2026-11-01"], "ends after"),
        (["--people-in-quebec", "13"], "among the people"),
    ],
    ids=str,
)
def test_an_incident_that_cannot_be_is_refused(cli: Cli, options: list[str], said: str) -> None:
    code, _, err = cli(*INCIDENT, "--no-serious-harm", *options)
    assert code == 1
    assert said in err
    assert cli("privacy", "incident", "list")[1] == "0 incidents\n"


def test_doctor_says_what_the_law_asks_for(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def state() -> dict[str, str]:
        return {check["id"]: check["state"] for check in json.loads(cli("doctor", "--json")[1])["checks"]}

    assert (state()["L009"], state()["L010"]) == ("warning", "ok")
    monkeypatch.setenv("LUMINANCE_ENVIRONMENT", "production")
    monkeypatch.setenv("LUMINANCE_SECRET", "s" * 40)
    assert state()["L010"] == "warning"
    for name, value in (
        ("PRIVACY_OFFICER_TITLE", "Coordination"), ("PRIVACY_OFFICER_CONTACT", "vie-privee@example.org"),
        ("MAIL_POSTAL_ADDRESS", "1, rue Exemple, Montréal"),
    ):  # fmt: skip
        monkeypatch.setenv(f"LUMINANCE_{name}", value)
    assert state()["L010"] == "warning"
    monkeypatch.setenv("LUMINANCE_SMTP_URL", "smtps://mail.example.org")
    assert (state()["L009"], state()["L010"]) == ("ok", "ok")


def test_roles_are_granted_listed_and_taken_back(cli: Cli) -> None:
    assert cli("roles", "list")[1].strip() == "0 roles"
    assert cli("roles", "grant", "mo@example.org", "moderator", "--region", "region-06") == (0, "Granted.\n", "")
    assert cli("roles", "grant", "mo@example.org", "moderator", "--region", "region-06")[1] == "They hold it.\n"
    code, out, _ = cli("roles", "list", "--json")
    assert code == 0
    [told] = json.loads(out)
    assert (told["role"], told["region"], told["email"]) == ("moderator", "region-06", "mo@example.org")
    listed = cli("roles", "list")[1]
    assert all(word in listed for word in ("moderator", "Montréal", "mo@example.org", "1 role"))
    assert cli("roles", "revoke", "mo@example.org", "moderator", "--region", "region-06")[1] == "Taken back.\n"
    assert cli("roles", "revoke", "mo@example.org", "moderator")[1] == "They do not hold it.\n"


def test_roles_that_cannot_be_are_refused(cli: Cli) -> None:
    code, _, err = cli("roles", "grant", "mo@example.org", "moderator", "--region", "region-99")
    assert code == 1
    assert "region-99" in err
    assert cli("roles", "grant", "mo@example.org", "king")[0] == 2
    assert cli("roles", "grant", "nothing", "moderator")[0] == 1
    assert cli("roles", "grant", "ad@example.org", "administrator")[0] == 0
    code, _, err = cli("roles", "revoke", "ad@example.org", "administrator")
    assert code == 1
    assert "last administrator" in err
