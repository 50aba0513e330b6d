"""Where links lead."""

import pytest
from starlette.requests import Request

from luminance_geo.settings import Settings
from luminance_geo.web.urls import mailed_base


def _asked(server: tuple[str, int | None], host: str) -> Request:
    return Request(
        {"type": "http", "scheme": "http", "server": server, "path": "/", "headers": [(b"host", host.encode())]}
    )


@pytest.mark.parametrize(
    ("server", "base"),
    [(("127.0.0.1", 8501), "http://127.0.0.1:8501"), (("::1", 80), "http://[::1]"), (("unix", None), "http://unix")],
)
def test_a_forged_host_does_not_reach_a_message(server: tuple[str, int | None], base: str) -> None:
    assert mailed_base(Settings(), _asked(server, "evil.example")) == base


def test_the_public_address_comes_first() -> None:
    settings = Settings(public_url="https://luminance.example.org")
    assert mailed_base(settings, _asked(("10.0.0.1", 80), "evil.example")) == "https://luminance.example.org"
