"""The command line put together: language, commands, and errors told without a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence

import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from luminance_geo.cli import database, demo, doctor, mail, moderate, people, privacy, roles, search
from luminance_geo.cli.output import plain, say
from luminance_geo.errors import LuminanceError
from luminance_geo.i18n import LANGUAGES, N_, Language, Translator, as_language, translator

AddCommand = Callable[[typer.Typer, Translator], None]

_UNREACHABLE = N_("The database cannot be reached: {reason}")
_LANG = "--lang"


def create_cli(t: Translator, extra: Iterable[AddCommand] = ()) -> typer.Typer:
    """Every command, its help in one language; `extra` adds those of the faces above."""
    app = typer.Typer(
        name="luminance", help=t("Luminance: citizen initiatives on the map."), no_args_is_help=True,
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    )  # fmt: skip
    app.callback()(_root)
    for add in extra:
        add(app, t)
    for add in (
        *extra,
        search.add,
        demo.add,
        mail.add,
        people.add,
        moderate.add,
        roles.add,
        privacy.add,
        database.add,
        doctor.add,
    ):
        add(app, t)
    return app


def _root(lang: str = typer.Option("", _LANG, help="fr, en", metavar="LANG")) -> None:
    """The language is taken from the arguments before anything is shown, see `run`."""


def run(arguments: Sequence[str], extra: Iterable[AddCommand] = ()) -> int:
    """Run one command and give its exit code."""
    language, rest = _language(arguments)
    t = translator(language or as_language(None))
    if language is None:
        return _refuse(t, t("{option}: give one of: {accepted}.", option=_LANG, accepted=", ".join(LANGUAGES)), code=2)
    try:
        done = create_cli(t, extra)(list(rest), prog_name="luminance", standalone_mode=False)
    except LuminanceError as error:
        return _refuse(t, t(error.message, **error.values))
    except ValidationError as error:
        return _refuse(t, *_settings_errors(t, error))
    except OperationalError as error:
        return _refuse(t, t(_UNREACHABLE, reason=str(error.orig).strip()))
    except typer.TyperException as error:
        return _refuse(t, error.format_message(), code=error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    return done if isinstance(done, int) else 0


def _language(arguments: Sequence[str]) -> tuple[Language | None, list[str]]:
    """What `--lang` asks for (None when it is no language of ours), else LC_ALL, else LANG, else French."""
    rest, asked = list(arguments), ""
    for index, argument in enumerate(rest):
        name, equals, value = argument.partition("=")
        if name == _LANG and (equals or index + 1 < len(rest)):
            asked = value if equals else rest[index + 1]
            del rest[index : index + (1 if equals else 2)]
            return (asked if asked in LANGUAGES else None), rest
    return as_language(os.environ.get("LC_ALL") or os.environ.get("LANG")), rest


def _settings_errors(t: Translator, error: ValidationError) -> list[str]:
    lines = [t("The settings cannot be used:")]
    for one in error.errors(include_url=False, include_input=False):
        name = "_".join(str(part) for part in one["loc"]).upper()
        lines.append(f"  LUMINANCE_{name}: {one['msg']}" if name else f"  {one['msg']}")
    return lines


def _refuse(t: Translator, *lines: str, code: int = 1) -> int:
    sys.stdout.flush()
    for number, line in enumerate(lines):
        say(plain(t("Error: {reason}", reason=line) if number == 0 else line), err=True)
    return code
