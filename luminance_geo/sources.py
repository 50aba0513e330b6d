"""The open registers and data sets that Luminance ships: names, licences and credit lines, from `data/sources.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from luminance_geo.i18n import Bilingual
from luminance_geo.settings import data_root


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from, and what their licence asks to show. `date` is an ISO date or a year."""

    code: str
    name: Bilingual
    publisher: str
    licence: str
    licence_url: str | None
    url: str | None
    date: str | None
    credit: Bilingual


@cache
def sources() -> Mapping[str, Source]:
    """Every source by code, in the order of the file."""
    listed = json.loads((data_root() / "sources.json").read_text(encoding="utf-8"))
    return MappingProxyType({code: _source(code, entry) for code, entry in listed.items()})


def _source(code: str, entry: Mapping[str, str | None]) -> Source:
    return Source(
        code=code,
        name=Bilingual(entry.get("name_fr"), entry.get("name_en")),
        publisher=entry["publisher"] or "",
        licence=entry["licence"] or "",
        licence_url=entry.get("licence_url"),
        url=entry.get("url"),
        date=entry.get("date"),
        credit=Bilingual(entry.get("credit_fr"), entry.get("credit_en")),
    )
