"""The README names every setting, command and option that exists, and none that does not."""

from __future__ import annotations

import re

import typer
from typer.core import TyperGroup

from dashboard.main import add_serve
from luminance_geo.cli import create_cli
from luminance_geo.i18n import translator
from luminance_geo.settings import Settings
from tests.project.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
START = "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt . && .venv/bin/luminance serve --open"


def commands() -> dict[str, list[str]]:
    """Full command names, with their options."""
    group = typer.main.get_command(create_cli(translator("en"), [add_serve]))
    found: dict[str, list[str]] = {}

    def walk(command: object, name: str) -> None:
        if isinstance(command, TyperGroup):
            for child in command.commands.values():
                walk(child, f"{name} {child.name}")
        else:
            found[name] = [option for parameter in command.params for option in parameter.opts]  # type: ignore[attr-defined]

    walk(group, "luminance")
    return found


def test_every_setting_is_documented_and_only_those() -> None:
    documented = set(re.findall(r"^\| `(LUMINANCE_\w+)`", README, flags=re.MULTILINE))
    assert documented == {f"LUMINANCE_{name.upper()}" for name in Settings.model_fields}


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_every_command_is_documented_and_only_those() -> None:
    documented = set(re.findall(r"^\| `(luminance [a-z ]+)`", README, flags=re.MULTILINE))
    assert documented == set(commands())


def test_documented_options_exist() -> None:
    for line in re.findall(r"^\| `luminance .*$", README, flags=re.MULTILINE):
        name = re.findall(r"`(luminance [a-z ]+)`", line)[0]
        assert set(re.findall(r"`(--[a-z-]+)`", line)) <= set(commands()[name]), line


def test_every_command_and_option_has_help_in_both_languages() -> None:
    for language in ("fr", "en"):
        group = typer.main.get_command(create_cli(translator(language), [add_serve]))  # type: ignore[arg-type]
        assert all(command.help for command in group.commands.values())  # type: ignore[attr-defined]


def test_the_two_commands_stand_in_the_readme() -> None:
    assert START in README
    assert "python3 tests/run.py" in README
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").endswith("exec python3 tests/run.py\n")
