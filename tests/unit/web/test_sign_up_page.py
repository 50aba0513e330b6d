"""The sign-up form in the page of an initiative: what it asks, how it is kept, and that its pages are valid."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args
from xml.etree.ElementTree import Element

import pytest

from luminance_geo.i18n import Bilingual, Language
from luminance_geo.settings import Settings
from luminance_geo.signups.service import Outcome, SignUpState, What
from luminance_geo.web.engagement_view import engagement_view
from luminance_geo.web.rendering import render
from luminance_geo.web.sign_up_form import choices
from tests.unit.web.houses import NOW, PlainHouse, card, client, detail, meeting, need, page
from tests.unit.web.test_page import H, parse, words
from tests.unit.web.test_valid_html import nu

SLUG = "/initiatives/la-tablee-du-mardi"
LANGUAGES: tuple[Language, ...] = get_args(Language)


def form(root: Element) -> Element | None:
    return next((each for each in root.iter(f"{H}form")), None)


def test_it_asks_for_four_things_at_most_and_ticks_nothing() -> None:
    shown = form(parse(page(detail())))
    assert shown is not None
    required = {each.get("name") for each in shown.iter() if "required" in each.attrib}
    assert required == {"what", "name", "email", "consent"}
    assert not [each for each in shown.iter(f"{H}input") if "checked" in each.attrib]
    labelled = {each.get("for") for each in shown.iter(f"{H}label")} | {
        inner.get("id") for label in shown.iter(f"{H}label") for inner in label.iter(f"{H}input")
    }
    typed = [
        each for each in shown.iter() if each.tag in {f"{H}input", f"{H}textarea"} and each.get("type") != "hidden"
    ]
    assert all(each.get("id") in labelled or each.get("type") == "radio" for each in typed)


def test_it_says_who_receives_what_and_what_under_14_means() -> None:
    for language, said in (
        (
            "fr",
            ("Transmettre mon nom, mon courriel", "Moins de 14 ans ? Un parent s’inscrit", "Complet, liste d’attente"),
        ),
        ("en", ("Share my name, my e-mail address", "Under 14? A parent signs up", "Full, waiting list open")),
    ):
        shown = re.sub(r"[\s\u202f\xa0]+", " ", words(form(parse(page(detail(), language)))))
        assert all(each in shown for each in said), language


def test_dates_are_in_the_readers_language() -> None:
    assert "Mardi 24 novembre 2026, 17 h 30" in re.sub(r"[\s\xa0]+", " ", words(form(parse(page(detail(), "fr")))))
    assert "Tuesday, November 24, 2026, 5:30 p.m." in re.sub(
        r"[\s\xa0]+", " ", words(form(parse(page(detail(), "en"))))
    )


def test_a_page_with_nothing_to_sign_up_for_has_no_form() -> None:
    past = meeting(starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1))
    for shown in (
        detail(needs=(), meetings=()),
        detail(needs=(need(until=NOW.date() - timedelta(days=1)),), meetings=(past,)),
    ):
        text = page(shown)
        assert "<form" not in text
        assert "get-involved" not in text


def test_what_is_full_or_near_says_so() -> None:
    near = meeting(starts_at=NOW + timedelta(hours=3), ends_at=NOW + timedelta(hours=5))
    open_ = meeting(id=9, capacity=None, left=None, taken=0, remote=True)
    shown = detail(needs=(need(taken=2, left=0),), meetings=(near, open_))
    found = choices(shown, "en", NOW, timedelta(hours=12))
    assert [(each.value, each.full, each.soon) for each in found] == [
        ("need-5", True, False), ("meeting-3", False, True), ("meeting-9", False, False),
    ]  # fmt: skip
    assert found[2].places == "Room for everyone"
    assert found[2].when.endswith("(EST)")


def test_one_browser_keeps_it_and_asks_again_without_getting_it() -> None:
    web = client(PlainHouse([detail()]))
    first = web.get(f"{SLUG}?lang=fr")
    assert first.headers["cache-control"] == "private, no-cache"
    assert "Cookie" in first.headers["vary"]
    second = web.get(f"{SLUG}?lang=fr")
    assert second.text != first.text  # each has a number of its own
    assert second.headers["etag"] == first.headers["etag"]
    again = web.get(f"{SLUG}?lang=fr", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_form_kept_from_a_session_that_is_over_is_not_used_again() -> None:
    house = PlainHouse([detail()])
    house.people = SimpleNamespace(who=lambda token: None)  # type: ignore[attr-defined]
    web = client(house)
    kept = web.get(f"{SLUG}?lang=fr", headers={"cookie": "luminance_session=over"}).headers["etag"]
    assert web.get(f"{SLUG}?lang=fr", headers={"if-none-match": kept}).status_code == 200


def test_a_kept_page_is_renewed_while_its_token_still_holds() -> None:
    settings = Settings(public_url="https://luminance.test", form_hours=24)
    tags = []
    for hours in (0, 1, 12, 24):
        house = PlainHouse(
            [detail(meetings=())], settings=settings, clock=lambda hours=hours: NOW + timedelta(hours=hours)
        )
        tags.append(client(house).get(f"{SLUG}?lang=fr").headers["etag"])
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3


def test_a_page_without_a_form_is_kept_by_anyone() -> None:
    answer = client(PlainHouse([detail(needs=(), meetings=())])).get(f"{SLUG}?lang=fr")
    assert answer.headers["cache-control"] == "public, no-cache"
    assert "vary" not in {name.lower() for name in answer.headers} or "Cookie" not in answer.headers["vary"]


def test_many_choices_stay_light() -> None:
    many = detail(
        needs=tuple(need(id=number) for number in range(12)), meetings=tuple(meeting(id=n) for n in range(12))
    )
    assert len(page(many).encode()) < 40_000


def what(kind: str = "meeting", **changed: Any) -> What:
    starts = NOW + timedelta(days=5)
    made = What(
        kind="meeting", id=3, title=Bilingual("Souper", "Supper"), capacity=8, taken=3, left=5, remote=False,
        time_zone="America/Toronto", starts_at=starts, ends_at=starts + timedelta(hours=2), until=None,
        address="7070, avenue Henri-Julien", lat=None, lon=None, sequence=0, cancelled=False, over=False,
    )  # fmt: skip
    if kind == "need":
        made = replace(made, kind="need", starts_at=None, ends_at=None)
    return replace(made, **changed)


def outcome(state: SignUpState, **changed: Any) -> Outcome:
    made = Outcome(
        sign_up_id=1, state=state, slug="la-tablee-du-mardi", initiative=Bilingual("La tablée", None), what=what(),
        token="t.t", language="fr", hold_until=NOW + timedelta(hours=40) if state is SignUpState.HELD else None,
        position=4 if state is SignUpState.WAITING else None, ics_path="/engagements/t.t.ics",
    )  # fmt: skip
    return replace(made, **changed)


OUTCOMES = {
    "held": outcome(SignUpState.HELD),
    "mailed": outcome(SignUpState.HELD, may_confirm=True),
    "first": outcome(SignUpState.HELD, may_confirm=True, first_to_confirm=True),
    "need": outcome(SignUpState.HELD, what=what("need"), ics_path=None, hold_until=None),
    "waiting": outcome(SignUpState.WAITING),
    "confirmed": outcome(SignUpState.CONFIRMED),
    "withdrawn": outcome(SignUpState.WITHDRAWN),
    "expired": outcome(SignUpState.EXPIRED, may_confirm=True),
    "attended": outcome(SignUpState.ATTENDED, what=what(over=True)),
    "absent": outcome(SignUpState.ABSENT, what=what(over=True)),
    "cancelled": outcome(SignUpState.CONFIRMED, what=what(over=True, cancelled=True)),
    "hostile": outcome(
        SignUpState.HELD, initiative=Bilingual("<script>x</script>\x00"), what=what(title=Bilingual('"><img src=x>')),
        demonstration=True,
    ),
}  # fmt: skip


def engagement(shown: Outcome, language: Language, problem: str = "") -> str:
    view = engagement_view(shown, detail(), language, NOW)
    switch: dict[Language, str] = {code: f"/engagements/t.t?lang={code}" for code in LANGUAGES}
    return render("engagement.html", language, switch, view=view, here="/engagements/t.t", problem=problem)


def test_the_pages_of_a_sign_up_are_valid_and_light(tmp_path: Path) -> None:
    pages = {f"{name}-{lang}": engagement(each, lang) for name, each in OUTCOMES.items() for lang in LANGUAGES}
    pages["refused"] = engagement(OUTCOMES["held"], "fr", "Une autre personne a pris la place.")
    web = client(PlainHouse([detail(), detail(card(slug="x", demonstration=True), meetings=())]))
    sent = {"what": "", "name": "<b>", "email": "x", "phone": "?", "message": "\n</textarea><b>", "accessibility": "a"}
    for name, slug in (("form", "la-tablee-du-mardi"), ("demonstration", "x")):
        pages[name] = web.get(f"/initiatives/{slug}/sign-up?lang=fr").text
        pages[f"{name}-wrong"] = web.post(f"/initiatives/{slug}/sign-up?lang=en", data=sent).text
        pages[f"{name}-sent"] = web.get(f"/initiatives/{slug}/sign-up/sent").text
    for name, text in pages.items():
        assert len(text.encode()) < 40_000
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8", newline="")
    assert nu(tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_says_its_own_and_offers_what_can_be_done(language: Language) -> None:
    headings = {name: words(parse(engagement(each, language)).find(f".//{H}h1")) for name, each in OUTCOMES.items()}
    assert len(set(headings.values())) >= 10
    offers = {name: set(re.findall(r"t\.t[/.](\w+)\?", engagement(each, language))) for name, each in OUTCOMES.items()}
    assert offers == {
        "held": {"ics", "withdraw"}, "mailed": {"confirm", "ics", "withdraw"}, "first": {"confirm", "ics", "withdraw"},
        "need": {"withdraw"}, "waiting": {"ics", "withdraw"}, "confirmed": {"ics", "withdraw"}, "withdrawn": set(),
        "expired": {"confirm"}, "attended": set(), "absent": set(), "cancelled": set(), "hostile": {"ics", "withdraw"},
    }  # fmt: skip
    assert "/meetings/3.ics" in engagement(OUTCOMES["need"], language)
