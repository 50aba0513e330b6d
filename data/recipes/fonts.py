"""The two faces of the server-rendered pages, cut down from the Source fonts that Streamlit ships (OFL 1.1).

Run as `python data/recipes/fonts.py`, with the `recipes` extra installed. Only the weights
and the Latin letters that pages use are kept (600 kB become 80). "Source" is a reserved font name, so the cut-down
faces are called Luminance Sans and Luminance Serif; their copyright and licence stay inside the files.
"""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

TARGET = Path(__file__).parents[2] / "luminance_geo" / "web" / "assets" / "fonts"
LETTERS = (
    "20-7E,A0-24F,259,26B,294,2B7,2BB-2BD,300-304,306-30C,313,323-328,331,1E80-1E85,1EA0-1EF9,"
    "2010-2027,202F-203A,20AC,2122,2190-2193,2212,2248"
)
"""Latin with the letters of Canada's Indigenous languages that the fonts have, and punctuation."""
FACES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "luminance-sans.woff2": ("SourceSansVF-Upright", "Luminance Sans", {"wght": (400, 700)}),
    "luminance-serif.woff2": ("SourceSerifVariable-Roman", "Luminance Serif", {"wght": (600, 650), "opsz": 26}),
}
_FAMILY_NAMES = (1, 3, 4, 6, 16, 25)


def source(name: str) -> Path:
    """The font file in Streamlit's package."""
    spec = importlib.util.find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("streamlit is not installed")
    return next(Path(spec.origin).parent.glob(f"static/static/media/{name}*.woff2"))


def make(file: str) -> Path:
    """Cut one face, rename it, write it; return its path."""
    name, family, axes = FACES[file]
    whole = io.BytesIO()
    instancer.instantiateVariableFont(TTFont(source(name)), axes).save(whole)
    whole.seek(0)
    font = TTFont(whole)  # read again: the cutter fails on a face that was just instantiated
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "liga"]
    options.flavor, options.name_IDs, options.hinting = "woff2", ["*"], False
    cutter = Subsetter(options)
    cutter.populate(unicodes=parse_unicodes(LETTERS))
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in _FAMILY_NAMES:
            record.string = family if record.nameID not in {3, 6, 25} else family.replace(" ", "")
    font.flavor = "woff2"
    font.save(TARGET / file)
    return TARGET / file


if __name__ == "__main__":
    for each in FACES:
        made = make(each)
        print(made.name, made.stat().st_size)
