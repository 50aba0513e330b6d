"""Make every shipped file from the raw data: `python data/recipes SOURCE_DIR [--only NAME] [--into DIR]`.

SOURCE_DIR holds `open/*.parquet`. The same files in give the same bytes out, with the same library versions.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECIPES = ("sources", "boundaries", "places", "registers", "hosts", "basemap")
"""In order: registers and hosts ask `luminance_geo.places`, hence the shipped boundaries, where their points are."""


def main() -> int:
    """Run the recipes that were asked for and print what each file holds."""
    parser = argparse.ArgumentParser(prog="python data/recipes", description=__doc__)
    parser.add_argument("source", type=Path, help="folder that holds open/*.parquet")
    parser.add_argument("--only", choices=RECIPES, help="make only this product")
    parser.add_argument("--into", type=Path, default=HERE.parent, help="where to write (default: the project's data/)")
    asked = parser.parse_args()
    if not (asked.source / "open").is_dir():
        parser.error(f"{asked.source} has no folder open/")
    for name in [asked.only] if asked.only else RECIPES:
        started = time.perf_counter()
        made: dict[str, int] = importlib.import_module(name).make(asked.source, asked.into)
        for file, rows in made.items():
            kilobytes = (asked.into / file).stat().st_size / 1000
            print(f"{file:42} {rows:7,} rows {kilobytes:9,.0f} kB")
        print(f"{name} done in {time.perf_counter() - started:.1f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent.parent)]
    raise SystemExit(main())
