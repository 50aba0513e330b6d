"""A database of one's own for tests that sign up, and people who are signed in."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from luminance_geo.bootstrap import House
from luminance_geo.database import writing
from luminance_geo.people import actions
from luminance_geo.settings import Settings
from luminance_geo.signups.shapes import Outcome, Request

GARDEN_SLUG = "le-jardin-des-voisines"


def copied(settings: Settings, folder: Path) -> Settings:
    """The same data in another folder."""
    shutil.copytree(settings.data_dir, folder, dirs_exist_ok=True)
    return Settings(data_dir=folder)


def signed_in(house: House, email: str, name: str = "Ève Exemple") -> str:
    """The cookie of someone who followed the link that we sent."""
    now = house.clock()
    with writing(house.engine) as session:
        person = actions.find_or_make(session, email=email, name=name, phone=None, language="fr", now=now)
        assert person.id is not None
        token = actions.request_link(
            session, person_id=person.id, next_path="/", lasting=timedelta(minutes=10), now=now
        )
    redeemed = house.people.redeem(token)
    assert redeemed
    return redeemed.token


def take(house: House, email: str, kind: str, number: int, cookie: str = "") -> Outcome:
    """A place in the garden, as any face takes one."""
    chosen: dict[str, Any] = {f"{kind}_id": number}
    return house.signups.take(
        Request(slug=GARDEN_SLUG, name="Ana Exemple", email=email, consent=True, who=house.people.who(cookie), **chosen)
    )


def garden(house: House) -> tuple[int, int]:
    """The garden's need (3 of 5 places left) and meeting (8 places)."""
    detail = house.detail(GARDEN_SLUG)
    assert detail
    return detail.needs[0].id, detail.meetings[0].id
