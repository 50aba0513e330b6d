"""Tell this process's worker, once a transaction that queued a message is committed, that there is mail to send."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import event
from sqlmodel import Session

_MARK = "luminance_mail_nudge"
_listeners: list[Callable[[], None]] = []


def listen(told: Callable[[], None]) -> None:
    """Call `told` after each commit that queued something in this process; it must be quick and not touch a session."""
    _listeners.append(told)


def unlisten(told: Callable[[], None]) -> None:
    """Call it no more."""
    if told in _listeners:
        _listeners.remove(told)


def after_commit(session: Session) -> None:
    """Tell the listeners when the session's transaction is committed, once."""
    if session.info.setdefault(_MARK, False):
        return
    session.info[_MARK] = True
    event.listen(session, "after_commit", _tell, once=True)


def _tell(session: Session) -> None:
    session.info[_MARK] = False
    for told in tuple(_listeners):
        told()
