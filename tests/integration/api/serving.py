"""The API on a real socket in a process of its own: GDAL keeps Python from running while it waits for an answer."""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.connection import Connection

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from luminance_geo.api import create_api
from luminance_geo.bootstrap import open_house
from luminance_geo.settings import Settings


@contextmanager
def served(database_url: str, now: datetime) -> Iterator[str]:
    """The address `http://127.0.0.1:PORT/api/v1/` of the API of a database, whose clock stands still."""
    spawning = multiprocessing.get_context("spawn")
    mine, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(database_url, now, theirs))
    process.start()
    theirs.close()
    try:
        yield f"http://127.0.0.1:{mine.recv()}/api/v1/"
    finally:
        process.terminate()
        process.join()


def _serve(database_url: str, now: datetime, ready: Connection) -> None:
    house = open_house(Settings(database_url=database_url), clock=lambda: now, refresh=False)
    app = Starlette(routes=[Mount("/api/v1", create_api(house))])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ready.send(listening.getsockname()[1])
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
