"""The life of an initiative: which act leads from which state to which.

    draft ──submit──▶ submitted ──publish──▶ published ──pause──▶ paused
      ▲                │      │                │   ▲                │
      └────take back───┘    reject             │   └────resume──────┤
                              ▼               end                  end
                          rejected             ▼                    │
                              └──submit──▶   ended ◀────────────────┘

A moderator hides what is submitted, published, paused or ended, and shows it again as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from luminance_geo.errors import Conflict
from luminance_geo.i18n import N_


class State(StrEnum):
    """Where an initiative is in its life; what is published, paused or ended is seen by everyone."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    PAUSED = "paused"
    ENDED = "ended"
    REJECTED = "rejected"
    HIDDEN = "hidden"


class Act(StrEnum):
    """What changes the state."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    PUBLISH = "publish"
    REJECT = "reject"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    HIDE = "hide"
    SHOW = "show"


SEEN = frozenset({State.PUBLISHED, State.PAUSED, State.ENDED})
"""States that everyone sees; only what is published is found by a search."""

_MOVES: Mapping[tuple[State, Act], State] = MappingProxyType({
    (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Act.TAKE_BACK): State.DRAFT,
    (State.SUBMITTED, Act.PUBLISH): State.PUBLISHED,
    (State.SUBMITTED, Act.REJECT): State.REJECTED,
    (State.REJECTED, Act.SUBMIT): State.SUBMITTED,
    (State.PUBLISHED, Act.PAUSE): State.PAUSED,
    (State.PUBLISHED, Act.END): State.ENDED,
    (State.PAUSED, Act.RESUME): State.PUBLISHED,
    (State.PAUSED, Act.END): State.ENDED,
    (State.ENDED, Act.RESUME): State.PUBLISHED,
    **{(state, Act.HIDE): State.HIDDEN for state in (State.SUBMITTED, *SEEN)},
})  # fmt: skip
_NOT_NOW = N_("This cannot be done any more: the initiative has changed in the meantime. Reload the page.")


def after(state: State, act: Act, *, hidden_from: State | None = None) -> State:
    """The state that an act leads to; `hidden_from` is what something hidden was before.

    Raises `Conflict` where the act does not go with the state.

    >>> after(State.SUBMITTED, Act.PUBLISH), after(State.HIDDEN, Act.SHOW, hidden_from=State.PAUSED)
    (<State.PUBLISHED: 'published'>, <State.PAUSED: 'paused'>)
    """
    if state is State.HIDDEN and act is Act.SHOW and hidden_from is not None:
        return hidden_from
    found = _MOVES.get((state, act))
    if found is None:
        raise Conflict(_NOT_NOW)
    return found


def acts_in(state: State) -> frozenset[Act]:
    """What could be done to an initiative in this state, by someone who may."""
    shown = {Act.SHOW} if state is State.HIDDEN else set[Act]()
    return frozenset({act for one, act in _MOVES if one == state} | shown)
