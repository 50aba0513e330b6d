"""From a draft to the map, on both databases: saved, sent, decided, mended, edited, taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from luminance_geo.audit.queries import trail_of
from luminance_geo.database import reading, revision, writing
from luminance_geo.errors import Conflict, InvalidInput, NotFound
from luminance_geo.initiatives import proposing
from luminance_geo.initiatives.model import Initiative, Need, Organiser
from luminance_geo.initiatives.proposal import Precision, Proposal, Spot, Wanted, Words
from luminance_geo.initiatives.proposing import EDIT, NEW, Sent
from luminance_geo.initiatives.states import State
from luminance_geo.moderation import actions as moderation
from luminance_geo.moderation import queries as cases
from luminance_geo.moderation.rules import Decision, Reason
from luminance_geo.people import actions as people
from luminance_geo.people.roles import Role, RoleKind, Standing
from luminance_geo.privacy.service import Privacy
from luminance_geo.settings import Settings

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
VILLERAY = Spot(precision=Precision.EXACT, lat=45.5421, lon=-73.6203, address="1, rue Exemple", postal_code="h2r1a1")
WHOLE = Proposal(
    name=Words(fr="La cuisine du coin"), summary=Words(fr="On cuisine ensemble."), causes=("food",), spot=VILLERAY,
    needs=(Wanted(title=Words(fr="Éplucher"), capacity=3, hours=Words(fr="Le dimanche")),),
)  # fmt: skip
HANDLERS = {NEW: proposing.NewInitiatives(), EDIT: proposing.Edits()}


def person(engine: Engine, name: str = "pro") -> int:
    with writing(engine) as session:
        made = people.find_or_make(session, email=f"{name}@example.org", name=name, phone=None, language="fr", now=NOW)
        assert made.id is not None
        return made.id


def begun(engine: Engine, content: Proposal = WHOLE, initiative_id: int | None = None) -> str:
    with writing(engine) as session:
        return proposing.start(
            session, content=content, language="fr", person_id=None, initiative_id=initiative_id, now=NOW
        )


def sent(engine: Engine, token: str, person_id: int, *, trusted: bool = False, now: datetime = NOW) -> Sent:
    with writing(engine) as session:
        return proposing.send(session, token=token, person_id=person_id, trusted=trusted, now=now)


def decided(engine: Engine, decision: Decision, reason: Reason | None = None) -> None:
    who = Standing(person(engine, "mo"), frozenset({Role(RoleKind.MODERATOR, "region-06")}))
    with writing(engine) as session:
        [case] = cases.queue(session, who)
        assert case.id is not None
        moderation.decide(
            session, case_id=case.id, who=who, decision=decision, reason=reason, words="", handlers=HANDLERS, now=NOW
        )


def only(session: Session) -> Initiative:
    return session.exec(select(Initiative)).one()


def test_a_draft_resumes_by_its_link_and_whatever_was_typed_is_there(engine: Engine) -> None:
    token = begun(engine, Proposal())
    half = Proposal(name=Words(fr="La cui"), website="https:/")
    with writing(engine) as session:
        proposing.save(session, token=token, content=half, now=NOW)
    with reading(engine) as session:
        assert proposing.load(session, token) == half
        with pytest.raises(NotFound):
            proposing.load(session, token[:-1])


def test_what_is_approved_is_published_with_its_place_and_its_organiser(engine: Engine) -> None:
    pro = person(engine)
    done = sent(engine, begun(engine), pro)
    assert (done.slug, done.state) == ("la-cuisine-du-coin", State.SUBMITTED)
    with reading(engine) as session:
        before = revision(session)
    decided(engine, Decision.APPROVE)
    with reading(engine) as session:
        found = only(session)
        assert (found.state, found.published_at, found.confirmed_at) == (State.PUBLISHED, NOW, NOW)
        assert "region-06" in found.regions
        assert (found.time_zone, found.postal_code, found.name_fr_at) == ("America/Toronto", "H2R 1A1", NOW)
        assert session.exec(select(Organiser.person_id)).all() == [pro]
        [need] = session.exec(select(Need))
        assert (need.title_fr, need.capacity, need.hours_fr) == ("Éplucher", 3, "Le dimanche")
        assert revision(session) > before, "the catalogue hears of it"
        told = [entry.action for entry in trail_of(session, "initiative", found.id or 0)]
    assert told == ["proposal.sent", "case.decided"]


def test_what_is_refused_is_mended_and_sent_again(engine: Engine) -> None:
    pro, token = person(engine), begun(engine)
    first = sent(engine, token, pro)
    decided(engine, Decision.REJECT, Reason.UNCLEAR)
    with writing(engine) as session:
        assert only(session).state is State.REJECTED
        mended = WHOLE.model_copy(update={"summary": Words(fr="On cuisine ensemble le dimanche.")})
        proposing.save(session, token=token, content=mended, now=NOW)
    again = sent(engine, token, pro)
    assert (again.initiative_id, again.slug) == (first.initiative_id, first.slug)
    decided(engine, Decision.APPROVE)
    with reading(engine) as session:
        assert (only(session).state, only(session).summary_fr) == (
            State.PUBLISHED, "On cuisine ensemble le dimanche.",
        )  # fmt: skip


def test_what_is_hidden_is_out_of_sight(engine: Engine) -> None:
    sent(engine, begun(engine), person(engine))
    decided(engine, Decision.HIDE, Reason.UNLAWFUL)
    with reading(engine) as session:
        assert (only(session).state, only(session).hidden_from) == (State.HIDDEN, "submitted")


def test_trusted_people_publish_at_once(engine: Engine) -> None:
    assert sent(engine, begun(engine), person(engine), trusted=True).state is State.PUBLISHED
    with reading(engine) as session:
        assert cases.history(session, NEW, only(session).id or 0) == []


def test_an_edit_shows_once_it_is_approved_and_keeps_who_signed_up(engine: Engine) -> None:
    pro = person(engine)
    done = sent(engine, begun(engine), pro, trusted=True)
    with writing(engine) as session:
        [need] = session.exec(select(Need))
        need.taken = 2
        number = need.id
        session.add(need)
    later = NOW + timedelta(days=3)
    edit = WHOLE.model_copy(update={
        "summary": Words(fr="On cuisine ensemble.", en="We cook together."),
        "needs": (
            Wanted(title=Words(fr="Accueillir"), capacity=1), Wanted(id=number, title=Words(fr="Trancher"), capacity=1),
        ),
    })  # fmt: skip
    token = begun(engine, edit, done.initiative_id)
    assert sent(engine, token, pro, now=later).state is State.PUBLISHED
    with reading(engine) as session:
        assert only(session).summary_en is None, "it waits"
    decided(engine, Decision.APPROVE)
    with reading(engine) as session:
        found = only(session)
        assert (found.summary_en, found.summary_fr_at, found.slug) == ("We cook together.", NOW, done.slug)
        needs = {need.id: need for need in session.exec(select(Need))}
        kept = needs.pop(number)
        assert (kept.title_fr, kept.capacity, kept.taken) == ("Trancher", 2, 2), "nobody loses their place"
        assert [need.title_fr for need in needs.values()] == ["Accueillir"]


def test_a_role_that_goes_closes_where_someone_has_it(engine: Engine) -> None:
    pro = person(engine)
    two = WHOLE.model_copy(update={"needs": tuple(Wanted(title=Words(fr=name), capacity=2) for name in "AB")})
    done = sent(engine, begun(engine, two), pro, trusted=True)
    with writing(engine) as session:
        taken = session.exec(select(Need).order_by(col(Need.id))).first()
        assert taken is not None
        taken.taken = 1
        session.add(taken)
    sent(engine, begun(engine, WHOLE.model_copy(update={"needs": ()}), done.initiative_id), pro, trusted=True)
    with reading(engine) as session:
        [left] = session.exec(select(Need))
        assert (left.title_fr, left.until) == ("A", NOW.date() - timedelta(days=1))


def test_what_was_sent_can_be_taken_back(engine: Engine) -> None:
    pro, token = person(engine), begun(engine)
    sent(engine, token, pro)
    with writing(engine) as session, pytest.raises(Conflict):
        proposing.save(session, token=token, content=Proposal(), now=NOW)
    with pytest.raises(Conflict):
        sent(engine, token, pro)
    with writing(engine) as session:
        proposing.take_back(session, token=token, now=NOW)
        assert only(session).state is State.DRAFT
    with writing(engine) as session, pytest.raises(Conflict):
        proposing.take_back(session, token=token, now=NOW)
    assert sent(engine, token, pro).state is State.SUBMITTED


def test_an_area_is_stored_no_finer_than_it_is_shown(engine: Engine) -> None:
    area = VILLERAY.model_copy(update={"precision": Precision.APPROXIMATE})
    sent(engine, begun(engine, WHOLE.model_copy(update={"spot": area})), person(engine), trusted=True)
    with reading(engine) as session:
        found = only(session)
        assert (found.lat, found.lon, found.address, found.postal_code) == (45.54, -73.62, None, None)


def test_what_is_online_has_no_place(engine: Engine) -> None:
    online = VILLERAY.model_copy(update={"precision": Precision.ONLINE})
    sent(engine, begun(engine, WHOLE.model_copy(update={"spot": online})), person(engine), trusted=True)
    with reading(engine) as session:
        found = only(session)
        assert (found.remote, found.lat, found.regions, found.address) == (True, None, [], None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"causes": ()}, "causes"),
        ({"spot": VILLERAY.model_copy(update={"lat": 48.85, "lon": 2.35})}, "spot"),
    ],
)
def test_what_cannot_be_sent_says_what_to_mend_and_stays_a_draft(
    engine: Engine, changes: dict[str, object], field: str
) -> None:
    token = begun(engine, WHOLE.model_copy(update=changes))
    with pytest.raises(InvalidInput) as refused:
        sent(engine, token, person(engine))
    assert refused.value.parameter == field
    with reading(engine) as session:
        assert session.exec(select(Initiative)).first() is None
        assert proposing.load(session, token).name == WHOLE.name


def test_two_of_one_name_have_addresses_of_their_own(engine: Engine) -> None:
    pro = person(engine)
    town = WHOLE.model_copy(update={"spot": VILLERAY.model_copy(update={"locality": "Montréal"})})
    slugs = [sent(engine, begun(engine, town), pro, trusted=True).slug for _ in range(4)]
    assert slugs == [
        "la-cuisine-du-coin", "la-cuisine-du-coin-montreal", "la-cuisine-du-coin-montreal-2",
        "la-cuisine-du-coin-montreal-3",
    ]  # fmt: skip


def test_proposers_are_told_what_is_held_and_taken_off(engine: Engine) -> None:
    pro = person(engine)
    done = sent(engine, begun(engine), pro, trusted=True)
    privacy = Privacy(engine, lambda: NOW, Settings())
    told = privacy.export(pro)
    assert told["organises"] == [{"initiative": done.slug, "since": NOW.isoformat()}]
    assert "La cuisine du coin" in str(told["proposals"])
    privacy.erase(pro)
    with reading(engine) as session:
        assert session.exec(select(Organiser)).first() is None
        assert only(session).state is State.PUBLISHED


def test_drafts_that_nobody_goes_on_with_are_forgotten(engine: Engine) -> None:
    pro = person(engine)
    left, waiting, taken = begun(engine), begun(engine), begun(engine)
    sent(engine, waiting, pro)
    sent(engine, taken, pro, trusted=True)
    before, after = NOW - timedelta(days=1), NOW + timedelta(days=1)
    for drafts, accepted, forgotten in ((before, before, 0), (after, before, 1), (after, after, 1)):
        with writing(engine) as session:
            assert proposing.forget(session, drafts=drafts, accepted=accepted) == forgotten
    with reading(engine) as session:
        assert proposing.load(session, waiting) == WHOLE, "what waits for a word stays"
        for token in (left, taken):
            with pytest.raises(NotFound):
                proposing.load(session, token)


def test_retention_forgets_them(engine: Engine) -> None:
    token, privacy = begun(engine), Privacy(engine, lambda: NOW, Settings())
    assert [privacy.retention(NOW + timedelta(days=days)).drafts for days in (89, 91)] == [0, 1]
    with reading(engine) as session, pytest.raises(NotFound):
        proposing.load(session, token)
