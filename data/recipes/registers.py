"""Initiatives: people doing something together, as open registers list them."""

from __future__ import annotations

from pathlib import Path

import entries
import geopandas as gpd
import pandas as pd
from causes import causes_of
from common import save

KINDS = {
    "montreal-places": {"Jardin communautaire", "Éco-quartier", "Organisme communautaire et centre de loisirs",
                        "Service communautaire", "Centre de récupération et de tri"},
    "quebec-places": {"Centres communautaires", "Centres de loisirs", "Centres récréatifs", "Jardins communautaires",
                      "Jardins", "Patros", "Écocentres", "Centres culturels"},
    "bouffe-pour-tous": {"banque_alimentaire", "epicerie_communautaire", "frigo_communautaire", "repas_communautaire"},
    "vancouver-gardens": {"community garden"},
    "vancouver-food": {"food program"},
    "vancouver-centres": {"community centre"},
    "toronto-pollinate": {"pollinator garden"},
    "toronto-drop-ins": {"drop-in centre"},
}  # fmt: skip
"""Kinds taken from each source. Food trees in parks stay out: their register says that nobody tends them together."""

# Within a kind that mixes things: which names are initiatives.
_ONLY_NAMED = {
    "Jardins": r"[Cc]ommunautaire",
    "Centres culturels": r"environnement|écologique",
    "Service communautaire": r"Tandem|Prévention",
}
COLUMNS = [
    "source", "source_id", "name", "name_language", "causes", "kind", "address", "locality", "postal_code", "precision",
    "licence", "source_date", "website", "description_fr", "description_en", "regions", "time_zone", "geometry",
]  # fmt: skip


def make(source: Path, data: Path) -> dict[str, int]:
    """Write `initiatives/registers.parquet`."""
    frame = entries.read(source)
    chosen = entries.clean(frame[_is_initiative(frame)])
    chosen["causes"] = [causes_of(kind, name) for kind, name in zip(chosen.kind, chosen.name, strict=True)]
    # The raw files carry neither a website nor opening hours: nothing is made up.
    for column in ("website", "description_fr", "description_en"):
        chosen[column] = pd.array([None] * len(chosen), dtype="string")
    chosen = entries.with_regions(chosen)[COLUMNS]
    return {"initiatives/registers.parquet": save(chosen, data / "initiatives" / "registers.parquet")}


def _is_initiative(frame: gpd.GeoDataFrame) -> pd.Series[bool]:
    base = frame.type_source.str.replace(r" [–(].*$", "", regex=True)
    # The bracket holds what a food program gives; a bracket elsewhere is part of the kind itself.
    kept = [kind in KINDS.get(code, ()) for code, kind in zip(frame.source, base, strict=True)]
    named = pd.Series(kept, index=frame.index)
    for kind, words in _ONLY_NAMED.items():
        named &= (frame.type_source != kind) | frame.name.fillna("").str.contains(words)
    return named
