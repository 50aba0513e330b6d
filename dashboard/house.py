"""The one House of this process: the server puts it here, the screens take it from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luminance_geo.errors import NotReady
from luminance_geo.i18n import N_

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_current: list[House] = []


def set_house(house: House | None) -> None:
    """Give the screens the house to live in; None takes it away (tests put a prepared one)."""
    _current[:] = [] if house is None else [house]


def house() -> House:
    """The house of this process. Raises `NotReady` when the server did not open one."""
    if not _current:
        raise NotReady(N_("Start the dashboard with “luminance serve”."))
    return _current[0]
