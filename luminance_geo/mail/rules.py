"""Pure decisions about mail: what a header may hold, when to try again, when to give up."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(days=4)  # as mail servers do between themselves (RFC 5321, 4.5.4.1)
_KEY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OURS = ("from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "auto-submitted")
_SPACES = re.compile("[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")  # not the spaces of French typography, which do not break
_LONGEST_KEY, _LONGEST_ADDRESS, _LONGEST_ID, _LONGEST_HEADER = 120, 254, 200, 900


def one_line(text: str) -> str:
    """The text on one line, without control or direction characters: what a subject may hold.

    >>> one_line("Corvée\\r\\nBcc: a@example.org")
    'Corvée Bcc: a@example.org'
    """
    flat = _SPACES.sub(" ", text)
    return "".join(char for char in flat if unicodedata.category(char) not in {"Cc", "Cf", "Cs"}).strip()


def is_key(text: str) -> bool:
    """Whether a message may have this key: part of a Message-ID and of a file's name as it is."""
    return len(text) <= _LONGEST_KEY and _KEY.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Whether this is one bare address: no name, no list, nothing that could end a header.

    >>> is_address("zoé@example.org"), is_address("a@example.org, b@example.org"), is_address("a@b\\n")
    (True, False, False)
    """
    return len(text) <= _LONGEST_ADDRESS and text.isprintable() and _ADDRESS.fullmatch(text) is not None


def is_header(name: str, value: str) -> bool:
    """Whether a message may bring this header: not one that we write, in plain ASCII, on one line."""
    mine = name.lower() in _OURS or name.lower().startswith("content-")
    plain = value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_HEADER
    return _HEADER.fullmatch(name) is not None and not mine and plain


def message_id(key: str, domain: str, queued_at: datetime) -> str:
    """The Message-ID of a key: kept with the message, so that a repeat is recognised by whoever receives it.

    The moment keeps two databases with one domain apart: some mailboxes drop an id that they have seen.

    >>> message_id("sign-in-7", "example.org", datetime.fromtimestamp(255))
    '<sign-in-7.ff@example.org>'
    """
    whole = f"<{key}.{int(queued_at.timestamp()):x}@{domain}>"
    if len(whole) > _LONGEST_ID:
        raise ValueError("the domain of mail is too long for a Message-ID")
    return whole


def wait_after(attempts: int, jitter: float) -> timedelta:
    """How long to wait after the given number of attempts: doubled each time, spread by a quarter to either side.

    `jitter` is from 0 to 1.

    >>> wait_after(1, 0.5), wait_after(3, 0.0), wait_after(60, 1.0)
    (datetime.timedelta(seconds=30), datetime.timedelta(seconds=90), datetime.timedelta(seconds=9000))
    """
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT) * (0.75 + jitter / 2)


def is_hopeless(queued_at: datetime, next_try_at: datetime) -> bool:
    """Whether a message that waits since `queued_at` has waited long enough."""
    return next_try_at - queued_at > GIVE_UP_AFTER


def masked(address: str) -> str:
    """An address that its owner recognises, for lists and terminals.

    >>> masked("camille@example.org"), masked("")
    ('c…@example.org', '')
    """
    return f"{address[:1]}…@{address.rpartition('@')[2]}" if address else ""
