"""The installed wheel works outside the clone: it holds data, templates, catalogues, assets and configuration."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.project.sources import ROOT, tracked

NEEDED = (
    "luminance_geo/_data/sources.json",
    "luminance_geo/_data/initiatives/registers.parquet",
    "luminance_geo/_data/actors/hosts.parquet",
    "luminance_geo/_data/vocabulary/causes.csv",
    "luminance_geo/i18n/locales/fr/cli.po",
    "luminance_geo/migrations/versions/0001_first_tables.py",
    "luminance_geo/demo/words/common.toml",
    "dashboard/streamlit/config.toml",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return folder / done.stdout.strip().splitlines()[-1]


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_what_the_product_reads(wheel: Path) -> None:
    held = names(wheel)
    assert not [name for name in NEEDED if name not in held]
    data = {path.relative_to(ROOT / "data").as_posix() for path in tracked() if path.is_relative_to(ROOT / "data")}
    kept = {name for name in data if not name.startswith("recipes/") and not name.endswith(".md")}
    assert not [name for name in sorted(kept) if f"luminance_geo/_data/{name}" not in held]


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    held = names(wheel)
    packages = [path for path in tracked() if path.relative_to(ROOT).parts[0] in {"luminance_geo", "dashboard"}]
    assert not [path for path in packages if path.relative_to(ROOT).as_posix() not in held]


def test_the_wheel_names_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name.rpartition("/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
        assert "License-Expression: AGPL-3.0-or-later" in archive.read(held["METADATA"]).decode()
        assert "luminance = dashboard.main:main" in archive.read(held["entry_points.txt"]).decode()
        assert "LICENSE" in held


def test_the_wheel_works_outside_the_clone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked beside the dependencies already installed, from another folder, on an empty database."""
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = dict(os.environ, PYTHONPATH=str(site), LUMINANCE_DATA_DIR=str(tmp_path / "data"), PYTHONWARNINGS="")
    code = (
        "import sys, luminance_geo; from luminance_geo.settings import data_root; from dashboard.main import main;"
        "assert str(data_root()).startswith(sys.argv.pop(1)), data_root(); main()"
    )

    def run(*arguments: str) -> str:
        command = [sys.executable, "-P", "-c", code, str(site), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    run("database", "upgrade")
    assert "✓ L001" in run("doctor")
    run("demo", "--count", "20")
    assert "20 initiatives" in run("search", "--lang", "en", "--limit", "3")
