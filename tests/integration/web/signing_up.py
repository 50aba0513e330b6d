"""Signing up through the pages of a small house: what a browser sends, what it gets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from icalendar import Calendar, Event
from sqlmodel import select
from starlette.testclient import TestClient

from luminance_geo.catalogue.cards import read_detail
from luminance_geo.database import reading, writing
from luminance_geo.signups.model import SignUp
from luminance_geo.signups.service import Ref, SignUps
from tests.integration.signups.seeds import SLUG, initiative, meeting, need
from tests.integration.web.visitor import BASE, H, page

PAGE = f"/initiatives/{SLUG}"
POST = f"{PAGE}/sign-up"


def furnish(house: Any) -> Any:
    house.signups = SignUps(house.engine, house.clock, house.settings)
    house.catalogue = None

    def detail(slug: str) -> Any:
        with reading(house.engine) as session:
            return read_detail(session, slug, house.clock())

    house.detail = detail
    return house


def offered(house: Any) -> dict[str, Ref]:
    """A need for one, and a meeting for two in five days, at an exact place."""
    with writing(house.engine) as session:
        where = {"lat": 48.45, "lon": -68.52, "address": "12, rue de l’Évêché", "locality": "Rimouski"}
        made = initiative(session, **where)
        return {"need": need(session, made, 1), "meeting": meeting(session, made, 2, hours=125)}


def value(ref: Ref) -> str:
    return f"{ref.kind}-{ref.id}"


def fields(answer: Any, **changed: str) -> dict[str, str]:
    """What a browser would send of the sign-up form in a page, with what a person types."""
    form = next(each for each in page(answer.text).iter(f"{H}form") if "sign-up" in (each.get("class") or ""))
    sent = {each.get("name", ""): each.get("value", "") for each in form.iter(f"{H}input") if is_sent(each)}
    sent |= {each.get("name", ""): (each.text or "").removeprefix("\n") for each in form.iter(f"{H}textarea")}
    return sent | changed


def is_sent(each: Element) -> bool:
    return each.get("type") not in {"radio", "checkbox"} or "checked" in each.attrib


def typed(ref: Ref, number: int = 1, **more: str) -> dict[str, str]:
    return {"what": value(ref), "name": "Zoé", "email": f"zoe{number}@example.org", "consent": "on", **more}


def send(house: Any, visitor: TestClient, sent: Mapping[str, str], lang: str = "en") -> Any:
    """Open the page, take a human's time, and send the form."""
    form = visitor.get(PAGE, params={"lang": lang})
    house.clock.pass_(seconds=9)
    return visitor.post(f"{POST}?lang={lang}", data=fields(form, **sent))


def link(message: Any) -> str:
    found = re.search(re.escape(BASE) + r"(/engagements/[\w.-]+)", message.text)
    assert found
    return found[1]


def event(answer: Any) -> Event:
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    return calendar.events[0]


def rows(house: Any) -> list[SignUp]:
    with reading(house.engine) as session:
        return list(session.exec(select(SignUp).order_by(SignUp.id)))  # type: ignore[arg-type]
