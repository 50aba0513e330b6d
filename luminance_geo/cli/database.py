"""`luminance database`: bring the schema up to date, check what is stored."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine, text

from luminance_geo import migrations
from luminance_geo.bootstrap import metadata
from luminance_geo.cli.options import settings_for
from luminance_geo.cli.output import say
from luminance_geo.database import make_engine, reading
from luminance_geo.i18n import Translator
from luminance_geo.signups import queries as signups


def add(app: typer.Typer, t: Translator) -> None:
    """Add the commands to `app`, their help in the language of `t`."""
    commands = typer.Typer(help=t("Upgrade and check the database."), no_args_is_help=True)
    app.add_typer(commands, name="database")

    @commands.command(help=t("Bring the database to the newest schema."))
    def upgrade(
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        engine = make_engine(settings_for(data_dir, database_url).resolved_database_url)
        migrations.upgrade(engine)
        say(t("The database is up to date (schema {version}).", version=migrations.schema(engine).head))
        engine.dispose()

    @commands.command(help=t("Check the schema and the integrity of what is stored."))
    def check(
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        engine = make_engine(settings_for(data_dir, database_url).resolved_database_url)
        faults = faults_of(engine, t)
        engine.dispose()
        for fault in faults:
            say(fault, err=True)
        if faults:
            raise typer.Exit(1)
        say(t("The database is sound (schema {version}).", version=migrations.versions()[-1]))


def faults_of(engine: Engine, t: Translator) -> list[str]:
    """What is wrong with a database, in words: its version, its schema, then what is stored."""
    found = migrations.schema(engine)
    if not found.ready:
        stored = found.current or t("none")
        return [t("The schema is {current}, this version needs {head}.", current=stored, head=found.head)]
    metadata()
    drift = [t("The schema differs from the models: {what}", what=what) for what in migrations.drift(engine)]
    damage = _damage(engine) + ([] if drift else _miscounted(engine))
    return drift + [t("The stored data is damaged: {what}", what=what) for what in damage]


def _damage(engine: Engine) -> list[str]:
    """What SQLite finds wrong with its file; PostgreSQL checks its own pages and keys as it goes."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        pages = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
        keys = [
            f"foreign key: {row[0]} {row[1]} → {row[2]}" for row in connection.execute(text("PRAGMA foreign_key_check"))
        ]
    return pages + keys


def _miscounted(engine: Engine) -> list[str]:
    """Needs and meetings whose places taken are not the sign-ups that count."""
    with reading(engine) as session:
        found = signups.miscounted(session)
    return [f"{ref.kind} {ref.id}: taken {taken}, sign-ups that count {counted}" for ref, taken, counted in found]
