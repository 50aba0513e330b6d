"""The search box must not wait for geopandas."""

import subprocess
import sys

SCRIPT = """
import sys
from luminance_geo.places import open_gazetteer
assert open_gazetteer().search("Laval")
print(sorted({"geopandas", "streamlit", "scipy"} & set(sys.modules)))
"""


def test_opening_the_gazetteer_loads_no_heavy_library() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
