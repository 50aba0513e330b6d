"""Signed links to a sign-up: from a message (it proves the address), or from the screen that answered (it does not)."""

from __future__ import annotations

from typing import NamedTuple

from itsdangerous import BadData, URLSafeSerializer

from luminance_geo.signups.model import SignUp

_MAILED, _SHOWN = "sign-up", "sign-up-screen"
_MOST = 200  # characters; a longer text is none of ours


class Link(NamedTuple):
    """A sign-up's id and nonce. `proved` says that the link reached its holder by mail: it may confirm."""

    id: int
    nonce: str
    proved: bool


def link_token(secret: str, sign_up: SignUp) -> str:
    """The token for a message: it may look, confirm and withdraw, until the sign-up is taken anew."""
    return _dumps(secret, sign_up, _MAILED)


def screen_token(secret: str, sign_up: SignUp) -> str:
    """The token for whoever typed an address: it may look and withdraw. Only mail proves that the address is theirs."""
    return _dumps(secret, sign_up, _SHOWN)


def read_link(secret: str, token: str) -> Link | None:
    """What a token says, or None for what is not ours.

    >>> read_link("s", screen_token("s", SignUp(id=3, nonce="n")))
    Link(id=3, nonce='n', proved=False)
    """
    for salt in (_MAILED, _SHOWN):
        try:
            found = URLSafeSerializer(secret, salt=salt).loads(token[:_MOST])
        except BadData:
            continue
        if isinstance(found, list) and len(found) == 2 and type(found[0]) is int and isinstance(found[1], str):
            return Link(found[0], found[1], salt == _MAILED)
    return None


def _dumps(secret: str, sign_up: SignUp, salt: str) -> str:
    return str(URLSafeSerializer(secret, salt=salt).dumps([sign_up.id, sign_up.nonce]))
