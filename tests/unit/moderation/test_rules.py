"""What a decision needs, and who may take it."""

from __future__ import annotations

import pytest

from luminance_geo.errors import InvalidInput
from luminance_geo.moderation.rules import NEEDS_REASON, REASONS, WORDS_LENGTH, Decision, Reason, check, may_decide
from luminance_geo.people.roles import EVERYWHERE, NOBODY, Role, RoleKind, Standing


def test_every_reason_is_told_in_words() -> None:
    assert set(REASONS) == set(Reason)


@pytest.mark.parametrize("decision", Decision)
def test_a_refusal_says_why(decision: Decision) -> None:
    if decision in NEEDS_REASON:
        with pytest.raises(InvalidInput) as refused:
            check(decision, None, "words alone")
        assert refused.value.parameter == "reason"
    else:
        check(decision, None, "")
    check(decision, Reason.INCOMPLETE, "")


@pytest.mark.parametrize(("words", "fits"), [("", False), ("  ", False), ("why", True), ("x" * WORDS_LENGTH, True)])
def test_another_reason_is_told_in_words(words: str, fits: bool) -> None:
    if fits:
        check(Decision.REJECT, Reason.OTHER, words)
    else:
        with pytest.raises(InvalidInput) as refused:
            check(Decision.REJECT, Reason.OTHER, words)
        assert refused.value.parameter == "words"


def test_words_have_a_length() -> None:
    with pytest.raises(InvalidInput):
        check(Decision.REJECT, Reason.UNCLEAR, "x" * (WORDS_LENGTH + 1))


@pytest.mark.parametrize("kind", RoleKind)
@pytest.mark.parametrize("region", [EVERYWHERE, "region-06", "region-03"])
def test_who_decides(kind: RoleKind, region: str) -> None:
    who = Standing(1, frozenset({Role(kind, region)}))
    everywhere = region == EVERYWHERE and kind in {RoleKind.MODERATOR, RoleKind.ADMINISTRATOR}
    here = kind is RoleKind.MODERATOR and region == "region-06"
    assert may_decide(who, ["province-24", "region-06"], None) == (everywhere or here)
    assert may_decide(who, [], 2) == everywhere
    assert not may_decide(who, ["province-24", "region-06"], 1), "nobody decides their own"
    assert not may_decide(NOBODY, ["region-06"], None)
