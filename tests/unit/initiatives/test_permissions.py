"""Who may do what to an initiative, in full: every role, every deed, in every state."""

from __future__ import annotations

import pytest

from luminance_geo.initiatives.permissions import TABLE, About, Deed, may
from luminance_geo.initiatives.states import SEEN, State
from luminance_geo.people.roles import NOBODY, Role, RoleKind, Standing

REGIONS = ("province-24", "region-06")
WHO = {
    "nobody": NOBODY,
    "volunteer": Standing(1),
    "organiser": Standing(2),
    "moderator": Standing(3, frozenset({Role(RoleKind.MODERATOR)})),
    "moderator here": Standing(4, frozenset({Role(RoleKind.MODERATOR, "region-06")})),
    "moderator elsewhere": Standing(5, frozenset({Role(RoleKind.MODERATOR, "region-03")})),
    "partner": Standing(6, frozenset({Role(RoleKind.PARTNER, "region-06")})),
    "researcher": Standing(7, frozenset({Role(RoleKind.RESEARCHER)})),
    "administrator": Standing(8, frozenset({Role(RoleKind.ADMINISTRATOR)})),
}
# Columns in the order of WHO. x: in every state; s: in those that everyone sees; ·: never.
MATRIX = """
see              s s x x x s s s x
propose          x x x x x x x x x
report           s s x x x s s s x
claim            · s x x x s s s x
edit             · · x x x · · · x
submit           · · x · · · · · ·
pause            · · x x x · · · x
duplicate        · · x · · · · · ·
invite           · · x · · · · · ·
leave            · · x · · · · · ·
see_roster       · · x · · · · · ·
export_roster    · · x · · · · · ·
hold_meeting     · · x · · · · · ·
note_attendance  · · x · · · · · ·
decide           · · · x x · · · x
merge            · · · x x · · · x
hide             · · · x x · · · x
see_reasons      · · x x x · · · x
see_history      · · x x x · · · x
"""
ROWS = [line.split() for line in MATRIX.strip().splitlines()]
CASES = [(Deed(deed), who, mark) for deed, *marks in ROWS for who, mark in zip(WHO, marks, strict=True)]


def test_the_matrix_is_whole() -> None:
    assert {deed for deed, *_ in ROWS} == set(map(str, Deed)) == set(map(str, TABLE))


@pytest.mark.parametrize(("deed", "who", "mark"), CASES, ids=lambda value: str(value))
def test_each_role_may_do_what_the_matrix_says_and_no_more(deed: Deed, who: str, mark: str) -> None:
    allowed = {"x": set(State), "s": set(SEEN), "·": set[State]()}[mark]
    about = {state: About(state, REGIONS, organised=who == "organiser") for state in State}
    assert {state for state in State if may(deed, WHO[who], about[state])} == allowed


def test_a_moderator_of_one_region_has_no_say_where_there_is_none() -> None:
    online = About(State.SUBMITTED)
    assert not may(Deed.DECIDE, WHO["moderator here"], online)
    assert may(Deed.DECIDE, WHO["moderator"], online)


def test_being_signed_out_is_being_nobody_whatever_is_said_of_the_initiative() -> None:
    assert not may(Deed.EDIT, NOBODY, About(State.PUBLISHED, REGIONS, organised=True))
