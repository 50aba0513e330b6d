"""`/healthz`: the process answers. `/readyz`: the database answers and the index follows it."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.catalogue.blocks.tools import loops
from luminance_geo.database import reading, revision

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

PATIENCE = timedelta(seconds=30)
"""How long the index may lag behind the database before the process says that it is not ready."""

_LOG = logging.getLogger(__name__)


class Health:
    """The two probes of one house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._behind_since: datetime | None = None

    def alive(self, request: Request) -> Response:
        """The process runs."""
        return _json({"status": "ok"}, 200)

    def ready(self, request: Request) -> Response:
        """503 while the database does not answer, or when the index has been behind it for too long."""
        stored = self._stored_revision()
        indexed = self.house.catalogue.revision
        caught_up = stored is not None and self._follows(stored, indexed)
        body = {
            "status": "ok" if caught_up else "not ready",
            "database": {"ok": stored is not None, "revision": stored},
            "index": {"ok": caught_up, "revision": indexed},
            "loops": loops(),
        }
        return _json(body, 200 if caught_up else 503)

    def _stored_revision(self) -> int | None:
        try:
            with reading(self.house.engine) as session:
                return revision(session)
        except SQLAlchemyError:
            _LOG.exception("the database does not answer")
            return None

    def _follows(self, stored: int, indexed: int) -> bool:
        if indexed >= stored:
            self._behind_since = None
            return True
        self._behind_since = self._behind_since or self.house.clock()
        return self.house.clock() - self._behind_since < PATIENCE


def _json(body: dict[str, Any], status: int) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(json.dumps(body), status, headers, "application/json")
