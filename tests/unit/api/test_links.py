"""Pages of a search link to one another as far as an offset may go."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from luminance_geo.api.links import search_links
from luminance_geo.api.parameters import MAX_OFFSET


@pytest.mark.parametrize(
    ("offset", "matched", "linked"),
    [
        (0, 20, []),
        (0, 21, ["next"]),
        (20, 1_000_000, ["prev", "next"]),
        (MAX_OFFSET - 20, 1_000_000, ["prev", "next"]),
        (MAX_OFFSET - 19, 1_000_000, ["prev"]),
        (MAX_OFFSET, 1_000_000, ["prev"]),
    ],
)
def test_pages_beside(offset: int, matched: int, linked: list[str]) -> None:
    request = Request({"type": "http", "path": "/search", "query_string": b"", "headers": [(b"host", b"x")]})
    links = search_links(request, "https://example.org", {"q": "a"}, "en", 20, offset, matched)
    assert [each["rel"] for each in links] == ["self", *linked, "alternate"]
    assert all(f"offset={MAX_OFFSET + 1}" not in each["href"] for each in links)
