"""Secrets that go out in links and cookies: what we keep is a hash of each, never the thing itself."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from itsdangerous import BadData, URLSafeSerializer

_BYTES = 32
_MOST = 200  # characters; a longer text is none of ours
_NEWS = "unsubscribe"


def new_token() -> tuple[str, str]:
    """A token of 256 random bits, to be given away, and its hash, to be kept.

    >>> token, kept = new_token()
    >>> len(token), len(kept), hash_token(token) == kept
    (43, 64, True)
    """
    token = secrets.token_urlsafe(_BYTES)
    return token, hash_token(token)


def hash_token(token: str) -> str:
    """What is kept of a token, 64 hexadecimal digits; the token has so many bits that no salt is needed."""
    return hashlib.sha256(token[:_MOST].encode("utf-8", "replace")).hexdigest()


def keyed_hash(secret: str, text: str) -> str:
    """64 hexadecimal digits that stand for an IP or an address: few enough of these exist to be guessed without a key.

    >>> keyed_hash("a", "192.0.2.1") == keyed_hash("a", "192.0.2.1") != keyed_hash("b", "192.0.2.1")
    True
    """
    return hmac.new(secret.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def news_token(secret: str, person_id: int) -> str:
    """The token in `/unsubscribe/{token}`: it lets whoever holds it stop news to one person, and nothing else.

    >>> read_news_token("s", news_token("s", 7)), read_news_token("other", news_token("s", 7))
    (7, None)
    """
    return str(URLSafeSerializer(secret, salt=_NEWS).dumps(person_id))


def read_news_token(secret: str, token: str) -> int | None:
    """The person that a token of `news_token` speaks of; None for what is not ours."""
    try:
        found = URLSafeSerializer(secret, salt=_NEWS).loads(token[:_MOST])
    except BadData:
        return None
    return found if type(found) is int else None
