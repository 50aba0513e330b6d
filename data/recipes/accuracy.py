"""How right `luminance_geo.places` is, measured on real records: `python data/recipes/accuracy.py SOURCE_DIR`.

The records state their postal code and their town; the position decides province, region, MRC and municipality.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
_PROVINCE_OF_LETTER = {
    "A": "10", "B": "12", "C": "11", "E": "13", "G": "24", "H": "24", "J": "24", "K": "35", "L": "35", "M": "35",
    "N": "35", "P": "35", "R": "46", "S": "47", "T": "48", "V": "59", "Y": "60",
}  # fmt: skip


def main(source: Path) -> None:
    """Print each share of right answers with the number of records it rests on."""
    from common import raw

    from luminance_geo.places import locate_many

    frame = raw(source, "initiatives_reelles")
    frame = frame[frame.id.str.startswith("odcaf-")].reset_index(drop=True)
    found = locate_many(frame.geometry.y.to_numpy(), frame.geometry.x.to_numpy())
    print(f"{len(frame):,} records; outside every outline: {(found.province_km > 0).mean():.1%}, "
          f"given no province: {found.province.isna().sum()}")  # fmt: skip
    _by_postal_letter(frame, found)
    _by_town(frame, found)
    _postal_prefixes(frame)


def _by_postal_letter(frame: pd.DataFrame, found: pd.DataFrame) -> None:
    stated = frame.code_postal.str[0].map(_PROVINCE_OF_LETTER)
    known = stated.notna()
    right = ("province-" + stated[known]) == found.province[known]
    print(f"province, against the postal code's first letter: {right.mean():.2%} of {known.sum():,}")


def _by_town(frame: pd.DataFrame, found: pd.DataFrame) -> None:
    """Québec records against the town they name, where one municipality only has that name."""
    from luminance_geo.places.boundaries import outlines
    from luminance_geo.places.names import fold

    towns = pd.DataFrame(outlines("municipality").columns).assign(key=lambda rows: rows.name_fr.map(fold))
    towns = towns[~towns.key.duplicated(keep=False)].set_index("key")
    stated = frame[frame.prov == "QC"].ville.fillna("").map(fold)
    stated = stated[stated.isin(towns.index)]
    truth, there = towns.loc[stated], found.loc[stated.index]
    for kind, column in (("region", "region_code"), ("mrc", "mrc_code"), ("municipality", "code_mun")):
        right = (f"{kind}-" + truth[column].to_numpy()) == there[kind].to_numpy()
        print(f"{kind}, against the town named in Québec records: {right.mean():.2%} of {len(right):,}")


def _postal_prefixes(frame: pd.DataFrame) -> None:
    from luminance_geo.geo import distance_km
    from luminance_geo.places.postal import postal_places

    known = postal_places()
    frame = frame[frame.code_postal.str[:3].isin(list(known))]
    places = [known[code] for code in frame.code_postal.str[:3]]
    km = distance_km(frame.geometry.y, frame.geometry.x, [at.lat for at in places], [at.lon for at in places])
    middle, upper = np.percentile(km, [50, 75])
    suggested = np.array([at.suggested_km for at in places])
    print(f"postal prefix to record: median {middle:.1f} km, 75th percentile {upper:.1f} km, of {len(km):,}")
    for radius in np.unique(suggested):
        own = suggested == radius
        print(f"  suggested {radius:g} km: holds {np.mean(km[own] <= radius):.1%} of {own.sum():,}")


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent.parent)]
    main(Path(sys.argv[1]))
