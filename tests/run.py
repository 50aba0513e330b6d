#!/usr/bin/env python3
"""Run every check from nothing: `python3 tests/run.py`. Standard library only, Python 3.11 or later.

Makes its own virtual environment with the `checks` extra, starts its own PostgreSQL on a free port (or takes
LUMINANCE_TEST_POSTGRES_URL), finds or installs Chromium, then runs ruff, mypy, import-linter and pytest.
--thorough asks for full matrices and counts, and reports coverage.
The exit code is 0 only if every step passed and no test was skipped. Arguments after `--` go to pytest.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import services

ROOT = Path(__file__).resolve().parent.parent
STEPS = ("install", "format", "lint", "types", "imports", "tests")


def main() -> int:
    """Run the steps asked for; 0 when all passed."""
    asked = _arguments()
    if sys.version_info < (3, 11):  # noqa: UP036 - someone may well run this with an older one
        print("Python 3.11 or later is needed.")
        return 2
    wanted = asked.only or list(STEPS)
    os.chdir(ROOT)
    python = _python(asked.venv)
    failed: list[str] = []
    if "install" in wanted or not python.exists():
        with _step("install", failed):
            install(asked.venv)
    commands: dict[str, Sequence[object]] = {
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "lint": [python, "-m", "ruff", "check", "."],
        "types": [python, "-m", "mypy"],
        "imports": [python.with_name("lint-imports")],
    }
    for name, command in commands.items():
        if name in wanted and not (failed and failed[0] == "install"):
            with _step(name, failed):
                _call(command)
    if "tests" in wanted and "install" not in failed:
        _tests(python, asked, failed)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--thorough", action="store_true", help="full matrices and counts as well (up to 75 minutes)")
    parser.add_argument("--only", action="append", choices=STEPS, metavar="STEP", help=f"one of: {', '.join(STEPS)}")
    parser.add_argument("--venv", type=Path, default=ROOT / ".checks" / "venv", help="where to install")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    return parser.parse_args()


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(folder: Path) -> None:
    """The product and its checks in a virtual environment, at the locked versions; again only when those changed."""
    python, stamp = _python(folder), folder / "installed.sha256"
    inputs = [(ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml")]
    mark = hashlib.sha256(b"\0".join([sys.version.encode(), str(ROOT).encode(), *inputs])).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == mark:
        return
    venv.create(folder, with_pip=True, clear=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input"]
    _call([*pip, "-c", "constraints.txt", "-e", ".[checks]"])
    stamp.write_text(mark)


def _tests(python: Path, asked: argparse.Namespace, failed: list[str]) -> None:
    """Services, then pytest last, so that its summary closes the output."""
    given = os.environ.get("LUMINANCE_TEST_POSTGRES_URL")
    with ExitStack() as stack:
        with _step("services", failed):
            environment = dict(os.environ, LUMINANCE_TEST_ROOT=str(ROOT))
            if not given:
                environment["LUMINANCE_TEST_POSTGRES_URL"] = stack.enter_context(services.postgres(python))
                environment["LUMINANCE_TEST_POSTGRES_THROW_AWAY"] = "1"
            browser = services.chromium(python)
            if browser:
                environment["LUMINANCE_TEST_CHROMIUM"] = browser
        if "services" in failed:
            return
        if failed:
            print(f"\nFailed so far: {', '.join(failed)}", flush=True)
        command = [python, "-m", "pytest", "--no-skips", "--durations=15"]
        if asked.thorough:  # coverage, which only reports, makes numpy-light code twice as slow
            command += ["--thorough", "--cov", "--cov-report=term:skip-covered"]
        with _step("tests", failed, last=True):
            _call([*command, *asked.pytest], environment)


@contextmanager
def _step(name: str, failed: list[str], *, last: bool = False) -> Iterator[None]:
    """Say what begins and how long it took; a failure is noted and the other steps go on."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    try:
        yield
    except (subprocess.CalledProcessError, SystemExit) as error:
        failed.append(name)
        if not last:  # the summary of pytest stays the last line
            print(f"== {name} failed: {error}", flush=True)
    else:
        if not last:
            print(f"== {name}: {time.monotonic() - began:.1f} s", flush=True)


def _call(command: Sequence[object], environment: dict[str, str] | None = None) -> None:
    subprocess.run(list(map(str, command)), check=True, env=environment)


if __name__ == "__main__":
    sys.exit(main())
