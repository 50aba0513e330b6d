"""`luminance demo`: build or remove the demonstration set."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from luminance_geo.bootstrap import require_schema
from luminance_geo.cli.options import settings_for
from luminance_geo.cli.output import progress, say
from luminance_geo.database import make_engine, writing
from luminance_geo.demo import actions
from luminance_geo.i18n import N_, Translator

_WORKING = N_("Building the demonstration set")


def add(app: typer.Typer, t: Translator) -> None:
    """Add the command to `app`, its help in the language of `t`."""

    @app.command(help=t("Build the demonstration set anew, or remove it."))
    def demo(
        count: Annotated[int, typer.Option(min=1, max=2_000_000, help=t("How many initiatives."))] = actions.COUNT,
        seed: Annotated[int, typer.Option(min=0, help=t("The same seed gives the same set."))] = actions.SEED,
        remove: Annotated[bool, typer.Option("--remove", help=t("Remove it; everything else stays."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        engine = make_engine(settings_for(data_dir, database_url).resolved_database_url)
        try:
            require_schema(engine)
            with progress(t) as tell, writing(engine) as session:
                if remove:
                    done = actions.remove(session)
                else:
                    done = actions.build(
                        session, now=datetime.now(UTC), count=count, seed=seed,
                        tell=lambda number: tell(_WORKING, number / count),
                    )  # fmt: skip
        finally:
            engine.dispose()
        if remove:
            say(t.plural("{count} demonstration initiative removed", "{count} demonstration initiatives removed", done))
        else:
            say(t.plural("{count} demonstration initiative built", "{count} demonstration initiatives built", done))
