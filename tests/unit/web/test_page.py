"""The page of an initiative says everything, in the right language, without a script."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import html5lib
import pytest

from luminance_geo.i18n import Bilingual
from luminance_geo.sources import sources
from tests.unit.web.houses import NOW, PlainHouse, card, client, detail, meeting, page

H = "{http://www.w3.org/1999/xhtml}"


def parse(text: str) -> Element:
    return html5lib.HTMLParser(strict=True).parse(text)


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def links(root: Element, rel: str) -> dict[str | None, str]:
    return {each.get("hreflang"): each.get("href", "") for each in root.iter(f"{H}link") if each.get("rel") == rel}


def metas(root: Element) -> dict[str, str]:
    return {each.get("property") or each.get("name") or "": each.get("content", "") for each in root.iter(f"{H}meta")}


def test_in_french_it_says_what_when_where_and_who_is_needed() -> None:
    root = parse(page(detail()))
    assert root.get("lang") == "fr"
    shown = words(root.find(f"{H}body"))
    for text in (
        "La tablée du mardi", "Tables et cuisines", "Vie de quartier et communs", "On épluche", "On lave aussi.",
        "Mar. 24 nov., 17 h 30", "3 places sur 8", "Cuisine", "Créativité", "2 places sur 2", "Accueil", "Complet",
        "Prochaines rencontres", "Souper du mardi", "Rencontres passées", "7070, avenue Henri-Julien",
        "Montréal H2S 3S3", "Québec", "Décisions par consensus", "On décide autour de la table.",
        "Née dans le quartier.", "Aucun surplus", "Français et anglais", "example.org", "Itinéraire (OpenStreetMap)",
        "Confirmée par ses responsables le 1 octobre 2026",
    ):  # fmt: skip
        assert text.replace(" ", "") in re.sub(r"\s", "", shown).replace("1eroctobre", "1octobre"), text


def test_in_english_it_says_it_in_english() -> None:
    root = parse(page(detail(), "en"))
    assert root.get("lang") == "en"
    shown = re.sub(r"\s+", " ", words(root.find(f"{H}body")))
    for text in ("Tuesday table", "Food & collective kitchens", "3 of 8 places left", "Full", "Coming meetings",
                 "Decisions by consensus", "French and English",
                 "Confirmed by its organisers on October 1, 2026"):  # fmt: skip
        assert text in shown, text


def test_addresses_of_both_languages_and_of_the_dashboard() -> None:
    root = parse(page(detail()))
    here = "https://luminance.test/initiatives/la-tablee-du-mardi"
    assert links(root, "canonical") == {None: f"{here}?lang=fr"}
    others = links(root, "alternate")
    assert others.pop(None) == "/feeds/initiatives.atom?lang=fr"
    assert others == {"fr": f"{here}?lang=fr", "en": f"{here}?lang=en", "x-default": here}
    anchors = {each.get("href") for each in root.iter(f"{H}a")}
    assert {"/?lang=fr&selected=la-tablee-du-mardi", "/initiatives/la-tablee-du-mardi?lang=en"} <= anchors


def test_previews_have_a_title_a_text_and_a_picture() -> None:
    said = metas(parse(page(detail())))
    assert said["og:title"] == "La tablée du mardi"
    assert said["og:description"] == said["description"] == "On épluche, on mijote, on mange ensemble."
    assert said["og:url"] == "https://luminance.test/initiatives/la-tablee-du-mardi?lang=fr"
    assert said["og:image"].startswith("https://luminance.test/initiatives/la-tablee-du-mardi/preview.png?lang=fr")
    assert (said["og:locale"], said["twitter:card"]) == ("fr_CA", "summary_large_image")
    assert "robots" not in said


def test_it_is_light_runs_nothing_and_loads_only_from_us() -> None:
    text = page(detail())
    assert len(text.encode()) < 40_000
    root = parse(text)
    assert [each.get("type") for each in root.iter(f"{H}script")] == ["application/ld+json"]
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on") or name == "style"]
    loaded = [each.get("src") for each in root.iter(f"{H}img")] + [
        each.get("srcset") for each in root.iter(f"{H}source")
    ]
    loaded += [
        each.get("href") for each in root.iter(f"{H}link") if each.get("rel") in {"stylesheet", "icon", "preload"}
    ]
    assert loaded
    assert all(address and address.startswith("/") and not address.startswith("//") for address in loaded)


def test_security_headers_forbid_scripts() -> None:
    answer = client(PlainHouse([detail()])).get("/initiatives/la-tablee-du-mardi")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_demonstration_says_so_and_stays_out_of_search_engines() -> None:
    root = parse(page(detail(card(demonstration=True))))
    assert metas(root)["robots"] == "noindex"
    assert "Exemple inventé pour montrer le service. Aucune inscription n’est envoyée." in words(root)


def test_a_register_entry_gives_its_source_licence_and_date() -> None:
    code, source = next(iter(sources().items()))
    bare = card(
        source=code, source_date="2024-05-01", confirmed=False, summary=Bilingual(), places_left=None,
        places_total=None, next_meeting=None, precision="approximate",
    )  # fmt: skip
    shown = detail(bare, description=Bilingual(), needs=(), meetings=(), confirmed_at=None, source_kind="jardin_public")
    root = parse(page(shown))
    said = words(root.find(f"{H}body"))
    assert "Fiche tirée d’un registre ouvert, pas encore confirmée par ses responsables." in said
    assert "Position approximative" in said
    assert "Itinéraire" not in said
    assert "jardin public" in said
    assert source.licence in said
    assert "2024-05-01" in said
    assert source.publisher in said
    assert "Qui est attendu" not in said
    assert metas(root)["description"].startswith("Tables et cuisines")


def test_text_in_the_other_language_says_so() -> None:
    only = card(name=Bilingual(en="Rooftop bees"), summary=Bilingual(en="We keep bees."))
    root = parse(page(detail(only, description=Bilingual(en="Come."))))
    heading = root.find(f".//{H}h1")
    assert heading is not None
    assert (heading.get("lang"), words(heading)) == ("en", "Rooftop bees")
    assert "Une partie de cette page n’existe qu’en anglais." in words(root)
    prose = next(each for each in root.iter(f"{H}div") if each.get("class") == "prose")
    assert prose.get("lang") == "en"


def test_an_outdated_translation_says_so() -> None:
    older, newer = NOW - timedelta(days=9), NOW - timedelta(days=1)
    shown = card(summary=Bilingual("Ancien", "New", older, newer))
    assert "Cette traduction peut dater" in page(detail(shown))
    assert "may be older" not in page(detail(shown), "en")


def test_online_only_has_no_map() -> None:
    online = card(lat=None, lon=None, precision="online", address=None, locality=None, remote=True)
    text = page(detail(online, regions=(), postal_code=None))
    assert "map.svg" not in text
    assert "En ligne, de partout" in text


def test_meetings_keep_the_time_of_their_place() -> None:
    far = meeting(
        starts_at=datetime(2027, 10, 2, 18, tzinfo=UTC), ends_at=datetime(2027, 10, 2, 18, tzinfo=UTC),
        time_zone="America/Vancouver", remote=True, capacity=None, left=None,
    )  # fmt: skip
    root = parse(page(detail(meetings=(far,))))
    times = [each.get("datetime") for each in root.iter(f"{H}time")]
    assert set(times) == {"2027-10-02T11:00:00-07:00"}
    assert "2 octobre 2027, 11 h" in words(root).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "//evil.test", "http://", "https://[x"])
def test_only_web_addresses_are_linked(website: str) -> None:
    text = page(detail(website=website))
    assert website not in text


@pytest.mark.parametrize(
    ("asked", "header", "expected"),
    [("", "", "fr"), ("", "en-CA,en;q=0.9,fr;q=0.8", "en"), ("", "de,en;q=0.2,fr;q=0.3", "fr"),
     ("?lang=en", "fr", "en"), ("?lang=xx&fbclid=1", "en", "en"), ("?lang=FR", "en", "fr"), ("", "en;q=x", "fr")],
)  # fmt: skip
def test_language_comes_from_the_address_then_the_browser(asked: str, header: str, expected: str) -> None:
    answer = client(PlainHouse([detail()])).get(
        f"/initiatives/la-tablee-du-mardi{asked}", headers={"accept-language": header}
    )
    assert parse(answer.text).get("lang") == expected
    assert answer.headers["content-language"] == expected
    assert ("Accept-Language" in answer.headers.get("vary", "")) == (asked in {"", "?lang=xx&fbclid=1"})


def test_unknown_pages_are_a_404_in_both_languages() -> None:
    for path in ("/initiatives/unknown", "/initiatives/", "/initiatives/a/b/c", "/initiatives/unknown/map.svg"):
        answer = client(PlainHouse([])).get(path, headers={"accept-language": "en"})
        assert answer.status_code == 404
        said = words(parse(answer.text))
        assert said.index("This page is not here") < said.index("Cette page n’est pas ici")
        assert 'href="/?lang=fr"' in answer.text


def test_the_same_page_is_sent_once() -> None:
    web = client(PlainHouse([detail()]))
    first = web.get("/initiatives/la-tablee-du-mardi?lang=fr")
    again = web.get("/initiatives/la-tablee-du-mardi?lang=fr", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    changed = client(PlainHouse([detail(replace(card(), places_left=2))]))
    assert changed.get("/initiatives/la-tablee-du-mardi?lang=fr").headers["etag"] != first.headers["etag"]


def test_head_answers_without_a_body() -> None:
    answer = client(PlainHouse([detail()])).head("/initiatives/la-tablee-du-mardi")
    assert (answer.status_code, answer.content) == (200, b"")


def test_gzip_where_the_browser_takes_it() -> None:
    answer = client(PlainHouse([detail()])).get("/initiatives/la-tablee-du-mardi", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
