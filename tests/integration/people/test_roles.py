"""Roles on both databases: given once, taken back, written into the trail, gone with the person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from luminance_geo.audit.queries import trail_of
from luminance_geo.database import reading
from luminance_geo.errors import Conflict, InvalidInput
from luminance_geo.people.roles import NOBODY, Role, RoleKind, Standing
from luminance_geo.people.service import People
from luminance_geo.privacy.service import Privacy
from luminance_geo.settings import Settings

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
ADA, EVE = "ada@example.org", "eve@example.org"
MODERATOR = Role(RoleKind.MODERATOR, "region-06")
ADMINISTRATOR = Role(RoleKind.ADMINISTRATOR)


@pytest.fixture
def people(engine: Engine) -> People:
    return People(engine, lambda: NOW, Settings())


def id_of(people: People, email: str) -> int:
    return next(holder.person_id for holder in people.holders() if holder.email == email)


def test_a_role_is_given_once_and_taken_back(people: People) -> None:
    assert people.grant(ADA, MODERATOR, by=None)
    assert not people.grant(ADA, MODERATOR, by=None)
    person_id = id_of(people, ADA)
    assert people.standing(person_id) == Standing(person_id, frozenset({MODERATOR}))
    assert not people.revoke(ADA, Role(RoleKind.MODERATOR), by=None), "everywhere is another role than one region"
    assert people.revoke(ADA.upper(), MODERATOR, by=None)
    assert not people.revoke(ADA, MODERATOR, by=None)
    assert people.standing(person_id) == Standing(person_id)
    with reading(people.engine) as session:
        told = [(entry.action, entry.details["role"]) for entry in trail_of(session, "person", person_id)]
    assert told == [("role.granted", "moderator"), ("role.revoked", "moderator")]


def test_who_is_unknown_stands_for_nobody(people: People) -> None:
    assert people.standing(None) == NOBODY
    assert people.standing(4_000_000) == Standing(4_000_000)
    assert not people.revoke("nobody@example.org", MODERATOR, by=None)


def test_the_last_administrator_stays(people: People) -> None:
    people.grant(ADA, ADMINISTRATOR, by=None)
    with pytest.raises(Conflict):
        people.revoke(ADA, ADMINISTRATOR, by=None)
    people.grant(EVE, ADMINISTRATOR, by=id_of(people, ADA))
    assert people.revoke(ADA, ADMINISTRATOR, by=id_of(people, EVE))
    assert [holder.email for holder in people.holders()] == [EVE]


@pytest.mark.parametrize("kind", [RoleKind.RESEARCHER, RoleKind.ADMINISTRATOR])
def test_a_role_of_all_regions_is_refused_for_one(people: People, kind: RoleKind) -> None:
    with pytest.raises(InvalidInput) as refused:
        people.grant(ADA, Role(kind, "region-06"), by=None)
    assert refused.value.parameter == "region"
    assert people.holders() == []


def test_an_address_that_cannot_be_is_refused(people: People) -> None:
    with pytest.raises(InvalidInput) as refused:
        people.grant("ada", MODERATOR, by=None)
    assert refused.value.parameter == "email"


def test_roles_are_told_and_go_with_the_person(people: People, engine: Engine) -> None:
    people.grant(ADA, MODERATOR, by=None)
    person_id, privacy = id_of(people, ADA), Privacy(engine, lambda: NOW, Settings())
    told = privacy.export(person_id)["roles"]
    assert told == [{"role": "moderator", "region": "region-06", "granted_at": NOW.isoformat()}]
    privacy.erase(person_id)
    assert people.holders() == []
    assert people.standing(person_id) == Standing(person_id)


def test_who_was_named_may_take_their_time_to_sign_in(people: People, engine: Engine) -> None:
    people.grant(ADA, MODERATOR, by=None)
    privacy = Privacy(engine, lambda: NOW, Settings())
    privacy.retention(NOW + timedelta(days=365))
    assert [holder.email for holder in people.holders()] == [ADA]
    privacy.retention(NOW + timedelta(days=365 * 3))
    assert people.holders() == []
