"""The message that carries a sign-in link."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from luminance_geo.i18n import Language
from luminance_geo.people.queries import Who
from luminance_geo.settings import Settings


def write_sign_in(link: str, language: Language, settings: Settings) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    return link, language, settings.mail_sender_name


def send_sign_in(
    session: Session, who: Who, link_id: int, link: str, *, language: Language, now: datetime, settings: Settings
) -> None:
    """Queue it, once per link."""
