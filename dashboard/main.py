"""The entry point of `luminance`: the command line, plus `serve`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from luminance_geo.cli import run
from luminance_geo.cli.options import settings_for
from luminance_geo.cli.output import progress
from luminance_geo.i18n import Translator
from luminance_geo.settings import LOOPBACK


def add_serve(app: typer.Typer, t: Translator) -> None:
    """Add `serve` to `app`, its help in the language of `t`."""

    @app.command(help=t("Start Luminance: the map, the pages and the API on one address."))
    def serve(
        host: Annotated[str, typer.Option(help=t("Address to listen on."))] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=0, max=65535, help=t("Port to listen on; 0 takes a free one."))] = 8501,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
        empty: Annotated[bool, typer.Option("--empty", help=t("Begin without the demonstration set."))] = False,
        open_browser: Annotated[bool, typer.Option("--open/--no-open", help=t("Open a browser."))] = False,
    ) -> None:
        from luminance_geo.bootstrap import open_house, prepare

        settings = settings_for(data_dir, database_url)
        if port and not settings.public_url and host in LOOPBACK and ":" not in host:  # for the links in messages
            settings = settings.model_copy(update={"public_url": f"http://{host}:{port}"})
        with progress(t) as tell:
            prepare(settings, demonstration=not empty, progress=tell)
        house = open_house(settings)
        from dashboard import server

        server.run(house, host=host, port=port, open_browser=open_browser)


def main() -> None:
    """Run the command that the arguments ask for."""
    sys.exit(run(sys.argv[1:], [add_serve]))


if __name__ == "__main__":
    main()
