"""A proposal: whatever was typed is kept, and what is still missing is said, field by field."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.initiatives.proposal import (
    FirstMeeting,
    Precision,
    Problem,
    Proposal,
    Spot,
    Wanted,
    Words,
    clean,
    problems,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("America/Toronto"))
TOMORROW = NOW.date() + timedelta(days=1)
WHOLE = Proposal(
    name=Words(fr="La cuisine du coin"),
    summary=Words(en="We cook together on Sundays."),
    causes=("food",),
    languages=("fr",),
    spot=Spot(precision=Precision.EXACT, lat=45.53, lon=-73.6),
    needs=(Wanted(title=Words(fr="Éplucher"), skills=("FIRSTAID",), capacity=3, until=NOW.date()),),
    meeting=FirstMeeting(day=TOMORROW, starts=time(10)),
)


def told(proposal: Proposal) -> set[str]:
    return {problem.at for problem in problems(proposal, now=NOW)}


def changed(**fields: object) -> Proposal:
    return WHOLE.model_copy(update=fields)


def test_a_whole_proposal_can_be_sent() -> None:
    assert problems(WHOLE, now=NOW) == []
    assert problems(changed(needs=(), meeting=None), now=NOW) == []


def test_an_empty_one_is_told_everything_at_once() -> None:
    assert told(Proposal()) == {"name", "summary", "causes", "spot.precision"}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"name": Words(fr="x" * 101)}, "name.fr"),
        ({"summary": Words(fr="ok", en="x" * 281)}, "summary.en"),
        ({"causes": ("food", "nature", "repair", "learning")}, "causes"),
        ({"causes": ("food", "nothing")}, "causes"),
        ({"languages": ("tlh",)}, "languages"),
        ({"spot": Spot(precision=Precision.APPROXIMATE)}, "spot"),
        ({"spot": Spot(precision=Precision.EXACT, lat=45.0)}, "spot"),
        ({"spot": Spot(precision=Precision.ONLINE, address="x" * 161)}, "spot.address"),
        ({"needs": (Wanted(capacity=1),)}, "needs.0.title"),
        ({"needs": (Wanted(title=Words(fr="A")),)}, "needs.0.capacity"),
        ({"needs": (Wanted(title=Words(fr="A"), capacity=0),)}, "needs.0.capacity"),
        ({"needs": (Wanted(title=Words(fr="A"), capacity=1, minimum_age=-1),)}, "needs.0.minimum_age"),
        ({"needs": (Wanted(title=Words(fr="A"), capacity=1, skills=("nothing",)),)}, "needs.0.skills"),
        ({"needs": (Wanted(title=Words(fr="A"), capacity=1, until=NOW.date() - timedelta(1)),)}, "needs.0.until"),
        ({"needs": (Wanted(title=Words(fr="A"), capacity=1),) * 21}, "needs"),
        ({"governance": {"choice": "king"}}, "governance.choice"),
        ({"meeting": FirstMeeting(starts=time(10))}, "meeting.day"),
        ({"meeting": FirstMeeting(day=NOW.date(), starts=time(12))}, "meeting.day"),
        ({"meeting": FirstMeeting(day=TOMORROW, starts=time(10), capacity=0)}, "meeting.capacity"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "https://user@example.org"}, "website"),
        ({"website": "https://localhost"}, "website"),
        ({"website": "https://[::1"}, "website"),
        ({"website": "example.org"}, "website"),
    ],
    ids=str,
)
def test_each_thing_to_mend_is_told_at_its_field(fields: dict[str, object], at: str) -> None:
    proposal = Proposal.model_validate({**WHOLE.model_dump(), **fields})
    assert told(proposal) == {at}


def test_online_needs_no_pin() -> None:
    assert told(changed(spot=Spot(precision=Precision.ONLINE))) == set()


words = st.builds(Words, fr=st.text(max_size=30), en=st.text(max_size=30))
drafts = st.builds(
    Proposal,
    name=words,
    summary=words,
    causes=st.lists(st.text(max_size=9), max_size=3).map(tuple),
    spot=st.builds(
        Spot,
        precision=st.none() | st.sampled_from(Precision),
        lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180),
    ),
    needs=st.lists(st.builds(Wanted, title=words, capacity=st.none() | st.integers()), max_size=3).map(tuple),
    meeting=st.none() | st.builds(FirstMeeting, day=st.none() | st.dates(), starts=st.none() | st.times()),
    website=st.text(max_size=30),
)


@given(drafts)
def test_a_draft_comes_back_as_it_was_stored(draft: Proposal) -> None:
    assert Proposal.model_validate_json(draft.model_dump_json()) == draft


@given(drafts)
def test_whatever_was_typed_is_answered_in_words(draft: Proposal) -> None:
    for problem in problems(draft, now=NOW):
        assert isinstance(problem, Problem)
        assert problem.message.format(**problem.values)


@given(st.text())
def test_cleaning_is_done_once_and_lets_nothing_through_that_drives_a_display(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not {"\x00", "\x1b", "\u202e", "\u2066", "\u200b"} & set(cleaned)


def test_a_newer_form_s_field_does_no_harm() -> None:
    assert Proposal.model_validate({"name": {"fr": "A", "crk": "B"}, "later": 1}).name == Words(fr="A")
