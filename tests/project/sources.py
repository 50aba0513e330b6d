"""Which files the project is made of."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".css",
    ".csv",
    ".html",
    ".ini",
    ".js",
    ".json",
    ".md",
    ".mako",
    ".po",
    ".py",
    ".sh",
    ".svg",
    ".toml",
    ".txt",
    ".xml",
}


def tracked() -> list[Path]:
    """Every file that git knows or would add, but not what it ignores."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def python_files(*folders: str) -> list[Path]:
    """Tracked Python files under these folders."""
    roots = tuple(ROOT / folder for folder in folders)
    return [path for path in tracked() if path.suffix == ".py" and any(path.is_relative_to(root) for root in roots)]
