"""People for the faces: asking for a link, using it, and who is signed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from luminance_geo.database import reading, writing
from luminance_geo.i18n import Language
from luminance_geo.people import actions, granting, messages, queries, rules
from luminance_geo.people.actions import Redeemed
from luminance_geo.people.queries import Holder, Who
from luminance_geo.people.roles import Role, Standing
from luminance_geo.people.tokens import keyed_hash, new_token, news_token, read_news_token
from luminance_geo.settings import Settings

_HOUR = timedelta(hours=1)


class People:
    """The room of people for one house; each method is one transaction.

    `even_s`: answers about an address come at multiples of this many seconds, so that their time does not tell whether
    it is known.
    """

    even_s = 0.1

    def __init__(self, engine: Engine, clock: Callable[[], datetime], settings: Settings) -> None:
        self.engine = engine
        self.clock = clock
        self.settings = settings

    def request_link(self, email: str, next_path: str, ip: str, language: Language, *, base: str = "") -> bool:
        """Send a sign-in link to a known address; an unknown one gets nothing, and no answer tells which it was.

        False when this address or this visitor asked too often. `base` is the service's address where no `public_url`
        is set. Raises `InvalidInput` (`email`).
        """
        key = rules.email_key(rules.normal_email(email))
        now, started = self.clock(), time.monotonic()
        with writing(self.engine) as session:
            allowed = self._allowed(session, key, ip, now)
            if allowed:
                address = self.settings.public_url or base
                self._send_link(session, key, rules.local_path(next_path), address, language, now)
        if self.even_s:
            time.sleep(self.even_s - (time.monotonic() - started) % self.even_s)
        return allowed

    def _allowed(self, session: Session, key: str, ip: str, now: datetime) -> bool:
        secret, settings = self.settings.secret.get_secret_value(), self.settings
        limits = (
            ("sign-in-address", keyed_hash(secret, key), settings.sign_in_per_hour_address),
            ("sign-in-ip", keyed_hash(secret, rules.ip_group(ip)), settings.sign_in_per_hour_ip),
        )
        return all(
            actions.allow(session, kind=kind, who=who, limit=limit, within=_HOUR, now=now)
            for kind, who, limit in limits
        )

    def _send_link(
        self, session: Session, key: str, next_path: str, base: str, language: Language, now: datetime
    ) -> None:
        """About the same work for an unknown address; `even_s` covers what differs."""
        who = queries.who_is(queries.by_email(session, key))
        if who is None:
            messages.write_sign_in(base, new_token()[0], language, self.settings)
            return
        lasting = timedelta(minutes=self.settings.sign_in_minutes)
        token = actions.request_link(session, person_id=who.person_id, next_path=next_path, lasting=lasting, now=now)
        messages.send_sign_in(session, who, token, base=base, language=language, now=now, settings=self.settings)

    def link_holds(self, token: str) -> bool:
        """Whether a sign-in link could still be used; looking does not use it."""
        with reading(self.engine) as session:
            return queries.link_holds(session, token, self.clock())

    def redeem(self, token: str) -> Redeemed | None:
        """Use a sign-in link; None for one that is used, past or not ours."""
        lasting = timedelta(days=self.settings.session_days)
        with writing(self.engine) as session:
            return actions.redeem(session, token=token, lasting=lasting, now=self.clock())

    def who(self, session_token: str | None) -> Who | None:
        """Who is signed in with this cookie; at most once an hour notes that the session is used."""
        if not session_token:
            return None
        now = self.clock()
        with reading(self.engine) as session:
            found = queries.signed_in(session, session_token, now)
        if found and rules.seen_is_due(found.seen_at, now):
            with writing(self.engine) as session:
                actions.note_seen(session, session_id=found.session_id, person_id=found.who.person_id, now=now)
        return found.who if found else None

    def standing(self, person_id: int | None) -> Standing:
        """Who asks, with their roles; nobody for None."""
        with reading(self.engine) as session:
            return queries.standing_of(session, person_id)

    def holders(self) -> list[Holder]:
        """Everyone who holds a role."""
        with reading(self.engine) as session:
            return queries.holders(session)

    def grant(self, email: str, role: Role, *, by: int | None, language: Language = "fr") -> bool:
        """Give the person with this address a role, known already or not; False where they hold it.

        Raises `InvalidInput` (`email`, `region`).
        """
        address, now = rules.normal_email(email), self.clock()
        with writing(self.engine) as session:
            person = actions.find_or_make(session, email=address, name=None, phone=None, language=language, now=now)
            assert person.id is not None  # noqa: S101 - it was read from the table
            return granting.grant(session, person_id=person.id, role=role, by=by, now=now)

    def revoke(self, email: str, role: Role, *, by: int | None) -> bool:
        """Take a role back; False where nobody with this address holds it. Raises `Conflict` (last administrator)."""
        with writing(self.engine) as session:
            person = queries.by_email(session, rules.email_key(email))
            if person is None or person.id is None:
                return False
            return granting.revoke(session, person_id=person.id, role=role, by=by, now=self.clock())

    def sign_out(self, session_token: str) -> None:
        """End this session."""
        with writing(self.engine) as session:
            actions.sign_out(session, token=session_token, now=self.clock())

    def sign_out_everywhere(self, person_id: int) -> None:
        """End every session of a person, and make their unused links void."""
        with writing(self.engine) as session:
            actions.sign_out_everywhere(session, person_id=person_id, now=self.clock())

    def set_language(self, person_id: int, language: Language) -> None:
        """The language to write to someone in."""
        with writing(self.engine) as session:
            actions.set_language(session, person_id=person_id, language=language)

    def set_details(self, person_id: int, name: str, phone: str | None) -> None:
        """What a signed-in person says of themselves. Raises `InvalidInput` (`name`, `phone`)."""
        clean = rules.clean_name(name), rules.clean_phone(phone)
        with writing(self.engine) as session:
            actions.set_details(session, person_id=person_id, name=clean[0], phone=clean[1])

    def calendar_address(self, person_id: int) -> str:
        """A new secret path of someone's calendar, told this once; the one before stops working."""
        with writing(self.engine) as session:
            return f"/calendars/{actions.new_calendar_secret(session, person_id=person_id)}.ics"

    def has_calendar(self, person_id: int) -> bool:
        """Whether a calendar address of this person works."""
        with reading(self.engine) as session:
            return queries.has_calendar(session, person_id)

    def revoke_calendar(self, person_id: int) -> None:
        """Make the calendar address of this person stop working."""
        with writing(self.engine) as session:
            actions.revoke_calendar(session, person_id=person_id)

    def of_calendar(self, secret: str) -> Who | None:
        """Whose calendar has this secret address."""
        with reading(self.engine) as session:
            return queries.by_calendar(session, secret)

    def unsubscribe_path(self, person_id: int) -> str:
        """The path that stops news to someone, for the foot of messages and their `List-Unsubscribe`."""
        return f"/unsubscribe/{news_token(self.settings.secret.get_secret_value(), person_id)}"

    def known_news_token(self, token: str) -> bool:
        """Whether a token of `unsubscribe_path` is ours; looking changes nothing."""
        return read_news_token(self.settings.secret.get_secret_value(), token) is not None

    def refuse_news(self, token: str) -> bool:
        """Stop news by a token of `unsubscribe_path`; False for one that is not ours."""
        person_id = read_news_token(self.settings.secret.get_secret_value(), token)
        if person_id is None:
            return False
        with writing(self.engine) as session:
            actions.refuse_news(session, person_id=person_id, now=self.clock())
        return True
