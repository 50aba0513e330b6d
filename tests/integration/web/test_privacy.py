"""The pages about privacy: what is said to everyone, and what one can do with one's own data, without a script."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from luminance_geo.database import reading
from luminance_geo.people.model import Person
from luminance_geo.web import forms
from tests.integration.web.visitor import H, browser, hidden, known, page, sign_in, small_house, words


@pytest.fixture
def house(engine: Engine, tmp_path: Path) -> Any:
    return small_house(engine, tmp_path)


def person(house: Any) -> Person:
    with reading(house.engine) as session:
        return session.exec(select(Person)).one()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", ["Coordination de la vie privée", "12 mois", "24 mois", "30 jours", "90 jours", "14 ans", "préjudice"]),
        ("en", ["Coordination de la vie privée", "12 months", "24 months", "30 days", "90 days", "Under 14", "injury"]),
    ],
)
def test_the_policy_says_who_answers_what_is_kept_and_where_to_complain(
    engine: Engine, tmp_path: Path, lang: str, said: list[str]
) -> None:
    house = small_house(
        engine, tmp_path, privacy_officer_title="Coordination de la vie privée",
        privacy_officer_contact="vie-privee@example.org, 514 555-0100",
    )  # fmt: skip
    answer = browser(house).get(f"/privacy?lang={lang}")
    shown = words(answer.text)
    assert answer.status_code == 200
    assert page(answer.text).get("lang") == lang
    for text in [*said, "vie-privee@example.org, 514 555-0100", "Commission d’accès à l’information"]:
        assert text in shown, text
    addresses = {each.get("href", "") for each in page(answer.text).iter(f"{H}a")}
    assert {"https://www.cai.gouv.qc.ca/", f"/me/erase?lang={lang}", f"/privacy?lang={lang}"} <= addresses


def test_the_policy_follows_the_settings(engine: Engine, tmp_path: Path) -> None:
    house = small_house(
        engine,
        tmp_path,
        keep_sign_ups_months=1,
        keep_mail_days=7,
        tiles_url="https://tiles.example.org/{z}/{x}/{y}.png",
    )
    shown = words(browser(house).get("/privacy?lang=en").text)
    assert "1 month after it ends" in shown
    assert "7 days after they are sent" in shown
    assert "tiles.example.org sees your IP address" in shown
    assert "has not said yet who is in charge" in shown


@pytest.mark.parametrize("path", ["/privacy", "/sign-in", "/initiatives/a/b", "/sign-in/x", "/unsubscribe/x"])
def test_every_page_leads_to_the_policy(house: Any, path: str) -> None:
    assert 'href="/privacy?lang=en"' in browser(house).get(f"{path}?lang=en").text


def test_downloads_hold_what_is_held(house: Any) -> None:
    known(house)
    visitor = browser(house)
    sign_in(house, visitor)
    answer = visitor.get("/me/data.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="luminance.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert json.loads(answer.text)["person"][0]["email"] == "ada@example.org"
    with zipfile.ZipFile(io.BytesIO(visitor.get("/me/data.zip").content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("person.csv").decode("utf-8-sig"))))
    assert rows[0]["name"] == "Ada"


@pytest.mark.parametrize("path", ["/me/data.json", "/me/data.zip", "/me/erase"])
def test_a_stranger_signs_in_first(house: Any, path: str) -> None:
    known(house)
    answer = browser(house).get(f"{path}?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (
        303, "/sign-in?" + "next=" + path.replace("/", "%2F") + "&lang=en",
    )  # fmt: skip
    assert browser(house).post("/me/erase", data={"sure": "yes"}).status_code == 303
    assert person(house).email


def test_erasing_asks_once_more_then_does_it(house: Any) -> None:
    known(house)
    visitor = browser(house)
    sign_in(house, visitor)
    form = visitor.get("/me/erase?lang=en")
    assert "cannot be undone" in words(form.text)
    asked = visitor.post("/me/erase?lang=en", data={"form": hidden(form.text)["form"]})
    assert "cannot be undone" in words(asked.text)
    assert person(house).email
    done = visitor.post("/me/erase?lang=en", data=hidden(form.text))
    assert "We no longer hold anything about you" in words(done.text)
    assert "Max-Age=0" in done.headers["set-cookie"]
    assert forms.COOKIE not in visitor.cookies
    assert person(house).email is None
    assert visitor.get("/me/data.json").status_code == 303


@pytest.mark.parametrize("fields", [{}, {"form": "x"}, {"form": ""}])
def test_erasing_needs_the_token_of_this_session(house: Any, fields: dict[str, str]) -> None:
    known(house)
    visitor, other = browser(house), browser(house)
    sign_in(house, visitor)
    sign_in(house, other)
    assert visitor.post("/me/erase", data=fields | {"sure": "yes"}).status_code == 200
    visitor.post("/me/erase", data=hidden(other.get("/me/erase").text))
    purpose = {"form": hidden(visitor.get("/sign-in").text)["form"], "sure": "yes"}
    visitor.post("/me/erase", data=purpose)
    assert person(house).email


@pytest.mark.parametrize("how", ["button", "one click", "one click, multipart"])
def test_news_stop_by_the_button_or_in_one_click(house: Any, how: str) -> None:
    """RFC 8058: a mail program posts `List-Unsubscribe=One-Click`, without cookie, in either kind of form."""
    path = house.people.unsubscribe_path(known(house))
    visitor = browser(house)
    assert visitor.get(path).status_code == 200
    assert person(house).news_refused_at is None
    one_click = {"List-Unsubscribe": "One-Click"}
    sent: dict[str, Any] = {"data": {} if how == "button" else one_click}
    if how == "one click, multipart":
        boundary = 'Content-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click'
        sent = {
            "content": f"--b\r\n{boundary}\r\n--b--\r\n",
            "headers": {"content-type": "multipart/form-data; boundary=b"},
        }
    answer = visitor.post(f"{path}?lang=en", **sent)
    assert answer.status_code == 200
    assert "Done." in words(answer.text)
    assert person(house).news_refused_at == house.clock()


def test_an_altered_unsubscribe_link_changes_nothing(house: Any) -> None:
    path = house.people.unsubscribe_path(known(house))
    for wrong in (path[:-1], path + "x", "/unsubscribe/1", "/unsubscribe/" + "x" * 3000):
        assert browser(house).get(wrong).status_code == 404
        assert browser(house).post(wrong).status_code == 404
    assert person(house).news_refused_at is None


def test_unsubscribing_does_not_sign_in(house: Any) -> None:
    path = house.people.unsubscribe_path(known(house))
    assert "set-cookie" not in browser(house).post(path).headers
