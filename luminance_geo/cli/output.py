"""How the command line speaks: plain lines, JSON, tables, and progress on the error stream."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from luminance_geo.i18n import Translator

_KEPT_CONTROLS = {"\n", "\t"}


def plain(text: str) -> str:
    """The text without control characters: what people write must not drive a terminal.

    >>> plain("La tablée\\x1b[31m")
    'La tablée[31m'
    """
    return "".join(char for char in text if char in _KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cf"})


def say(line: str, *, err: bool = False) -> None:
    """One line, as it is."""
    Console(stderr=err).print(Text(line), soft_wrap=True)


def say_json(value: Any, path: Path | None = None) -> None:
    """A JSON document for programs, on the output or in a file."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


def say_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table that fits the terminal."""
    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    Console().print(table)


@contextmanager
def progress(t: Translator) -> Iterator[Callable[[str, float], None]]:
    """A bar on the error stream: tell it what is being done (an English message) and the share done, 0 to 1."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda message, share: bar.update(task, description=t(message), completed=share)
