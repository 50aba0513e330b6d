"""`luminance serve` as a person starts it, for tests and pictures."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from luminance_geo.settings import Settings

_READY_WITHIN_S = 60


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """`luminance serve` on a free port over a prepared database; its address."""
    command = [sys.executable, "-m", "dashboard.main", "serve", "--empty", "--port", "0", "--no-open"]
    command += ["--data-dir", str(settings.data_dir)]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("LUMINANCE_", "STREAMLIT_"))
    }
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=_root()
    )
    lines: queue.Queue[str] = queue.Queue()
    said: list[str] = []

    def listen() -> None:
        for line in process.stdout or ():
            lines.put(line)
        lines.put("")

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        while True:
            said.append(lines.get(timeout=_READY_WITHIN_S))
            if said[-1].startswith("Ready: "):
                break
            assert said[-1], f"the server stopped:\n{''.join(said)}"
        yield said[-1].removeprefix("Ready: ").strip()
    finally:
        process.terminate()
        process.wait(timeout=20)
        listener.join()
        if process.stdout:
            process.stdout.close()


def _root() -> Path:
    return Path(__file__).parent.parent.parent
