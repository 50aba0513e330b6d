"""`constraints.txt` locks what the product and its checks install, at versions that `pyproject.toml` accepts."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.sources import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] not in {"", "#"}
]
ASKED = [*PROJECT["dependencies"], *(text for extra in PROJECT["optional-dependencies"].values() for text in extra)]


def locked() -> dict[str, str]:
    pairs = [line.partition(";")[0].strip().split("==") for line in LINES]
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_line_is_one_exact_version() -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!-]+(\s*;.*)?", line) for line in LINES)
    assert len(locked()) == len(LINES)


@pytest.mark.parametrize("text", ASKED)
def test_the_lock_satisfies_what_is_asked(text: str) -> None:
    asked = Requirement(text)
    if asked.marker is None or asked.marker.evaluate({"extra": ""}):
        assert asked.specifier.contains(locked()[canonicalize_name(asked.name)], prereleases=True)
