"""A browser that visits the pages of a small house, and what its pages say."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from luminance_geo.database import reading, writing
from luminance_geo.mail.model import OutboxMessage
from luminance_geo.people import actions
from luminance_geo.people.service import People
from luminance_geo.privacy.service import Privacy
from luminance_geo.settings import Settings
from luminance_geo.web import web_routes

BASE = "https://luminance.example.org"
H = "{http://www.w3.org/1999/xhtml}"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 17, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def small_house(engine: Engine, folder: Path, **settings: Any) -> Any:
    """What the pages about people ask of a house."""
    clock = Clock()
    given = Settings(**({"public_url": BASE, "data_dir": folder, "secret": "k" * 40} | settings))
    people = People(engine, clock, given)
    people.even_s = 0.0
    return SimpleNamespace(
        settings=given, engine=engine, clock=clock, people=people,
        privacy=Privacy(engine, clock, given),
    )  # fmt: skip


def browser(house: Any, base: str = BASE) -> TestClient:
    """A browser of its own, which follows no redirect by itself."""
    return TestClient(Starlette(routes=web_routes(house)), base_url=base, follow_redirects=False)


def known(house: Any, email: str = "ada@example.org") -> int:
    """Someone who has taken a place before."""
    with writing(house.engine) as session:
        person = actions.find_or_make(session, email=email, name="Ada", phone=None, language="fr", now=house.clock())
        assert person.id is not None
        return person.id


def mailed(house: Any) -> list[OutboxMessage]:
    """Every message in the outbox."""
    with reading(house.engine) as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.id)))  # type: ignore[arg-type]


def page(text: str) -> Element:
    """A page, parsed as a browser would, with no fault allowed."""
    return html5lib.HTMLParser(strict=True).parse(text)


def words(text: str) -> str:
    """What a page says, with plain spaces."""
    root = page(text).find(f"{H}body")
    assert root is not None
    return re.sub(r"[\s\u202f\xa0]+", " ", "".join(root.itertext()))


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    fields = (each for each in page(text).iter(f"{H}input") if each.get("type") == "hidden")
    return {each.get("name", ""): each.get("value", "") for each in fields}


def ask(visitor: TestClient, email: str, next_path: str = "/engagements", lang: str = "en") -> Any:
    """Ask for a link through the form."""
    form = visitor.get("/sign-in", params={"next": next_path, "lang": lang})
    return visitor.post(f"/sign-in?lang={lang}", data=hidden(form.text) | {"email": email})


def link_path(house: Any) -> str:
    """Where the newest message leads."""
    found = re.search(re.escape(BASE) + r"(/sign-in/[\w-]+)", mailed(house)[-1].text)
    assert found
    return found[1]


def sign_in(house: Any, visitor: TestClient, email: str = "ada@example.org", next_path: str = "/engagements") -> Any:
    """From the form to the cookie."""
    assert ask(visitor, email, next_path).status_code == 200
    answer = visitor.post(link_path(house))
    assert answer.status_code == 303
    return answer
