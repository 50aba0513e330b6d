"""Sign-ups for the faces: one call, one transaction.

Examples (the demonstration set) can be signed up for, to practise: it is stored and counted like the rest and goes with
the set, but no message leaves unless `mail_demonstration` is set. `Outcome.demonstration` lets the screen say so, and
the screen's own link may then confirm, which proves nothing about the address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from luminance_geo.database import reading, writing
from luminance_geo.errors import Conflict, InvalidInput, NotFound, NotReady
from luminance_geo.i18n import N_
from luminance_geo.initiatives.queries import published_by_slug
from luminance_geo.jobs import Job
from luminance_geo.people import actions as people
from luminance_geo.people import rules as people_rules
from luminance_geo.people.consents import consent_text
from luminance_geo.people.model import ConsentKind, Person
from luminance_geo.people.tokens import keyed_hash
from luminance_geo.settings import Settings
from luminance_geo.signups import actions, present, queries, reminders, rules, things
from luminance_geo.signups.actions import Asked
from luminance_geo.signups.links import Link, read_link
from luminance_geo.signups.model import SignUp, SignUpState
from luminance_geo.signups.present import Holder
from luminance_geo.signups.shapes import Engagement, Outcome, PlaceCount, Places, Ref, Request, What

__all__ = [
    "Engagement",
    "Outcome",
    "PlaceCount",
    "Places",
    "Ref",
    "Request",
    "SignUpState",
    "SignUps",
    "What",
    "periodic",
]

_EXPIRE_EVERY, _REMIND_EVERY = timedelta(minutes=1), timedelta(minutes=5)

SUBJECT = "sign_up"
"""What consents and the trail call a sign-up."""


class SignUps:
    """Everything that faces do with sign-ups. Methods raise `NotReady` while the database does not answer."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], settings: Settings) -> None:
        self._engine, self._clock, self._settings = engine, clock, settings
        self._secret = settings.secret.get_secret_value()

    def take(self, request: Request) -> Outcome:
        """Take a place, or a place in line.

        Raises `InvalidInput` naming the field, `NotFound`, `Conflict` (over, cancelled), `Limited`.
        """
        ref, clean = _ref(request), self._asked(request)
        with self._writing() as session:
            now = self._clock()
            self._require_on_page(session, request.slug, ref)
            person, trusted = self._person(session, request, now)
            taken = actions.take(
                session, ref=ref, person=person, asked=clean, trusted=trusted, now=now, settings=self._settings
            )
            if taken.fresh:
                _keep_consents(session, taken.sign_up, request, now)
            holder: Holder = "signed-in" if trusted else "screen" if taken.fresh or taken.repeated else "stranger"
            if holder == "stranger":
                actions.write_again(session, sign_up=taken.sign_up, now=now, settings=self._settings)
            return self._outcome(session, taken.sign_up, holder, now)

    def confirm(self, token: str) -> Outcome | None:
        """Confirm by a link; None for a link that is not (or no longer) ours.

        A screen's link raises `Conflict`: the address is proved by the message.
        """
        return self._by_link(token, self._confirm)

    def withdraw(self, token: str) -> Outcome | None:
        """Withdraw by a link; None for a link that is not (or no longer) ours."""
        return self._by_link(token, self._withdraw)

    def look(self, token: str) -> Outcome | None:
        """Where a sign-up stands; None for a link that is not (or no longer) ours."""
        link = read_link(self._secret, token)
        with self._reading() as session:
            sign_up = _linked(session, link)
            holder: Holder = "mail" if link and link.proved else "screen"
            return self._outcome(session, sign_up, holder, self._clock()) if sign_up else None

    def engagement(self, token: str) -> Engagement | None:
        """The whole of a sign-up by its link, for its calendar file; None for a link that is not ours."""
        link = read_link(self._secret, token)
        with self._reading() as session:
            sign_up = _linked(session, link)
            return self._engagement(session, sign_up) if sign_up else None

    def mine(self, person_id: int) -> list[Engagement]:
        """A person's sign-ups, newest first."""
        with self._reading() as session:
            found = [self._engagement(session, sign_up) for sign_up in queries.of_person(session, person_id)]
            return [one for one in found if one is not None]

    def confirm_mine(self, person_id: int, sign_up_id: int) -> Outcome:
        """Confirm as someone signed in; raises `NotFound` when it is not theirs."""
        return self._of_mine(person_id, sign_up_id, self._confirm)

    def withdraw_mine(self, person_id: int, sign_up_id: int) -> Outcome:
        """Withdraw as someone signed in; raises `NotFound` when it is not theirs."""
        return self._of_mine(person_id, sign_up_id, self._withdraw)

    def answer(self, person_id: int, sign_up_id: int, *, message: str | None) -> Outcome:
        """Change the message to the organisers; raises `NotFound` when it is not theirs, `InvalidInput` (`message`)."""
        clean = rules.clean_text(message, "message", rules.MESSAGE_LENGTH)

        def change(session: Session, sign_up: SignUp, _: Holder, now: datetime) -> None:
            actions.answer(session, sign_up=sign_up, message=clean, now=now)

        return self._of_mine(person_id, sign_up_id, change)

    def places(self, slug: str) -> Places | None:
        """Counts of an initiative's current needs and coming meetings; None for an unknown slug."""
        with self._reading() as session:
            return queries.places(session, slug, self._clock())

    def expire(self, now: datetime) -> int:
        """Let go of holds that have passed, and give idle places to who waits; how many holds. One transaction each."""
        with self._reading() as session:
            passed, idle = queries.with_passed_holds(session, now), queries.with_idle_places(session, now)
        expired = 0
        for ref in passed:
            with self._writing() as session:
                expired += actions.expire_due(session, ref=ref, now=now, settings=self._settings)
        for ref in idle:
            with self._writing() as session:
                actions.promote(session, ref=ref, now=now, settings=self._settings)
        return expired

    def remind(self, now: datetime) -> int:
        """Queue the reminders that are due; how many."""
        with self._writing() as session:
            return reminders.remind_due(session, now=now, settings=self._settings)

    def _confirm(self, session: Session, sign_up: SignUp, holder: Holder, now: datetime) -> None:
        assert sign_up.id is not None  # noqa: S101 - it was read from the table
        proved = holder != "screen"
        thing = things.read(session, things.ref_of(sign_up))
        if not proved and thing is not None and not thing.initiative.demonstration:
            raise Conflict(N_("Open the link in the message that we sent you: it shows that the address is yours."))
        actions.confirm(session, sign_up_id=sign_up.id, proved=proved, now=now, settings=self._settings)

    def _withdraw(self, session: Session, sign_up: SignUp, _: Holder, now: datetime) -> None:
        assert sign_up.id is not None  # noqa: S101 - it was read from the table
        actions.withdraw(session, sign_up_id=sign_up.id, now=now, settings=self._settings)

    def _by_link(self, token: str, verb: Callable[[Session, SignUp, Holder, datetime], None]) -> Outcome | None:
        link = read_link(self._secret, token)
        if link is None:
            return None
        with self._writing() as session:
            sign_up = _linked(session, link)
            if sign_up is None:
                return None
            holder: Holder = "mail" if link.proved else "screen"
            now = self._clock()
            verb(session, sign_up, holder, now)
            return self._outcome(session, sign_up, holder, now)

    def _of_mine(
        self, person_id: int, sign_up_id: int, verb: Callable[[Session, SignUp, Holder, datetime], None]
    ) -> Outcome:
        with self._writing() as session:
            sign_up = session.get(SignUp, sign_up_id)
            if sign_up is None or sign_up.person_id != person_id:
                raise NotFound(N_("This is no longer there."))
            now = self._clock()
            verb(session, sign_up, "signed-in", now)
            return self._outcome(session, sign_up, "signed-in", now)

    def _outcome(self, session: Session, sign_up: SignUp, holder: Holder, now: datetime) -> Outcome:
        found = present.outcome(session, sign_up, holder, now=now, secret=self._secret)
        if found is None:
            raise NotFound(N_("This is no longer there."))
        return found

    def _engagement(self, session: Session, sign_up: SignUp) -> Engagement | None:
        return present.engagement(session, sign_up, now=self._clock(), secret=self._secret)

    def _asked(self, request: Request) -> Asked:
        if not request.consent:
            raise InvalidInput(N_("Agree to share your name and address with the organisers."), parameter="consent")
        accessibility = rules.clean_text(request.accessibility, "accessibility", rules.ACCESSIBILITY_LENGTH)
        if accessibility and not request.accessibility_consent:
            message = N_("Agree to share your accessibility needs, or leave them out.")
            raise InvalidInput(message, parameter="accessibility_consent")
        ip = people_rules.ip_group(request.ip) if request.ip else None
        return Asked(
            language=request.language,
            message=rules.clean_text(request.message, "message", rules.MESSAGE_LENGTH),
            accessibility=accessibility,
            origin=rules.clean_origin(request.origin),
            idempotency_key=rules.clean_key(request.idempotency_key),
            ip_hash=keyed_hash(self._secret, ip) if ip else None,
        )

    def _person(self, session: Session, request: Request, now: datetime) -> tuple[Person, bool]:
        """The person, locked, and whether they are signed in with a proved address."""
        who = request.who
        known = session.get(Person, who.person_id, with_for_update=True) if who else None
        if known is not None and known.verified_at is not None and known.erased_at is None:
            return known, True
        person = people.find_or_make(
            session,
            email=people_rules.normal_email(request.email),
            name=people_rules.clean_name(request.name),
            phone=people_rules.clean_phone(request.phone),
            language=request.language,
            now=now,
        )
        return person, False

    @staticmethod
    def _require_on_page(session: Session, slug: str, ref: Ref) -> None:
        initiative, thing = published_by_slug(session, slug), things.read(session, ref)
        if initiative is None or thing is None or thing.row.initiative_id != initiative.id:
            raise NotFound(N_("This is no longer there."))

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with _said(), writing(self._engine) as session:
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with _said(), reading(self._engine) as session:
            yield session


def periodic(signups: SignUps) -> tuple[Job, ...]:
    """What has to be done again and again: let go of holds that have passed (and promote), and remind."""
    return (Job("expire holds", _EXPIRE_EVERY, signups.expire), Job("remind", _REMIND_EVERY, signups.remind))


@contextmanager
def _said() -> Iterator[None]:
    """What the database refuses, in words. Whether it was stored is not known: trying again gives the same sign-up."""
    try:
        yield
    except OperationalError as error:
        raise NotReady(
            N_("The service does not answer right now. Try again in a moment: nothing is counted twice.")
        ) from error
    except IntegrityError as error:
        raise Conflict(N_("This form was already sent with other answers. Reload the page.")) from error


def _ref(request: Request) -> Ref:
    if request.need_id is not None and request.meeting_id is None:
        return Ref("need", request.need_id)
    if request.meeting_id is not None and request.need_id is None:
        return Ref("meeting", request.meeting_id)
    raise InvalidInput(N_("Choose a role or a meeting."), parameter="what")


def _linked(session: Session, link: Link | None) -> SignUp | None:
    sign_up = session.get(SignUp, link.id) if link else None
    fits = sign_up is not None and link is not None and sign_up.nonce == link.nonce and sign_up.person_id is not None
    return sign_up if fits else None


def _keep_consents(session: Session, sign_up: SignUp, request: Request, now: datetime) -> None:
    kinds = [ConsentKind.SIGNUP, *([ConsentKind.ACCESSIBILITY] if sign_up.accessibility else [])]
    for kind in kinds:
        version, text = consent_text(kind, request.language)
        people.give_consent(
            session, person_id=sign_up.person_id or 0, kind=kind, version=version, language=request.language,
            text=text, subject_kind=SUBJECT, subject_id=sign_up.id, now=now,
        )  # fmt: skip
