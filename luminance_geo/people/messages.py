"""The message that carries a sign-in link."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from luminance_geo.i18n import Language, translator
from luminance_geo.mail.actions import enqueue
from luminance_geo.mail.message import Message
from luminance_geo.mail.render import Rendered, render
from luminance_geo.people.queries import Who
from luminance_geo.people.tokens import hash_token
from luminance_geo.settings import Settings

SIGN_IN = "sign_in"
"""The kind of these messages; their texts hold a secret, so they are emptied as soon as it is of no use."""


def write_sign_in(base: str, token: str, language: Language, settings: Settings) -> Rendered:
    """Subject, text and HTML; `base` is the address of the service."""
    t = translator(language)
    link = f"{base}/sign-in/{token}?lang={language}"
    reason = t("You get this because someone asked to sign in here with your address.")
    links = [(t("Privacy"), f"{base}/privacy?lang={language}")]
    minutes = round(settings.sign_in_minutes)
    return render(SIGN_IN, language, settings=settings, reason=reason, links=links, link=link, minutes=minutes)


def send_sign_in(
    session: Session, who: Who, token: str, *, base: str, language: Language, now: datetime, settings: Settings
) -> None:
    """Queue it, once per link."""
    words = write_sign_in(base, token, language, settings)
    # Named by its hash, not by the link's number: SQLite gives the numbers of deleted rows again.
    message = Message(
        key=f"sign-in-{hash_token(token)[:32]}", kind=SIGN_IN, to_address=who.email, language=language,
        subject=words.subject, text=words.text, html=words.html, person_id=who.person_id,
    )  # fmt: skip
    enqueue(session, message, now=now, domain=settings.mail_domain)
