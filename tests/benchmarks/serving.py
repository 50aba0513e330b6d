"""What measuring a real server needs: the server itself, on a free port, and how figures are said."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peers.population import Population, populate
from tests.benchmarks.peers.records import write_database
from tests.services import free_port

_ANSWER_WITHIN_S = 30
_DATABASE = "luminance.sqlite"
_ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Served:
    """A running server: its process and its address, `http://HOST:PORT`."""

    pid: int
    address: str

    def resident_mb(self) -> float:
        """Memory that it holds, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def cpu_s(self) -> float:
        """Processor time that it has taken so far, in seconds: says more than a clock where others work beside it."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(folder: str) -> Iterator[Served]:
    """A server of what is shipped, demonstration included, from the data in `folder`; the first start fills it.

    Where it compiles its index, that has ended.
    """
    command = [sys.executable, "-m", "dashboard.main", "serve", "--port", "0", "--data-dir", folder, "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT) as server:
        try:
            ready = (line for line in server.stdout or () if line.startswith("Ready: "))
            address = _address(next(ready, None))
            _wait_while_compiling(address)
            yield Served(server.pid, address)
        finally:
            server.terminate()


@contextmanager
def country(size: int, folder: str | None) -> Iterator[tuple[str, Population | None]]:
    """A folder for `serving`, kept if given, and what a made-up country of `size` in its database is; 0: none."""
    with tempfile.TemporaryDirectory() as passing:
        home = Path(folder or passing)
        population = populate(size) if size else None
        if population and not (home / _DATABASE).exists():
            home.mkdir(parents=True, exist_ok=True)
            began = time.perf_counter()
            write_database(population, home / _DATABASE)
            say("writing the database (s)", [time.perf_counter() - began])
        yield str(home), population


@contextmanager
def peer_serving(leaflet_from: str) -> Iterator[str]:
    """The address of the plain page that we are measured against; it takes Leaflet from our server."""
    script = Path(__file__).parent / "plain_peer.py"
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    options = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    quiet = ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    environment = os.environ | {"LUMINANCE_PEER_LEAFLET": f"{leaflet_from}/assets/vendor/leaflet/leaflet.js"}
    with tempfile.TemporaryDirectory() as elsewhere:  # away from our .streamlit/config.toml
        command = [sys.executable, "-m", "streamlit", "run", str(script), *options, *quiet]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=elsewhere, env=environment) as peer:
            try:
                _wait_for(f"{address}/_stcore/health")
                yield address
            finally:
                peer.terminate()


def _wait_for(address: str) -> None:
    for _ in range(_ANSWER_WITHIN_S * 10):
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} did not answer")


def _wait_while_compiling(address: str) -> None:
    for _ in range(_ANSWER_WITHIN_S * 10):
        with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
            if json.load(answer)["loops"] != "compiling":
                return
        time.sleep(0.1)
    raise SystemExit(f"{address} did not stop compiling")


def _address(ready: str | None) -> str:
    if ready is None:
        raise SystemExit("the server stopped")
    return ready.removeprefix("Ready: ").strip()


def say(name: str, values: list[float]) -> None:
    """One line: the median, and between what and what the rounds lay."""
    spread = f"  (from {min(values):.0f} to {max(values):.0f}, {len(values)} rounds)" if len(values) > 1 else ""
    say_line(f"{name:<42} {statistics.median(values):8.1f}{spread}")


def say_load() -> None:
    """How busy the machine is: figures of a busy one say little."""
    say("load average of this machine (1 min)", [os.getloadavg()[0]])


def say_line(line: str) -> None:
    """A line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
