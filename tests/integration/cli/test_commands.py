"""The commands as a person or a program runs them: words, JSON, exit codes, no traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.main import add_serve
from luminance_geo import migrations
from luminance_geo.cli import checks as checks_room
from luminance_geo.cli import run
from luminance_geo.database import make_engine
from luminance_geo.geo import distance_km

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cli:
    """Runs one command in English and gives its exit code, output and errors."""
    monkeypatch.setenv("LC_ALL", "en_CA.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LUMINANCE_DATA_DIR", str(tmp_path / "data"))

    def go(*arguments: str, url: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("LUMINANCE_DATABASE_URL", url)
        code = run(arguments, [add_serve])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return go


def test_a_database_is_upgraded_then_checked(cli: Cli, empty_url: str) -> None:
    assert cli("database", "check", url=empty_url)[0] == 1
    assert cli("demo", url=empty_url)[0] == 1
    head = migrations.versions()[-1]
    assert cli("database", "upgrade", url=empty_url)[:2] == (0, f"The database is up to date (schema {head}).\n")
    assert cli("database", "check", url=empty_url)[:2] == (0, f"The database is sound (schema {head}).\n")


def test_before_the_first_start_search_says_to_serve(cli: Cli, empty_url: str) -> None:
    assert cli("search", url=empty_url) == (
        1, "", "Error: There is no database yet. Run luminance serve once: it prepares one, with its data.\n"
    )  # fmt: skip
    assert "Lancez une fois luminance serve" in cli("search", "--lang", "fr", url=empty_url)[2]


def test_after_an_update_search_says_to_upgrade(cli: Cli, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = [*migrations.versions(), "9999"]
    monkeypatch.setattr(migrations, "versions", lambda: newer)
    assert cli("search", url=database_url) == (
        1, "", "Error: The database is not up to date. Run: luminance database upgrade\n"
    )  # fmt: skip
    assert "→ luminance database upgrade" in cli("doctor", url=database_url)[1]


def test_drift_and_damage_fail_the_check(cli: Cli, database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE need ADD COLUMN stray TEXT"))
    engine.dispose()
    code, _, err = cli("database", "check", url=database_url)
    assert code == 1
    assert "stray" in err


def test_the_demonstration_comes_and_goes(cli: Cli, database_url: str) -> None:
    assert cli("demo", "--count", "40", "--seed", "7", url=database_url)[:2] == (
        0, "40 demonstration initiatives built\n"
    )  # fmt: skip
    assert "40 initiatives" in cli("search", "--limit", "2", url=database_url)[1]
    assert cli("demo", "--remove", url=database_url)[1] == "40 demonstration initiatives removed\n"
    assert cli("search", url=database_url)[:2] == (0, "0 initiatives\n")


def test_search_answers_as_geojson_nearest_first(cli: Cli, database_url: str) -> None:
    cli("demo", "--count", "400", url=database_url)
    code, out, _ = cli("search", "--near", "Montreal", "--within", "80", "--limit", "5", "--json", url=database_url)
    found = json.loads(out)
    assert code == 0
    assert found["type"] == "FeatureCollection"
    assert found["numberReturned"] == len(found["features"]) == 5
    assert found["numberMatched"] >= 5
    distances = [feature["properties"]["distance_km"] for feature in found["features"]]
    assert distances == sorted(distances)
    lon, lat = found["features"][0]["geometry"]["coordinates"]
    assert float(distance_km(45.50884, -73.58781, lat, lon)) == pytest.approx(distances[0], rel=0.005, abs=0.01)


def test_every_filter_reaches_the_catalogue(cli: Cli, database_url: str) -> None:
    cli("demo", "--count", "300", url=database_url)

    def matched(*options: str) -> int:
        code, out, _ = cli("search", "--json", "--limit", "300", *options, url=database_url)
        assert code == 0
        return int(json.loads(out)["numberMatched"])

    assert matched() == matched("--demonstration") == 300
    assert matched("--no-demonstration") == 0
    for options in (
        ["--cause", "food,nature"], ["--skill", "LABOUR"], ["--region", "province-24"], ["--when", "2020-01-01/.."],
        ["--open"], ["--remote"], ["--language", "fr"], ["--governance", "consensus"], ["--sharing", "members"],
        ["--q", "jardin"], ["--bbox=-80,44,-57,63"],
    ):  # fmt: skip
        assert 0 < matched(*options) < 300, options
    names = [
        feature["properties"]["name"]
        for feature in json.loads(cli("search", "--json", "--sort", "name", url=database_url)[1])["features"]
    ]
    assert len(names) == 20


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["search", "--cause", "nothing"], 1, "cause: “nothing” is not one of"),
        (["search", "--near", "Xyzzyville"], 1, "Xyzzyville"),
        (["search", "--within", "many", "--near", "Laval"], 1, "within"),
        (["search", "--limit", "-1"], 2, "--limit"),
        (["search", "--nothing"], 2, "--nothing"),
        (["nothing"], 2, "nothing"),
        (["demo", "--count", "0"], 2, "--count"),
        (["--lang", "de", "search"], 2, "--lang"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said_and_counted(
    cli: Cli, database_url: str, arguments: list[str], code: int, said: str
) -> None:
    got, out, err = cli(*arguments, url=database_url)
    assert (got, out) == (code, "")
    assert said in err


def test_doctor_lists_checks_and_settings_without_secrets(cli: Cli, database_url: str) -> None:
    code, out, _ = cli("doctor", "--json", url=database_url)
    found = json.loads(out)
    assert code == 0
    assert sorted(check["id"] for check in found["checks"]) == [f"L{number:03}" for number in range(1, 12)]
    assert next(check for check in found["checks"] if check["id"] == "L007")["state"] == "warning"
    settings = {row["name"]: row for row in found["settings"]}
    assert settings["LUMINANCE_SECRET"]["value"] == "********"
    assert settings["LUMINANCE_DATABASE_URL"]["source"] == "environment"
    assert settings["LUMINANCE_TILES_URL"]["source"] == "default"
    assert ":postgres@" not in out
    assert "development-only" not in out


def test_doctor_says_how_the_index_answers(cli: Cli, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def loops() -> tuple[str, str]:
        checks = json.loads(cli("doctor", "--json", url=database_url)[1])["checks"]
        return next((check["state"], check["message"]) for check in checks if check["id"] == "L011")

    assert loops() == ("ok", "Search index: numpy, enough for a catalogue of this size")
    monkeypatch.setenv("LUMINANCE_COMPILE_FROM", "0")
    assert loops() == ("ok", "Search index: compiled")
    monkeypatch.setattr(checks_room, "compilable", lambda: False)
    assert loops()[0] == "warning"


def test_doctor_fails_before_the_first_start(cli: Cli, empty_url: str) -> None:
    code, out, _ = cli("doctor", url=empty_url)
    assert code == 1
    assert "✗ L005" in out
    assert "→ luminance serve" in out
