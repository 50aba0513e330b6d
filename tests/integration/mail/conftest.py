"""A mail server on loopback for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.mail.servers import Server, serving


@pytest.fixture
def smtp() -> Iterator[Server]:
    with serving() as made:
        yield made
