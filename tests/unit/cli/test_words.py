"""Language, settings errors, and text that must not drive a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.main import add_serve
from luminance_geo.cli import run
from luminance_geo.cli.doctor import settings_rows
from luminance_geo.cli.output import plain
from luminance_geo.settings import Settings


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LUMINANCE_DATA_DIR", str(tmp_path))
    for name in ("LC_ALL", "LANG", "LUMINANCE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--help"], {}, "les initiatives citoyennes"),
        (["--help"], {"LANG": "en_US.UTF-8"}, "citizen initiatives"),
        (["--help"], {"LANG": "fr_CA.UTF-8"}, "les initiatives citoyennes"),
        (["--help"], {"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR"}, "les initiatives citoyennes"),
        (["--help"], {"LC_ALL": "C.UTF-8"}, "les initiatives citoyennes"),
        (["--lang", "en", "--help"], {}, "citizen initiatives"),
        (["serve", "--help", "--lang=en"], {}, "Address to listen on."),
        (["serve", "--help"], {}, "Adresse d’écoute."),
    ],
)
def test_the_command_line_speaks_the_language_asked_for(
    arguments: list[str],
    environment: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert run(arguments, [add_serve]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LUMINANCE_TILES_URL", "tiles", "LUMINANCE_TILES_URL"),
        ("LUMINANCE_DATABASE_URL", "mysql://x", "LUMINANCE_DATABASE_URL"),
        ("LUMINANCE_ENVIRONMENT", "production", "LUMINANCE_SECRET"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert run(["doctor"]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert plain("a\x1b[31mb\x07\u202ec\u200bd\né") == "a[31mbcd\né"


def test_passwords_and_keys_are_masked(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        database_url="postgresql://me:hidden@db/x",
        tiles_url="https://tiles.example/{z}/{x}/{y}.png?key=hidden",
    )
    rows = {row["name"]: row for row in settings_rows(settings)}
    assert "hidden" not in str(rows)
    assert rows["LUMINANCE_DATABASE_URL"]["source"] == "command line"
