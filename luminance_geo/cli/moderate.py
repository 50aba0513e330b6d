"""`luminance moderate`: what waits for a word, and the word. Whoever runs it acts as the moderator of `--as`."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from luminance_geo import places
from luminance_geo.bootstrap import make_moderation, utc_now
from luminance_geo.cli.options import opened, settings_for
from luminance_geo.cli.output import say, say_json, say_table
from luminance_geo.database import reading
from luminance_geo.errors import NotFound
from luminance_geo.i18n import N_, Translator, pick
from luminance_geo.moderation.rules import REASONS, Decision, Reason
from luminance_geo.moderation.service import Waiting
from luminance_geo.people import queries, rules

_NOBODY = N_("Nobody is known by this address.")
_KINDS = {"initiative": N_("new initiative"), "edit": N_("edit")}


def add(app: typer.Typer, t: Translator) -> None:
    """Add the commands to `app`, their help in the language of `t`."""
    commands = typer.Typer(help=t("Decide what waits for a moderator."), no_args_is_help=True)
    app.add_typer(commands, name="moderate")
    _add_list(commands, t)
    for name, decision, about, said in (
        ("approve", Decision.APPROVE, t("Publish what was proposed."), N_("Published.")),
        ("reject", Decision.REJECT, t("Send it back, with a reason, to be mended."), N_("Sent back.")),
        ("hide", Decision.HIDE, t("Put it out of sight, with a reason."), N_("Hidden.")),
    ):
        _add_decision(commands, t, name, decision, about, said)


def _add_list(commands: typer.Typer, t: Translator) -> None:
    @commands.command("list", help=t("What waits, the oldest first."))
    def list_waiting(
        moderator: Annotated[str, typer.Option("--as", help=t("E-mail address of the moderator."))],
        as_json: Annotated[bool, typer.Option("--json", help=t("Every field, for programs."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        with opened(settings_for(data_dir, database_url)) as engine:
            found = make_moderation(engine, utc_now).queue(_find(engine, moderator))
        if as_json:
            say_json([_fields(waiting) for waiting in found])
            return
        if found:
            say_table([t("Number"), t("What"), t("Name"), t("Region"), t("Since")], [_row(each, t) for each in found])
        say(t.plural("{count} waiting", "{count} waiting", len(found)))


def _add_decision(commands: typer.Typer, t: Translator, name: str, decision: Decision, about: str, said: str) -> None:
    reasons = "; ".join(f"{reason.value}: {t(text)}" for reason, text in REASONS.items())

    @commands.command(name, help=about)
    def decide(
        number: Annotated[int, typer.Argument(help=t("Its number in the list."))],
        moderator: Annotated[str, typer.Option("--as", help=t("E-mail address of the moderator."))],
        reason: Annotated[Reason | None, typer.Option(help=reasons)] = None,
        words: Annotated[str, typer.Option(help=t("A few words for the proposer."))] = "",
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        with opened(settings_for(data_dir, database_url)) as engine:
            make_moderation(engine, utc_now).decide(_find(engine, moderator), number, decision, reason, words)
        say(t(said))


def _find(engine: Engine, address: str) -> int:
    with reading(engine) as session:
        person = queries.by_email(session, rules.email_key(address))
    if person is None or person.id is None:
        raise NotFound(_NOBODY)
    return person.id


def _fields(waiting: Waiting) -> dict[str, object]:
    return {
        "number": waiting.case_id,
        "kind": waiting.kind,
        "subject": waiting.subject_id,
        "name_fr": waiting.name.fr,
        "name_en": waiting.name.en,
        "regions": list(waiting.regions),
        "since": waiting.opened_at.isoformat(),
        "decisions": sorted(waiting.decisions),
    }


def _row(waiting: Waiting, t: Translator) -> list[str]:
    region = places.region(waiting.regions[-1]) if waiting.regions else None
    where = region.name(t.language) if region else "–"
    name = pick(waiting.name, t.language).text
    return [str(waiting.case_id), t(_KINDS[waiting.kind]), name, where, waiting.opened_at.date().isoformat()]
