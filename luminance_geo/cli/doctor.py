"""`luminance doctor`: start-up checks, and every setting with where it comes from."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr
from sqlalchemy import make_url

from luminance_geo.cli.checks import Finding, findings
from luminance_geo.cli.options import settings_for
from luminance_geo.cli.output import say, say_json, say_table
from luminance_geo.i18n import Translator
from luminance_geo.settings import Settings

_MARKS = {"ok": "✓", "warning": "!", "error": "✗"}


def add(app: typer.Typer, t: Translator) -> None:
    """Add the command to `app`, its help in the language of `t`."""

    @app.command(help=t("Check that everything is in place, and list the settings."))
    def doctor(
        as_json: Annotated[bool, typer.Option("--json", help=t("For programs."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        settings = settings_for(data_dir, database_url)
        found = findings(settings, t)
        if as_json:
            say_json({"checks": [_check_body(one) for one in found], "settings": settings_rows(settings)})
        else:
            _show(found, settings, t)
        if any(one.state == "error" for one in found):
            raise typer.Exit(1)


def settings_rows(settings: Settings) -> list[dict[str, str]]:
    """Each setting: its variable, its value (secrets and passwords masked), and its source."""
    rows = []
    for name in Settings.model_fields:
        variable = f"LUMINANCE_{name.upper()}"
        if name in settings.model_fields_set:
            source = "environment" if variable in {key.upper() for key in os.environ} else "command line"
        else:
            source = "default"
        rows.append({"name": variable, "value": _masked(name, getattr(settings, name)), "source": source})
    return rows


def _masked(name: str, value: Any) -> str:
    if isinstance(value, SecretStr):
        return "********" if value.get_secret_value() else ""
    if name == "database_url" and value:
        return make_url(value).render_as_string(hide_password=True)
    if name == "tiles_url":
        return str(value).partition("?")[0] + ("?…" if "?" in str(value) else "")  # keys stand in the query
    return str(value)


def _check_body(one: Finding) -> dict[str, str]:
    return {"id": one.id, "state": one.state, "message": one.message, "hint": one.hint}


def _show(found: list[Finding], settings: Settings, t: Translator) -> None:
    for one in found:
        say(f"{_MARKS[one.state]} {one.id}  {one.message}")
        if one.hint and one.state != "ok":
            say(f"        → {one.hint}")
    say("")
    sources = {"environment": t("environment"), "command line": t("command line"), "default": t("default")}
    rows = [[row["name"], row["value"], sources[row["source"]]] for row in settings_rows(settings)]
    say_table([t("Setting"), t("Value"), t("Source")], rows)
