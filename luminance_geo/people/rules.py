"""Pure decisions about people: what an address, a name, a phone and a path must be like, and how long links last."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_

NAME_LENGTH = 80
PATH_LENGTH = 500
SEEN_EVERY = timedelta(hours=1)
"""How often a session's last use is noted."""

_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_SPACES = re.compile(r"\s+")
_NO_NAME = re.compile(r"[/\\@<>{}|]|www\.|\w{2,}\.(?:[a-z]{2,}|[A-Z]{2,})\b")
_PHONE = re.compile(r"\+?[\d\s().-]+(?:(?:ext|poste|p|x)\.?\s*\d{1,6})?", re.IGNORECASE)
_PATH = re.compile(r"/(?!/|%2f|%5c)[!-\[\]-~]*", re.IGNORECASE)


def normal_email(address: str) -> str:
    """An address that mail can be sent to, its domain in lower case; nothing is asked of the network.

    Raises `InvalidInput` for the parameter `email`.

    >>> normal_email(" Ada.L+map@Example.ORG ")
    'Ada.L+map@example.org'
    """
    try:
        found = validate_email(address.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        message = N_("This e-mail address cannot be used. It looks like name@example.org.")
        raise InvalidInput(message, parameter="email") from None
    return found.ascii_email or found.normalized


def email_key(address: str) -> str:
    """What two spellings of one address share. Only ASCII letters are folded: wider folding makes two addresses one.

    >>> email_key("Ada@Example.ORG"), email_key("\\u212ay@example.org") == "ky@example.org"
    ('ada@example.org', False)
    """
    return address.strip().translate(_ASCII_LOWER)


def clean_name(text: str) -> str:
    """A name on one line, without what drives a display. Raises `InvalidInput` for the parameter `name`.

    A name stands in messages to an address that anyone can type, so it may not hold an address or a link.

    >>> clean_name(" Zoé\\r\\nM. Tremblay ")
    'Zoé M. Tremblay'
    """
    shown = "".join(char for char in _SPACES.sub(" ", text) if unicodedata.category(char)[0] != "C")
    name = unicodedata.normalize("NFC", _SPACES.sub(" ", shown)).strip()
    if not name:
        raise InvalidInput(N_("Write your name."), parameter="name")
    if len(name) > NAME_LENGTH:
        raise InvalidInput(
            N_("Write a shorter name, of at most {most} characters."), parameter="name", most=NAME_LENGTH
        )
    if _NO_NAME.search(name):
        raise InvalidInput(N_("Write a name only, without an address or a link."), parameter="name")
    return name


def clean_phone(text: str | None) -> str | None:
    """A phone number as it was written, single-spaced; None when there is none. Raises `InvalidInput` (`phone`).

    >>> clean_phone(" (514)  555-0123 poste 4 "), clean_phone(" ")
    ('(514) 555-0123 poste 4', None)
    """
    number = _SPACES.sub(" ", text or "").strip()
    if not number:
        return None
    digits = sum(char.isdecimal() for char in number)
    if not number.isascii() or len(number) > 32 or not 7 <= digits <= 20 or not _PHONE.fullmatch(number):
        raise InvalidInput(N_("This phone number cannot be used. It looks like 514 555-0123."), parameter="phone")
    return number


def local_path(text: str | None, default: str = "/") -> str:
    """A path on this site, else `default`: never another host, however it is written.

    >>> local_path("/engagements?lang=en"), local_path("//evil.test"), local_path("/%2fevil.test"), local_path("/a/b")
    ('/engagements?lang=en', '/', '/', '/a/b')
    """
    path = text or ""
    head, mark, query = path.partition("?")
    fits = len(path) <= PATH_LENGTH and path.isascii() and path.isprintable() and " " not in path and "\\" not in query
    return head + mark + query if fits and _PATH.fullmatch(head) and "//" not in head else default


def ip_group(address: str) -> str:
    """What is counted as one visitor: an IPv4 address, or the /64 network that one household has in IPv6.

    >>> ip_group("192.0.2.7"), ip_group("2001:db8::1:2:3:4"), ip_group("::ffff:192.0.2.7"), ip_group("testclient")
    ('192.0.2.7', '2001:db8::/64', '192.0.2.7', 'testclient')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))


def is_current(expires_at: datetime, now: datetime) -> bool:
    """Whether a link or a session still holds at `now` (both aware)."""
    return expires_at > now


def seen_is_due(seen_at: datetime, now: datetime) -> bool:
    """Whether a session's last use should be noted again."""
    return now - seen_at >= SEEN_EVERY


def may_change(known: str | None, *, verified: bool) -> bool:
    """Whether what someone typed may replace what we hold: anyone can type an address, its owner alone verifies it."""
    return known is None or not verified
