"""The life of an initiative: what is drawn in the module happens, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.errors import Conflict
from luminance_geo.initiatives.states import SEEN, Act, State, acts_in, after

ARROWS = {
    "draft": {"submit": "submitted"},
    "submitted": {"take_back": "draft", "publish": "published", "reject": "rejected", "hide": "hidden"},
    "published": {"pause": "paused", "end": "ended", "hide": "hidden"},
    "paused": {"resume": "published", "end": "ended", "hide": "hidden"},
    "ended": {"resume": "published", "hide": "hidden"},
    "rejected": {"submit": "submitted"},
    "hidden": {},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_an_act_leads_where_it_is_drawn_to_or_is_refused(state: State, act: Act) -> None:
    drawn = ARROWS[state].get(act)
    if drawn is None:
        with pytest.raises(Conflict):
            after(state, act)
    else:
        assert after(state, act) == drawn
        assert act in acts_in(state)


@pytest.mark.parametrize("state", [State.SUBMITTED, *sorted(SEEN)])
def test_what_was_hidden_is_shown_as_it_was(state: State) -> None:
    assert after(after(state, Act.HIDE), Act.SHOW, hidden_from=state) is state
    assert acts_in(State.HIDDEN) == {Act.SHOW}


@given(st.lists(st.sampled_from(Act), max_size=12))
def test_nothing_is_seen_before_it_was_published(acts: list[Act]) -> None:
    state, published, hidden_from = State.DRAFT, False, None
    for act in acts:
        before = state
        try:
            state = after(state, act, hidden_from=hidden_from)
        except Conflict:
            continue
        hidden_from = before if act is Act.HIDE else hidden_from
        published |= act is Act.PUBLISH
        assert published or state not in SEEN
