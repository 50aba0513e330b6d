"""supercluster, in Node: clustered once for the whole, and anew for each filter, since it knows none.

Where its clusters lie is its own rule, so that only its time is compared. It is installed at run time, with npm, into
a throw-away folder; without Node or npm it is said to be absent.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from tests.benchmarks.peers.answers import UNTOLD, Answer
from tests.benchmarks.peers.population import Population, masks
from tests.benchmarks.peers.workload import Question

PACKAGE = "supercluster@9.1.0"
_OPEN, _ENGLISH = 1, 2


def missing() -> str:
    """What it would need, or nothing."""
    return "" if shutil.which("node") and shutil.which("npm") else "Node and npm"


class Supercluster:
    """A process that is asked by lines of JSON; `taken_s` is what the last answer took within it."""

    name = "supercluster (rebuilt per filter)"
    kinds = frozenset({"cells"})
    every = 7
    exact = False

    def __init__(self, population: Population) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="luminance-supercluster-")
        home = Path(self._home.name)
        install = ["npm", "install", "--prefix", str(home), "--no-audit", "--no-fund", "--silent", PACKAGE]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
        _write(population, home)
        script = Path(__file__).with_name("clusters.js")
        module = shutil.copy(script, home / "clusters.mjs")  # Node looks for packages beside it
        command = ["node", "--max-old-space-size=6000", str(module), str(home)]
        self._node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self._line() != "ready":
            raise SystemExit("supercluster did not start")
        self.taken_s = 0.0

    def close(self) -> None:
        """End the process."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait(timeout=60)
        self._home.cleanup()

    def ask(self, question: Question) -> Answer:
        """The marks of a view; their number is not told."""
        assert self._node.stdin is not None
        box = question.box
        asked = {
            "causes": sum(1 << place for place in question.causes),
            "skills": sum(1 << place for place in question.skills),
            "wanted": _OPEN * question.open | _ENGLISH * question.english,
            "centre": question.centre,
            "square": question.chord_m**2 if question.km else 0,
            "box": [box.west, box.south, box.east, box.north],
            "zoom": question.zoom,
        }
        self._node.stdin.write(json.dumps(asked) + "\n")
        self._node.stdin.flush()
        self.taken_s = json.loads(self._line())["ms"] / 1000
        return Answer(UNTOLD)

    def _line(self) -> str:
        assert self._node.stdout is not None
        return self._node.stdout.readline().strip()


def _write(population: Population, home: Path) -> None:
    """The columns as Node reads them; only what has a position."""
    kept = np.flatnonzero(~np.isnan(population.lat))
    arrays = {
        "lat": population.lat[kept], "lon": population.lon[kept], "xyz": population.xyz[kept],
        "cause": masks(population.causes)[kept],
        "skill": masks(population.skills)[kept],
        "flags": (population.open[kept] * _OPEN + population.english[kept] * _ENGLISH).astype(np.uint8),
    }  # fmt: skip
    for name, values in arrays.items():
        values.tofile(home / name)
    (home / "size.json").write_text(json.dumps({"size": len(kept)}))
