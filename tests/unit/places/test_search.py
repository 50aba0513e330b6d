"""What people type, and the place they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.errors import UnknownPlace
from luminance_geo.places import Place, open_gazetteer


def best(text: str) -> Place:
    return open_gazetteer().search(text, 1)[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Trois-Rivieres", "Trois-Rivières"),
        ("trois rivières", "Trois-Rivières"),
        ("TROIS‑RIVIÈRES", "Trois-Rivières"),
        ("Trois-Riv", "Trois-Rivières"),
        ("St-Jean-sur-Richelieu", "Saint-Jean-sur-Richelieu"),
        ("st. jean sur richelieu", "Saint-Jean-sur-Richelieu"),
        ("Saint Jerome", "Saint-Jérôme"),
        ("Ste-Foy", "Sainte-Foy"),
        ("quebec city", "Québec"),
        ("Ville de Québec", "Québec"),
        ("Québec", "Québec"),
        ("Québec, QC", "Québec"),
        ("Montreal", "Montréal"),
        ("mtl", "Montréal"),
        ("mont", "Montréal"),
        ("Villeray", "Villeray–Saint-Michel–Parc-Extension"),
        ("mile end", "Mile End"),
        ("Hochelaga", "Hochelaga"),
        ("ndg", "Notre-Dame-de-Grâce"),
        ("parc extension", "Parc-Extension"),
        ("limoilou", "La Cité-Limoilou"),
        ("greater sudbury", "Grand Sudbury"),
        ("Sudbury", "Grand Sudbury"),
        ("St John's", "St. John's"),
        ("saint johns", "St. John's"),
        ("Frobisher Bay", "Iqaluit"),
        ("Chatham-Kent", "Chatham-Kent"),
        ("Les Îles-de-la-Madeleine", "Les Îles-de-la-Madeleine"),
    ],
)
def test_names_however_written(typed: str, meant: str) -> None:
    assert best(typed).name_fr == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Montrael", "Montréal"),
        ("Sherbroke", "Sherbrooke"),
        ("Chicoutmi", "Chicoutimi"),
        ("Rimousky", "Rimouski"),
        ("Saint-Hyacynthe", "Saint-Hyacinthe"),
        ("Vancuver", "Vancouver"),
        ("Torotno", "Toronto"),
        ("Trios-Rivi", "Trois-Rivières"),
    ],
)
def test_a_slip_of_the_finger(typed: str, meant: str) -> None:
    assert best(typed).name_fr == meant


@pytest.mark.parametrize(
    ("typed", "province"),
    [
        ("london, ontario", "ON"),
        ("Windsor NS", "NS"),
        ("windsor", "ON"),
        ("Windsor N.-É.", "NS"),
        ("Trois-Riviere QC", "QC"),
        ("Sherbrooke N.-É.", "QC"),  # none there: better the one elsewhere than nothing
        ("laval qc", "QC"),
    ],
)
def test_a_province_tells_namesakes_apart(typed: str, province: str) -> None:
    assert best(typed).province == province


def test_match_first_then_population() -> None:
    found = open_gazetteer().search("saint-jean", 5)
    assert found[0].name_fr == "Saint-Jean-sur-Richelieu"
    people = [place.population or 0 for place in found]
    assert people == sorted(people, reverse=True)
    exact = [place.name_fr for place in open_gazetteer().search("Hull", 3)]
    assert exact[0] == "Hull"


def test_either_language() -> None:
    quebec = best("Quebec City")
    assert (quebec.name("fr"), quebec.name("en")) == ("Québec", "Quebec City")
    assert best("Villeray").label("fr").endswith("(Montréal, QC)")


@pytest.mark.parametrize(
    "typed", ["", " ", "😀", "zzzzqq", "\\x3c", "***", "é" * 10_000, "x " * 5_000, "100,101", "Z9Z"]
)
def test_what_means_nothing_gives_nothing(typed: str) -> None:
    assert open_gazetteer().search(typed) == []


@given(st.text(max_size=60))
def test_no_text_breaks_the_search(typed: str) -> None:
    found = open_gazetteer().search(typed, 3)
    assert len(found) <= 3
    assert len({place.id for place in found}) == len(found)


def test_the_limit_is_kept() -> None:
    assert open_gazetteer().search("saint", 0) == []
    assert len(open_gazetteer().search("saint", 20)) == 20


def test_every_place_is_found_by_its_id_and_own_name() -> None:
    gazetteer = open_gazetteer()
    for place in gazetteer.search("sa", 200):
        assert gazetteer.get(place.id) == place
        same = gazetteer.search(place.name_fr, 50)
        assert place.name_fr in {found.name_fr for found in same[:3]}


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        ("gn-6077243", "gn-6077243"),
        ("6077243", "gn-6077243"),
        (" Montréal ", "gn-6077243"),
        ("fsa-H2R", "fsa-H2R"),
        ("h2r 1a1", "fsa-H2R"),
        ("45.55,-73.62", "45.55,-73.62"),
        (" 45.5,-73.6", "45.5,-73.6"),
        ("45,5 ; -73,6", "45.5,-73.6"),
        ("+45.50000 -73.6000", "45.5,-73.6"),
        ("0,0", "0,0"),
    ],
)
def test_near_accepts(text: str, place_id: str) -> None:
    assert open_gazetteer().resolve(text).id == place_id


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "No place"),
        ("gn-1", "No place"),
        ("zzzzqq", "No place"),
        ("Z9Z 9Z9", "No place"),
        ("K9Z", "postal code"),
        ("100,101", "Latitude"),
        ("45.5,-190", "Latitude"),
        ("nan,nan", "No place"),
    ],
)
def test_near_refuses(text: str, why: str) -> None:
    with pytest.raises(UnknownPlace, match=why) as refusal:
        open_gazetteer().resolve(text)
    assert refusal.value.parameter == "near"


def test_a_point_far_away_says_so() -> None:
    assert open_gazetteer().resolve("48.85,2.35").abroad
    assert open_gazetteer().resolve("-73.6,45.5").abroad  # swapped
    assert not open_gazetteer().resolve("45.5,-73.6").abroad
