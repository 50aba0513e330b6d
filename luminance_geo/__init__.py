"""Luminance's data layer: places, initiatives and the catalogue that finds them. Never imports streamlit.

For notebooks and programs:

    import luminance_geo as lg

    catalogue = lg.open_catalogue("sqlite:///luminance.sqlite")
    frame = catalogue.to_geodataframe(lg.Filters(cause=frozenset({"food"})))

These names are read on first use, so that `import luminance_geo` alone costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luminance_geo.catalogue.catalogue import Catalogue, open_catalogue
    from luminance_geo.catalogue.filters import Filters

__all__ = ["Catalogue", "Filters", "open_catalogue"]

_HOMES = {
    "Catalogue": "luminance_geo.catalogue.catalogue",
    "Filters": "luminance_geo.catalogue.filters",
    "open_catalogue": "luminance_geo.catalogue.catalogue",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
