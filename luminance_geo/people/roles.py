"""Who someone is to the service: their roles, each everywhere or in one region. Rooms decide what a role may do.

A volunteer has no role, and organisers are named by each initiative.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

EVERYWHERE = ""
"""The region of a role that holds in all of them."""


class RoleKind(StrEnum):
    """What a person can be named, besides volunteer and organiser."""

    MODERATOR = "moderator"
    PARTNER = "partner"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"


REGIONAL = frozenset({RoleKind.MODERATOR, RoleKind.PARTNER})
"""Roles that can be of one region."""


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """A role as someone holds it; `region` is a boundary code, or `EVERYWHERE`."""

    kind: RoleKind
    region: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Standing:
    """Who asks: nobody we know (`person_id` None), or a person with their roles.

    >>> moderator = Standing(1, frozenset({Role(RoleKind.MODERATOR, "region-06")}))
    >>> [moderator.holds(RoleKind.MODERATOR, at) for at in (["province-24", "region-06"], ["province-35"])]
    [True, False]
    """

    person_id: int | None = None
    roles: frozenset[Role] = frozenset()

    def holds(self, kind: RoleKind, regions: Collection[str] = ()) -> bool:
        """Whether they hold this role everywhere, or in any of these regions."""
        return any(role.kind == kind and (role.region == EVERYWHERE or role.region in regions) for role in self.roles)

    def anywhere(self, kind: RoleKind) -> bool:
        """Whether they hold this role in any region at all."""
        return any(role.kind == kind for role in self.roles)


NOBODY = Standing()
