"""A lean server of sign-ups, to be killed: one POST takes a place, and says so once it is stored."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from luminance_geo.database import make_engine
from luminance_geo.errors import LuminanceError
from luminance_geo.signups.service import Ref, SignUps
from tests.integration.signups.seeds import request, service

_START_S = 60


class Server:
    """A process of its own on a free port of the loopback address."""

    def __init__(self, url: str) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["luminance_geo.bootstrap", "tests.integration.signups.lean"])
        told, tell = context.Pipe(duplex=False)
        self._process = context.Process(target=_serve, args=(url, tell), daemon=True)
        self._process.start()
        assert told.poll(_START_S), "the server did not start"
        self.port = int(told.recv())

    def kill(self) -> None:
        """`kill -9`: nothing is flushed, closed or said."""
        os.kill(self._process.pid or 0, signal.SIGKILL)
        self._process.join(_START_S)
        assert self._process.exitcode == -signal.SIGKILL


class _Handler(BaseHTTPRequestHandler):
    signups: SignUps

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            outcome = self.signups.take(
                request(Ref("need", asked["need"]), asked["person"], idempotency_key=asked["key"])
            )
        except LuminanceError as error:
            self._answer(503, {"error": str(error)})
        else:
            self._answer(200, {"id": outcome.sign_up_id, "state": outcome.state.value})

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the base class gives
        """Say nothing."""


def _serve(url: str, tell: Any) -> None:
    _Handler.signups = service(make_engine(url))
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        tell.send(server.server_address[1])
        server.serve_forever()
