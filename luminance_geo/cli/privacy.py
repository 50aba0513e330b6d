"""`luminance privacy`: the register of confidentiality incidents that Québec's Law 25 asks for."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from luminance_geo.bootstrap import utc_now
from luminance_geo.cli.options import opened, settings_for
from luminance_geo.cli.output import say, say_json, say_table
from luminance_geo.database import reading, writing
from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_, Translator
from luminance_geo.privacy import actions, queries
from luminance_geo.privacy.model import Incident
from luminance_geo.privacy.rules import cai_is_owed_notice

_NO_DATE = N_("{parameter}: write a date as 2026-11-23.")


def add(app: typer.Typer, t: Translator) -> None:
    """Add the commands to `app`, their help in the language of `t`."""
    commands = typer.Typer(help=t("Keep the register of confidentiality incidents."), no_args_is_help=True)
    group = typer.Typer(help=t("Confidentiality incidents (Law 25, section 3.8)."), no_args_is_help=True)
    commands.add_typer(group, name="incident")
    app.add_typer(commands, name="privacy")
    _add_incident(group, t)
    _add_list(group, t)


def _add_incident(group: typer.Typer, t: Translator) -> None:
    @group.command("add", help=t("Write an incident into the register. It is kept for five years at least."))
    def add_incident(
        information: Annotated[str, typer.Option(help=t("What personal information is concerned, or why unknown."))],
        circumstances: Annotated[str, typer.Option(help=t("What happened, in short."))],
        found_on: Annotated[str, typer.Option(help=t("Day it was found, as 2026-11-23."))],
        people: Annotated[int, typer.Option(min=0, help=t("How many people are concerned, at least roughly."))],
        harm_reasons: Annotated[str, typer.Option(help=t("Why the risk of serious injury is there, or is not."))],
        measures: Annotated[str, typer.Option(help=t("What was done to reduce the risk."))],
        serious_harm: Annotated[
            bool, typer.Option("--serious-harm/--no-serious-harm", help=t("Whether there is a risk of serious injury."))
        ],
        happened_from: Annotated[str, typer.Option(help=t("Day it began."))] = "",
        happened_to: Annotated[str, typer.Option(help=t("Day it ended."))] = "",
        people_in_quebec: Annotated[int | None, typer.Option(min=0, help=t("How many of them live in Québec."))] = None,
        cai_told_on: Annotated[str, typer.Option(help=t("Day the Commission was told."))] = "",
        people_told_on: Annotated[str, typer.Option(help=t("Day the people concerned were told."))] = "",
        public_notice_reason: Annotated[str, typer.Option(help=t("Why a public notice was given, if one was."))] = "",
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        with opened(settings_for(data_dir, database_url)) as engine, writing(engine) as session:
            incident = actions.add_incident(
                session, information=information, circumstances=circumstances,
                found_on=_day(found_on, "--found-on"), people=people, serious_harm=serious_harm,
                harm_reasons=harm_reasons, measures=measures,
                happened_from=_maybe(happened_from, "--happened-from"),
                happened_to=_maybe(happened_to, "--happened-to"), people_in_quebec=people_in_quebec,
                cai_told_on=_maybe(cai_told_on, "--cai-told-on"),
                people_told_on=_maybe(people_told_on, "--people-told-on"),
                public_notice_reason=public_notice_reason or None, now=utc_now(),
            )  # fmt: skip
            number, owed = incident.id, cai_is_owed_notice(serious_harm=serious_harm, cai_told_on=incident.cai_told_on)
        say(t("Incident {number} is in the register.", number=number))
        if owed:
            say(t("With a risk of serious injury, tell the Commission and the people concerned promptly."), err=True)


def _add_list(group: typer.Typer, t: Translator) -> None:
    @group.command("list", help=t("The register, oldest first."))
    def list_incidents(
        as_json: Annotated[bool, typer.Option("--json", help=t("Every field, for programs."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        with opened(settings_for(data_dir, database_url)) as engine, reading(engine) as session:
            found = queries.incidents(session)
            if as_json:
                say_json([incident.model_dump(mode="json") for incident in found])
                return
            if found:
                say_table(_columns(t), [_row(incident, t) for incident in found])
        say(t.plural("{count} incident", "{count} incidents", len(found)))


def _columns(t: Translator) -> list[str]:
    return [
        t("Number"), t("Found on"), t("Circumstances"), t("Information"), t("People"), t("Serious injury"),
        t("Commission told"),
    ]  # fmt: skip


def _row(incident: Incident, t: Translator) -> list[str]:
    told = incident.cai_told_on.isoformat() if incident.cai_told_on else "–"
    return [
        str(incident.id), incident.found_on.isoformat(), incident.circumstances, incident.information,
        t.number(incident.people), t("yes") if incident.serious_harm else t("no"), told,
    ]  # fmt: skip


def _maybe(text: str, option: str) -> date | None:
    return _day(text, option) if text else None


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(_NO_DATE, parameter=option) from None
