"""Verbs of those who propose: a draft saved as it is typed, sent, taken back, mended. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, delete, or_
from sqlmodel import Session, col, select

from luminance_geo.audit import actions as audit
from luminance_geo.errors import Conflict, InvalidInput, NotFound
from luminance_geo.i18n import N_, Bilingual, Language
from luminance_geo.initiatives import publishing
from luminance_geo.initiatives.model import Initiative, Organiser, StoredProposal
from luminance_geo.initiatives.proposal import Proposal, Stage, problems
from luminance_geo.initiatives.states import Act, State
from luminance_geo.moderation import actions as moderation
from luminance_geo.moderation.model import Case
from luminance_geo.moderation.rules import Decision
from luminance_geo.people.tokens import hash_token, new_token

NEW, EDIT = "initiative", "edit"
"""Kinds of cases: about an initiative that is new, and about a proposal that edits one."""

_GONE = N_("This draft is no longer there.")
_SENT = N_("This was sent already; take it back to change it.")
_NOT_SENT = N_("This is not waiting any more.")


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending has made of a proposal."""

    initiative_id: int
    slug: str
    state: State


def start(
    session: Session, *, content: Proposal, language: Language, person_id: int | None, now: datetime,
    initiative_id: int | None = None,
) -> str:  # fmt: skip
    """Begin a draft; the secret of the link that resumes it, told this once."""
    token, kept = new_token()
    session.add(
        StoredProposal(
            token_hash=kept, person_id=person_id, initiative_id=initiative_id, content=content.model_dump_json(),
            language=language, created_at=now, updated_at=now,
        )
    )  # fmt: skip
    session.flush()
    return token


def save(session: Session, *, token: str, content: Proposal, now: datetime) -> None:
    """Keep what was typed. Raises `NotFound`, and `Conflict` for what waits for a word."""
    stored = _by_token(session, token)
    _require_open(stored)
    stored.content, stored.updated_at = content.model_dump_json(), now
    session.add(stored)
    session.flush()


def load(session: Session, token: str) -> Proposal:
    """What was typed so far. Raises `NotFound`."""
    return Proposal.model_validate_json(_by_token(session, token).content)


def send(session: Session, *, token: str, person_id: int, trusted: bool, now: datetime) -> Sent:
    """Ask for it to be published, as someone whose address is proved; what `trusted` people send is published at once.

    Raises `NotFound`, `Conflict` for what was sent already, `InvalidInput` at the first field to mend.
    """
    stored = _by_token(session, token)
    _require_open(stored)
    proposal = Proposal.model_validate_json(stored.content)
    stored.person_id = person_id
    initiative = session.get(Initiative, stored.initiative_id) if stored.initiative_id else None
    fresh = initiative is None or initiative.state in {State.DRAFT, State.REJECTED}
    zone = initiative.time_zone if initiative else "America/Toronto"
    for problem in problems(proposal, now=now.astimezone(ZoneInfo(zone))):
        raise InvalidInput(problem.message, parameter=problem.at, **problem.values)
    if initiative is None:
        initiative = _made(session, proposal, person_id, now)
    if fresh:
        publishing.write(session, initiative, proposal, now)
        publishing.move(session, initiative, Act.SUBMIT, now)
    assert initiative.id is not None  # noqa: S101 - it was flushed
    stored.initiative_id, stored.stage, stored.sent_at, stored.updated_at = initiative.id, Stage.SENT, now, now
    session.add(stored)
    session.flush()
    _note(session, "proposal.sent", initiative.id, person_id, now)
    if trusted:
        accept(session, stored, now)
    else:
        _ask(session, stored, initiative, fresh=fresh, now=now)
    return Sent(initiative.id, initiative.slug, initiative.state)


def take_back(session: Session, *, token: str, now: datetime) -> None:
    """Open again what waits for a word. Raises `NotFound`, `Conflict` when it does not wait any more."""
    stored = _by_token(session, token)
    if stored.stage is not Stage.SENT or stored.id is None or stored.initiative_id is None:
        raise Conflict(_NOT_SENT)
    initiative = session.get_one(Initiative, stored.initiative_id)
    if initiative.state is State.SUBMITTED:
        publishing.move(session, initiative, Act.TAKE_BACK, now)
        moderation.close_case(session, kind=NEW, subject_id=stored.initiative_id)
    else:
        moderation.close_case(session, kind=EDIT, subject_id=stored.id)
    stored.stage, stored.updated_at = Stage.OPEN, now
    session.add(stored)
    _note(session, "proposal.taken_back", stored.initiative_id, stored.person_id, now)
    session.flush()


def accept(session: Session, stored: StoredProposal, now: datetime) -> None:
    """Take up what was sent: a new initiative is published, an edit is written."""
    initiative = session.get_one(Initiative, stored.initiative_id)
    if initiative.state is State.SUBMITTED:
        publishing.move(session, initiative, Act.PUBLISH, now)
    else:
        publishing.write(session, initiative, Proposal.model_validate_json(stored.content), now)
    stored.stage, stored.updated_at = Stage.ACCEPTED, now
    session.add(stored)
    session.flush()


def forget(session: Session, *, drafts: datetime, accepted: datetime) -> int:
    """Delete what nobody has gone on with since `drafts`, and what was taken up before `accepted`; how many."""
    left = col(StoredProposal.stage).in_((Stage.OPEN, Stage.REFUSED)) & (col(StoredProposal.updated_at) < drafts)
    done = (col(StoredProposal.stage) == Stage.ACCEPTED) & (col(StoredProposal.updated_at) < accepted)
    gone = session.execute(delete(StoredProposal).where(or_(left, done)))
    assert isinstance(gone, CursorResult)  # noqa: S101 - what a DELETE gives, said to the type checker
    return int(gone.rowcount)


class NewInitiatives:
    """Carries out what is decided about new initiatives."""

    decisions = frozenset({Decision.APPROVE, Decision.REJECT, Decision.HIDE})

    def __call__(self, session: Session, case: Case, now: datetime) -> None:
        """Publish it, or send it back to be mended, or put it out of sight."""
        stored = _sent_about(session, case.subject_id)
        if case.decision is Decision.APPROVE:
            accept(session, stored, now)
            return
        act = Act.HIDE if case.decision is Decision.HIDE else Act.REJECT
        publishing.move(session, session.get_one(Initiative, case.subject_id), act, now)
        _refuse(session, stored, now)

    def name(self, session: Session, case: Case) -> Bilingual:
        """The initiative's."""
        found = session.get_one(Initiative, case.subject_id)
        return Bilingual(found.name_fr, found.name_en)


class Edits:
    """Carries out what is decided about edits of what is published."""

    decisions = frozenset({Decision.APPROVE, Decision.REJECT})

    def __call__(self, session: Session, case: Case, now: datetime) -> None:
        """Write it, or send it back to be mended; what is published stays as it is."""
        stored = session.get_one(StoredProposal, case.subject_id)
        if case.decision is Decision.APPROVE:
            accept(session, stored, now)
        else:
            _refuse(session, stored, now)

    def name(self, session: Session, case: Case) -> Bilingual:
        """The one that is proposed."""
        words = Proposal.model_validate_json(session.get_one(StoredProposal, case.subject_id).content).name
        return Bilingual(words.fr or None, words.en or None)


def _made(session: Session, proposal: Proposal, person_id: int, now: datetime) -> Initiative:
    name = proposal.name
    initiative = Initiative(
        slug=publishing.free_slug(session, proposal), created_at=now, updated_at=now,
        name_fr=name.fr or None, name_fr_at=now if name.fr else None,
        name_en=name.en or None, name_en_at=now if name.en else None,
    )  # fmt: skip
    session.add(initiative)
    session.flush()
    assert initiative.id is not None  # noqa: S101 - it was flushed
    session.add(Organiser(initiative_id=initiative.id, person_id=person_id, joined_at=now))
    return initiative


def _ask(session: Session, stored: StoredProposal, initiative: Initiative, *, fresh: bool, now: datetime) -> None:
    kind, subject_id = (NEW, initiative.id) if fresh else (EDIT, stored.id)
    assert subject_id is not None  # noqa: S101 - both were flushed
    moderation.open_case(
        session, kind=kind, subject_id=subject_id, regions=initiative.regions, opened_by=stored.person_id, now=now
    )


def _refuse(session: Session, stored: StoredProposal, now: datetime) -> None:
    stored.stage, stored.updated_at = Stage.REFUSED, now
    session.add(stored)
    session.flush()


def _sent_about(session: Session, initiative_id: int) -> StoredProposal:
    asked = select(StoredProposal).where(
        col(StoredProposal.initiative_id) == initiative_id, col(StoredProposal.stage) == Stage.SENT
    )
    return session.exec(asked).one()


def _by_token(session: Session, token: str) -> StoredProposal:
    asked = select(StoredProposal).where(col(StoredProposal.token_hash) == hash_token(token)).with_for_update()
    stored = session.exec(asked).first()
    if stored is None:
        raise NotFound(_GONE)
    return stored


def _require_open(stored: StoredProposal) -> None:
    if stored.stage not in {Stage.OPEN, Stage.REFUSED}:
        raise Conflict(_SENT)


def _note(session: Session, action: str, initiative_id: int, actor_id: int | None, now: datetime) -> None:
    audit.record(session, at=now, actor_id=actor_id, action=action, subject_kind="initiative", subject_id=initiative_id)
