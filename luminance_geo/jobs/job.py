"""What a room gives to be done again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of periodic work: `run` is given the time, and opens its own transactions.

    One process at a time does it, once per period; if its process dies, another takes over after `lease`, which is
    therefore longer than any run. `everywhere` is for work that processes share out by themselves: each runs it.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    lease: timedelta = timedelta(minutes=10)
    everywhere: bool = False
