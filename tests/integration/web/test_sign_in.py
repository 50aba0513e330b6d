"""Signing in and out through the pages, on both databases, without a script."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from luminance_geo.database import reading
from luminance_geo.people.model import SignInLink, SignInSession
from luminance_geo.web import forms
from tests.integration.web.visitor import (
    BASE,
    ask,
    browser,
    hidden,
    known,
    link_path,
    mailed,
    page,
    sign_in,
    small_house,
    words,
)  # fmt: skip


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Any:
    return small_house(engine, tmp_path)


def sessions(house: Any) -> list[SignInSession]:
    with reading(house.engine) as session:
        return list(session.exec(select(SignInSession)))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_from_an_address_to_a_session(house: Any, lang: str) -> None:
    key = known(house)
    visitor = browser(house)
    answer = ask(visitor, " ADA@example.org", "/engagements?lang=fr", lang)
    assert answer.status_code == 200
    assert "ADA@example.org" in words(answer.text)
    assert "10 minutes" in words(answer.text)
    message = mailed(house)[0]
    assert (message.to_address, message.language, message.person_id) == ("ada@example.org", lang, key)
    link = visitor.get(link_path(house))
    assert link.status_code == 200
    done = visitor.post(link_path(house))
    assert (done.status_code, done.headers["location"]) == (303, "/engagements?lang=fr")
    assert house.people.who(visitor.cookies[forms.COOKIE]).person_id == key
    here = visitor.get("/sign-in", params={"lang": lang})
    assert "ada@example.org" in words(here.text)


def test_the_cookie_is_kept_from_scripts_and_other_sites(house: Any) -> None:
    known(house)
    said = sign_in(house, browser(house)).headers["set-cookie"]
    for part in ("HttpOnly", "Path=/", "SameSite=lax", "Secure", "Max-Age=7776000"):
        assert part in said
    assert "Domain" not in said


def test_without_https_the_cookie_still_works(engine: Engine, tmp_path: Path) -> None:
    plain = small_house(engine, tmp_path, public_url="")
    known(plain)
    visitor = browser(plain, "http://luminance.example.org")
    assert ask(visitor, "ada@example.org").status_code == 200
    path = mailed(plain)[0].text.partition("http://luminance.example.org")[2].split("?")[0]
    assert "Secure" not in visitor.post(path).headers["set-cookie"]


def test_reading_a_link_does_not_use_it(house: Any) -> None:
    known(house)
    visitor = browser(house)
    ask(visitor, "ada@example.org")
    for _ in range(5):
        assert browser(house).get(link_path(house)).status_code == 200
        assert browser(house).head(link_path(house)).status_code == 200
    assert sessions(house) == []
    assert visitor.post(link_path(house)).status_code == 303


def test_fifty_at_once_through_the_page_give_one_session(house: Any) -> None:
    known(house)
    ask(browser(house), "ada@example.org")
    path = link_path(house)
    with ThreadPoolExecutor(10) as pool:
        codes = list(pool.map(lambda _: browser(house).post(path).status_code, range(50)))
    assert sorted(codes) == [303] + [410] * 49
    assert len(sessions(house)) == 1


@pytest.mark.parametrize("fault", ["late", "used", "altered"])
def test_a_link_that_is_void_says_so_and_how_to_get_another(house: Any, fault: str) -> None:
    known(house)
    ask(browser(house), "ada@example.org")
    path = link_path(house)
    if fault == "late":
        house.clock.pass_(minutes=10)
    elif fault == "used":
        assert browser(house).post(path).status_code == 303
    else:
        path = path[:-2] + "__"
    before = len(sessions(house))
    for answer in (browser(house).get(f"{path}?lang=en"), browser(house).post(f"{path}?lang=en")):
        assert answer.status_code == 410
        assert "This link no longer works" in words(answer.text)
        assert "/sign-in?next=%2Fengagements&amp;lang=en" in answer.text
        assert "set-cookie" not in answer.headers
    assert len(sessions(house)) == before


def test_an_unknown_address_gets_the_same_answer_and_nothing_else(house: Any) -> None:
    known(house)
    answers = [ask(browser(house), email).text.replace(email, "X") for email in ("ada@example.org", "eve@example.org")]
    assert answers[0] == answers[1]
    assert [message.to_address for message in mailed(house)] == ["ada@example.org"]


def test_an_unknown_address_takes_as_long(engine: Engine, tmp_path: Path) -> None:
    house = small_house(engine, tmp_path, sign_in_per_hour_address=1000, sign_in_per_hour_ip=1000)
    house.people.even_s = 0.25
    known(house)

    def seconds(email: str) -> float:
        start = time.perf_counter()
        house.people.request_link(email, "/", "192.0.2.1", "fr")
        return time.perf_counter() - start

    pairs = [(seconds("ada@example.org"), seconds("eve@example.org")) for _ in range(6)]
    known_s, unknown_s = (statistics.median(each) for each in zip(*pairs[1:], strict=True))
    assert known_s == pytest.approx(unknown_s, rel=0.1)


def test_an_address_is_limited_whether_known_or_not(house: Any) -> None:
    known(house)
    for email in ("ada@example.org", "eve@example.org"):
        codes = [ask(browser(house), email.replace("a", "A") if turn else email).status_code for turn in range(6)]
        assert codes == [200] * 5 + [429]
    assert len(mailed(house)) == 5
    house.clock.pass_(hours=1)
    assert ask(browser(house), "ada@example.org").status_code == 200


def test_a_visitor_is_limited(house: Any) -> None:
    codes = [ask(browser(house), f"a{number}@example.org").status_code for number in range(21)]
    assert codes == [200] * 20 + [429]


@pytest.mark.parametrize("email", ["", "ada", "a@b", "a@example.org\r\nBcc: b@example.org", "<i>@example.org"])
def test_what_is_no_address_is_said_beside_the_field(house: Any, email: str) -> None:
    answer = ask(browser(house), email)
    assert answer.status_code == 422
    assert "This e-mail address cannot be used." in words(answer.text)
    field = next(each for each in page(answer.text).iter() if each.get("name") == "email")
    assert (field.get("aria-invalid"), field.get("aria-describedby")) == ("true", "email-fault")


@pytest.mark.parametrize(
    "next_path",
    ["//evil.test", "/\\evil.test", "\\\\evil.test", "https://evil.test", "/%2f/evil.test", "/%5Cevil.test",
     "javascript:alert(1)", "/\t/evil.test", "/\r\nSet-Cookie: a=b", " //evil.test", "/a//b", "", "x" * 900],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(house: Any, next_path: str) -> None:
    known(house)
    assert sign_in(house, browser(house), next_path=next_path).headers["location"] == "/engagements?lang=fr"


def test_next_is_checked_again_when_the_form_is_sent(house: Any) -> None:
    known(house)
    visitor = browser(house)
    form = hidden(visitor.get("/sign-in").text)
    visitor.post("/sign-in", data=form | {"email": "ada@example.org", "next": "//evil.test"})
    assert visitor.post(link_path(house)).headers["location"] == "/engagements?lang=fr"
    with reading(house.engine) as session:
        assert session.exec(select(SignInLink.next_path)).one() == "/engagements"


def test_a_form_without_our_token_or_too_old_is_refused(house: Any) -> None:
    known(house)
    visitor = browser(house)
    assert visitor.post("/sign-in", data={"email": "ada@example.org"}).status_code == 400
    form = hidden(visitor.get("/sign-in").text) | {"email": "ada@example.org"}
    house.clock.pass_(hours=25)
    answer = visitor.post("/sign-in?lang=en", data=form)
    assert answer.status_code == 400
    assert "open for too long" in words(answer.text)
    assert mailed(house) == []


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.test"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
                {"sec-fetch-site": "same-site", "origin": BASE}],
)  # fmt: skip
def test_another_site_cannot_sign_anyone_in_or_out(house: Any, headers: dict[str, str]) -> None:
    known(house)
    visitor = browser(house)
    ask(visitor, "ada@example.org")
    assert visitor.post(link_path(house), headers=headers).status_code == 403
    assert visitor.post(link_path(house), headers={"sec-fetch-site": "same-origin", "origin": BASE}).status_code == 303
    token = hidden(visitor.get("/sign-in").text)
    assert visitor.post("/sign-out", data=token, headers=headers).status_code == 403
    assert house.people.who(visitor.cookies[forms.COOKIE])


def test_signing_out_needs_this_session_s_token(house: Any) -> None:
    known(house)
    mine, other = browser(house), browser(house)
    sign_in(house, mine)
    sign_in(house, other)
    for fields in ({}, hidden(other.get("/sign-in").text), {"form": "x"}):
        assert mine.post("/sign-out", data=fields).headers["location"].startswith("/sign-in")
        assert house.people.who(mine.cookies[forms.COOKIE])
    done = mine.post("/sign-out?lang=en", data=hidden(mine.get("/sign-in").text))
    assert (done.status_code, done.headers["location"]) == (303, "/?lang=en")
    assert "Max-Age=0" in done.headers["set-cookie"]
    assert forms.COOKIE not in mine.cookies
    assert house.people.who(other.cookies[forms.COOKIE])


def test_signing_out_everywhere_ends_every_session_of_one_person(house: Any) -> None:
    known(house)
    known(house, "grace@example.org")
    browsers = [browser(house) for _ in range(3)]
    for each, email in zip(browsers, ["ada@example.org"] * 2 + ["grace@example.org"], strict=True):
        sign_in(house, each, email)
    browsers[0].post("/sign-out-everywhere", data=hidden(browsers[0].get("/sign-in").text))
    tokens = [each.cookies.get(forms.COOKIE, "") for each in browsers]
    assert [bool(house.people.who(token)) for token in tokens] == [False, False, True]


def test_signing_in_again_ends_the_session_before(house: Any) -> None:
    known(house)
    visitor = browser(house)
    sign_in(house, visitor)
    before = visitor.cookies[forms.COOKIE]
    sign_in_again = ask(browser(house), "ada@example.org")
    assert sign_in_again.status_code == 200
    assert visitor.post(link_path(house)).status_code == 303
    assert house.people.who(before) is None
    assert house.people.who(visitor.cookies[forms.COOKIE])


def test_a_session_is_noted_at_most_hourly_and_ends(house: Any) -> None:
    known(house)
    visitor = browser(house)
    sign_in(house, visitor)
    token, begun = visitor.cookies[forms.COOKIE], house.clock()
    for minutes, seen in ((30, begun), (29, begun)):
        house.clock.pass_(minutes=minutes)
        assert house.people.who(token)
        assert sessions(house)[0].seen_at == seen
    house.clock.pass_(minutes=1)
    assert house.people.who(token)
    assert sessions(house)[0].seen_at == house.clock()
    house.clock.pass_(days=90)
    assert house.people.who(token) is None


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5000, "' OR 1=1 --"])
def test_a_cookie_that_is_not_ours_is_nobody(house: Any, cookie: str) -> None:
    assert house.people.who(cookie) is None


def test_pages_run_nothing_and_are_kept_nowhere(house: Any) -> None:
    known(house)
    visitor = browser(house)
    pages = [visitor.get("/sign-in"), ask(visitor, "ada@example.org"), visitor.get(link_path(house))]
    sign_in(house, visitor)
    for answer in [*pages, visitor.get("/sign-in")]:
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        tags = {each.tag.rpartition("}")[2] for each in page(answer.text).iter()}
        assert not tags & {"script", "iframe", "object"}
        assert len(answer.content) < 40_000


def test_a_large_or_broken_form_is_refused(house: Any) -> None:
    visitor = browser(house)
    assert visitor.post("/sign-in", data={"email": "a" * 70_000}).status_code == 413
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert visitor.post("/sign-in", content=b"--y\r\nnothing", headers=broken).status_code == 400
    assert visitor.post("/sign-in", files={"email": b"a@example.org"}).status_code == 400
    assert visitor.post("/sign-in", data={str(number): "" for number in range(100)}).status_code == 400
