"""Pure decisions of moderation: what a decision needs, which reasons there are, and who sees which case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_
from luminance_geo.people.roles import RoleKind, Standing

WORDS_LENGTH = 1000


class Decision(StrEnum):
    """What a moderator says to a case."""

    APPROVE = "approve"
    REJECT = "reject"
    HIDE = "hide"
    DISMISS = "dismiss"


class Reason(StrEnum):
    """Why something is not published, in short; words of one's own may follow."""

    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    DUPLICATE = "duplicate"
    NOT_CITIZEN = "not_citizen"
    UNREACHABLE = "unreachable"
    UNLAWFUL = "unlawful"
    OTHER = "other"


REASONS: Mapping[Reason, str] = MappingProxyType({
    Reason.INCOMPLETE: N_("Something that people need to know is missing."),
    Reason.UNCLEAR: N_("It is not clear what happens there, or where."),
    Reason.DUPLICATE: N_("This initiative is published already."),
    Reason.NOT_CITIZEN: N_("This is not a citizen initiative: it sells, recruits for pay or campaigns."),
    Reason.UNREACHABLE: N_("Nobody answered at the address given."),
    Reason.UNLAWFUL: N_("It goes against the law or against people's dignity."),
    Reason.OTHER: N_("Another reason."),
})  # fmt: skip
"""What the person concerned reads."""

NEEDS_REASON = frozenset({Decision.REJECT, Decision.HIDE})


def check(decision: Decision, reason: Reason | None, words: str) -> None:
    """Raises `InvalidInput` (`reason`, `words`): a refusal says why, and another reason is told in words."""
    if decision in NEEDS_REASON and reason is None:
        raise InvalidInput(N_("Say why, so that it can be mended."), parameter="reason")
    if reason is Reason.OTHER and not words.strip():
        raise InvalidInput(N_("Say which reason, in a few words."), parameter="words")
    if len(words) > WORDS_LENGTH:
        raise InvalidInput(N_("Write at most {most} characters."), parameter="words", most=WORDS_LENGTH)


def may_decide(who: Standing, regions: Collection[str], opened_by: int | None) -> bool:
    """Whether someone may decide a case of these regions; nobody decides their own.

    >>> from luminance_geo.people.roles import Role
    >>> moderator = Standing(1, frozenset({Role(RoleKind.MODERATOR, "region-06")}))
    >>> may_decide(moderator, ["region-06"], 2), may_decide(moderator, [], 2), may_decide(moderator, ["region-06"], 1)
    (True, False, False)
    """
    if who.person_id is None or who.person_id == opened_by:
        return False
    return who.holds(RoleKind.ADMINISTRATOR) or who.holds(RoleKind.MODERATOR, regions)
