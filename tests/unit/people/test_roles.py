"""Who someone is: a role holds everywhere or in its region, and says nothing of any other role."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.people.roles import EVERYWHERE, NOBODY, Role, RoleKind, Standing

REGIONS = ("province-24", "region-06", "csd-2466023")
regions = st.sets(st.sampled_from(REGIONS))
roles = st.frozensets(st.builds(Role, st.sampled_from(RoleKind), st.sampled_from((EVERYWHERE, *REGIONS))))


def test_nobody_holds_anything() -> None:
    assert not any(NOBODY.holds(kind, REGIONS) or NOBODY.anywhere(kind) for kind in RoleKind)


@given(roles, st.sampled_from(RoleKind), regions)
def test_a_role_holds_where_it_was_given_and_nowhere_else(held: frozenset[Role], kind: RoleKind, at: set[str]) -> None:
    who = Standing(1, held)
    given_at = {role.region for role in held if role.kind == kind}
    assert who.holds(kind, at) == bool(given_at & {EVERYWHERE, *at})
    assert who.anywhere(kind) == bool(given_at)
