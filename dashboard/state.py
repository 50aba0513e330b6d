"""The state that a person would share lives in the address, as codes: read it, change it, bring widgets in line.

Widgets never hold the truth: their callbacks write the address, and each run seeds them from it, so that reload,
sharing and Back all work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from luminance_geo.catalogue.filters import Filters, Sort
from luminance_geo.errors import InvalidInput

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House
    from luminance_geo.places import Place

FILTERS = (
    "cause", "skill", "near", "within", "region", "when", "open", "remote", "language", "governance", "sharing",
    "demonstration", "q", "sort",
)  # fmt: skip
OTHERS = ("lang", "hosts", "host", "selected", "page")
_KEEP_SELECTION = frozenset({"selected", "hosts", "host", "page", "lang"})
_MISSING = object()


@dataclass(frozen=True)
class View:
    """What the address asks for; `problems` are the parameters that could not be used, and were left out."""

    address: Mapping[str, str]
    query: Mapping[str, str]
    filters: Filters
    place: Place | None = None
    hosts: bool = False
    host: int | None = None
    selected: str | None = None
    page: int = 1
    problems: tuple[InvalidInput, ...] = field(default=())

    @property
    def sort(self) -> Sort:
        """The order of the list: as asked, else nearest first around a place, else soonest first."""
        return self.filters.sort or ("distance" if self.filters.near else "soonest")

    @property
    def ranked(self) -> Filters:
        """The filters with their order made explicit."""
        return replace(self.filters, sort=self.sort)

    @property
    def pristine(self) -> bool:
        """True when nothing was asked for yet."""
        return not (self.filters.active or self.selected or self.hosts)


def address() -> dict[str, str]:
    """Our parameters as they stand in the address now."""
    return {name: st.query_params[name] for name in (*FILTERS, *OTHERS) if name in st.query_params}


def read(house: House) -> View:
    """The state of this run. Unknown parameters are ignored; unusable ones are dropped and reported."""
    given = {name: value for name, value in address().items() if value.strip()}
    query = {name: given[name] for name in FILTERS if name in given}
    problems: list[InvalidInput] = []
    filters = Filters()
    for _ in FILTERS:
        try:
            filters = house.parse_filters(query)
            break
        except InvalidInput as problem:
            problems.append(problem)
            query.pop(problem.parameter, None)
    return View(
        address=address(),
        query=query,
        filters=filters,
        place=house.gazetteer.resolve(query["near"]) if filters.near else None,
        hosts=given.get("hosts") == "true",
        host=_whole(given.get("host")),
        selected=given.get("selected"),
        page=max(1, _whole(given.get("page")) or 1),
        problems=tuple(problems),
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def change(**values: str | bool | None) -> None:
    """Write parameters to the address as one step of its history; None, False and "" take one away.

    A changed filter goes back to the first page, and from an initiative to the list.
    """
    before = address()
    after = dict(before)
    if values.keys() - _KEEP_SELECTION:
        after.pop("selected", None)
    if values.keys() - {"selected", "hosts", "host", "lang"}:
        after.pop("page", None)
    for name, value in values.items():
        text = "true" if value is True else str(value or "")
        if text:
            after[name] = text
        else:
            after.pop(name, None)
    if after.get("near") is None:
        after.pop("within", None)
    if after != before:
        st.query_params.from_dict(after)


def clear() -> None:
    """Take every filter away; language and layers stay."""
    change(**dict.fromkeys(FILTERS))


def seed(key: str, value: Any) -> None:
    """Bring a widget in line with the address before it is drawn; one that agrees already is left alone.

    A list is compared without its order: pills remember the order of clicks, the address does not.
    """
    held = st.session_state.get(key, _MISSING)
    same = sorted(held) == sorted(value) if isinstance(held, list) and isinstance(value, list) else held == value
    if not same:
        st.session_state[key] = value


def widget(key: str, default: Any = None) -> Any:
    """What a widget holds now (in its callback: what the person just chose)."""
    return st.session_state.get(key, default)
