"""Nothing of one machine or one package registry is in the repository; the licence is whole."""

from __future__ import annotations

import re
import tomllib

from tests.project.sources import ROOT, TEXT, tracked

HOSTS = re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|artifactory|nexus|devpi|npmjs|jfrog)[\w.-]*", re.IGNORECASE)
OPTIONS = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|^\s*(?:extra-)?index-url\s*=", re.MULTILINE)
PATHS = re.compile(r"(?<![\w.:/])/(?:home|root|work|Users|opt)/[\w.-]+")
SELF = "tests/project/test_hygiene.py"


def texts() -> dict[str, str]:
    kept = {path.relative_to(ROOT).as_posix(): path for path in tracked() if path.suffix in TEXT or path.suffix == ""}
    return {name: path.read_text(encoding="utf-8") for name, path in kept.items() if name != SELF}


def found(pattern: re.Pattern[str]) -> list[str]:
    return [f"{name}: {match.group()}" for name, text in texts().items() for match in pattern.finditer(text)]


def test_no_registry_is_named() -> None:
    assert not found(HOSTS)
    assert not found(OPTIONS)


def test_no_path_of_a_machine_is_named() -> None:
    assert not found(PATHS)


def test_the_licence_is_whole() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "END OF TERMS AND CONDITIONS" in licence
    assert len(licence.splitlines()) > 600
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "AGPL-3.0-or-later"
