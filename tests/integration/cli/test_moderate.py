"""Commands of a moderator, on both databases: what waits, and a word that is carried out."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from luminance_geo.database import make_engine, reading, writing
from luminance_geo.initiatives import proposing
from luminance_geo.initiatives.model import Initiative
from luminance_geo.initiatives.proposal import Precision, Proposal, Spot, Words
from luminance_geo.people import actions as people
from tests.integration.cli.test_people import Cli, cli

__all__ = ["cli"]

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
VILLERAY = Spot(precision=Precision.EXACT, lat=45.5421, lon=-73.6203)
MO = ("--as", "mo@example.org")


@pytest.fixture
def case(cli: Cli, database_url: str) -> str:
    """Something that waits, and who may decide it."""
    assert cli("roles", "grant", "mo@example.org", "moderator", "--region", "region-06")[0] == 0
    engine = make_engine(database_url)
    whole = Proposal(
        name=Words(fr="La cuisine du coin"), summary=Words(fr="On cuisine."), causes=("food",), spot=VILLERAY
    )
    with writing(engine) as session:
        pro = people.find_or_make(session, email="pro@example.org", name=None, phone=None, language="fr", now=NOW)
        token = proposing.start(session, content=whole, language="fr", person_id=None, now=NOW)
        proposing.send(session, token=token, person_id=pro.id or 0, trusted=False, now=NOW)
    engine.dispose()
    [waiting] = json.loads(cli("moderate", "list", *MO, "--json")[1])
    assert (waiting["kind"], waiting["name_fr"]) == ("initiative", "La cuisine du coin")
    return str(waiting["number"])


def state(database_url: str) -> str:
    engine = make_engine(database_url)
    with reading(engine) as session:
        found = session.exec(select(Initiative.state)).one().value
    engine.dispose()
    return found


def test_what_waits_is_listed_and_published(cli: Cli, case: str, database_url: str) -> None:
    listed = cli("moderate", "list", *MO)[1]
    assert all(word in listed for word in ("new initiative", "La cuisine du coin", "Villeray", "1 waiting"))
    assert cli("moderate", "approve", case, *MO) == (0, "Published.\n", "")
    assert state(database_url) == "published"
    assert cli("moderate", "list", *MO)[1] == "0 waiting\n"
    code, _, err = cli("moderate", "approve", case, *MO)
    assert code == 1
    assert "in the meantime" in err


@pytest.mark.parametrize(("word", "after"), [("reject", "rejected"), ("hide", "hidden")])
def test_a_refusal_says_why(cli: Cli, case: str, database_url: str, word: str, after: str) -> None:
    code, _, err = cli("moderate", word, case, *MO)
    assert code == 1
    assert "Say why" in err
    assert state(database_url) == "submitted"
    assert cli("moderate", word, case, *MO, "--reason", "unclear")[0] == 0
    assert state(database_url) == after


def test_who_may_not_is_refused(cli: Cli, case: str, database_url: str) -> None:
    assert cli("moderate", "list", "--as", "nobody@example.org")[0] == 1
    assert cli("moderate", "list", "--as", "pro@example.org")[1] == "0 waiting\n"
    assert cli("roles", "grant", "far@example.org", "moderator", "--region", "region-03")[0] == 0
    for who in ("pro@example.org", "far@example.org"):
        code, _, err = cli("moderate", "approve", case, "--as", who)
        assert code == 1
        assert "not yours" in err
    assert state(database_url) == "submitted"
