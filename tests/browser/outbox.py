"""What the server under test wrote to its outbox: the messages to one address, and the links in them."""

from __future__ import annotations

import re
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

from luminance_geo.settings import Settings

_WITHIN_S = 20


class Outbox:
    """The folder of one server."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.data_dir / "outbox"

    def wait_for(self, address: str, link: str) -> EmailMessage:
        """The message to `address` that holds a link to a path that starts with `link`, once it is there."""
        pause, until = threading.Event(), time.monotonic() + _WITHIN_S
        while time.monotonic() < until:
            found = [each for each in self._to(address) if path_in(each, link, required=False)]
            if found:
                return found[-1]
            pause.wait(0.05)
        raise AssertionError(f"no message to {address} with {link}: {[str(each) for each in self._to(address)]}")

    def _to(self, address: str) -> list[EmailMessage]:
        read = [_parsed(path) for path in sorted(self.folder.glob("*.eml"), key=lambda path: path.stat().st_mtime)]
        return [each for each in read if address in str(each["To"])]


def path_in(message: EmailMessage, link: str, *, required: bool = True) -> str:
    """The path and query of the first link to what starts with `link`, whichever address the service gives itself."""
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    found = re.search(rf"https?://[^\s/]+({re.escape(link)}[^\s>]+)", text)
    assert found or not required, text
    if not found:
        return ""
    parts = urlsplit(found[1])
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _parsed(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
