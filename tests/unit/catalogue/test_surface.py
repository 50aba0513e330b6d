"""What `import luminance_geo` offers, exactly, and that it costs nothing until used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import luminance_geo as lg


def test_exact_public_surface() -> None:
    assert dir(lg) == ["Catalogue", "Filters", "open_catalogue"]
    assert lg.open_catalogue.__module__ == lg.Catalogue.__module__ == "luminance_geo.catalogue.catalogue"
    assert lg.Filters().active == ()


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Map'"):
        _ = lg.Map


def test_importing_it_loads_nothing_heavy() -> None:
    program = (
        "import luminance_geo, sys; print(sorted({'numpy', 'sqlmodel', 'pyproj', 'geopandas'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
