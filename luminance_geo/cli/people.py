"""`luminance people`: what we hold about someone, for those who ask by letter, and erasing it."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from luminance_geo.bootstrap import utc_now
from luminance_geo.cli.options import opened, settings_for
from luminance_geo.cli.output import say, say_json
from luminance_geo.database import reading
from luminance_geo.errors import NotFound
from luminance_geo.i18n import N_, Translator
from luminance_geo.people import queries, rules
from luminance_geo.privacy.service import Privacy

_NOBODY = N_("Nobody is known by this address.")


def add(app: typer.Typer, t: Translator) -> None:
    """Add the commands to `app`, their help in the language of `t`."""
    commands = typer.Typer(help=t("Give someone what is held about them, or erase it."), no_args_is_help=True)
    app.add_typer(commands, name="people")

    @commands.command(help=t("Everything that is held about a person, as JSON, or as CSV files in a ZIP."))
    def export(
        address: Annotated[str, typer.Argument(help=t("Their e-mail address."))],
        output: Annotated[Path | None, typer.Option(help=t("File to write: .json or .zip."))] = None,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        settings = settings_for(data_dir, database_url)
        with opened(settings) as engine:
            privacy, person_id = Privacy(engine, utc_now, settings), _find(engine, address)
            if output is not None and output.suffix == ".zip":
                output.write_bytes(privacy.csv_zip(person_id))
            else:
                say_json(privacy.export(person_id), output)
        if output is not None:
            say(t("Written to {path}.", path=output))

    @commands.command(help=t("Erase a person everywhere; counts stay."))
    def erase(
        address: Annotated[str, typer.Argument(help=t("Their e-mail address."))],
        yes: Annotated[bool, typer.Option("--yes", help=t("Do not ask again."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        settings = settings_for(data_dir, database_url)
        with opened(settings) as engine:
            person_id = _find(engine, address)
            if not yes:
                typer.confirm(t("Erase this person everywhere? It cannot be undone."), abort=True)
            Privacy(engine, utc_now, settings).erase(person_id)
        say(t("Erased."))


def _find(engine: Engine, address: str) -> int:
    with reading(engine) as session:
        person = queries.by_email(session, rules.email_key(address))
    if person is None or person.id is None:
        raise NotFound(_NOBODY)
    return person.id
