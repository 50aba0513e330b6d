"""The recipes' clean-up of names, addresses, postal codes and causes, on real and nasty values."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

RECIPES = Path(__file__).resolve().parents[3] / "data" / "recipes"


@pytest.fixture(scope="module")
def recipe() -> Iterator[type]:
    """Modules of data/recipes, which import one another by their bare names, as when they run."""
    sys.path.insert(0, str(RECIPES))
    before = set(sys.modules)

    class Recipe:
        @staticmethod
        def __getattr__(name: str) -> ModuleType:
            return importlib.import_module(name)

    yield Recipe()
    sys.path.remove(str(RECIPES))
    for name in set(sys.modules) - before:
        if str(RECIPES) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


@pytest.mark.parametrize(
    ("raw", "town", "name"),
    [
        ("Musée D'Art Contemporain De Montréal", "Montréal", "Musée d'Art Contemporain de Montréal"),
        ("Centre D'Exposition De Val-David - La Maison Du Village", "Val-David",
         "Centre d'Exposition de Val-David - La Maison du Village"),
        ("Bibliothèque De La Reine", "La Reine", "Bibliothèque de La Reine"),
        ("Bibliothèque De Saint-Georges-De-Windsor", "Saint-Georges-de-Windsor",
         "Bibliothèque de Saint-Georges-de-Windsor"),
        ("Bibliothèque De L'Île-Des-S\x9curs", "Montréal", "Bibliothèque de l'Île-des-Sœurs"),
        ("Log Farm (The)", "Ottawa", "The Log Farm"),
        ("Canadian Clock Museum The", "Deep River", "The Canadian Clock Museum"),
        ("Société Historique De Clair Inc. (La)", "Clair", "La Société Historique de Clair Inc."),
        ("Galerie D'Art Foreman De L'Université Bishop'S", "Sherbrooke",
         "Galerie d'Art Foreman de l'Université Bishop's"),
        ("Queen`S York Rangers (1St American Regiment) Rcac Regimental Museum", "Toronto",
         "Queen`S York Rangers (1st American Regiment) Rcac Regimental Museum"),
        ("Wawota And District Museum", "Wawota", "Wawota and District Museum"),
        ("Mckellar Twp", "McKellar", "McKellar Township"),
        ("L'Anti - Bar &#38; Spectacles", "Québec", "L'Anti - Bar & Spectacles"),
        ("  Two   spaces ", None, "Two spaces"),
        ("   ", None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_names(recipe: type, raw: str | None, town: str | None, name: str | None) -> None:
    assert recipe.wording.recased_name(raw, town) == name


@pytest.mark.parametrize(
    ("raw", "province", "address"),
    [
        ("3325 rue rochambeau", "QC", "3325, rue Rochambeau"),
        ("10300 Rue Lajeunesse", "QC", "10300, rue Lajeunesse"),
        ("2495 rue de-l'église", "QC", "2495, rue de l'Église"),
        ("855 boulevard de-la-gappe", "QC", "855, boulevard de la Gappe"),
        ("34 rue st-paul o", "QC", "34, rue Saint-Paul Ouest"),
        ("6400 de-monkland avenue", "QC", "6400, avenue de Monkland"),
        ("275 299 route", "QC", "275, route 299"),
        ("522 3e Avenue", "QC", "522, 3e Avenue"),
        ("794 chemin de-st", "QC", None),
        ("16163 12 highway west", "ON", "16163 Highway 12 West"),
        ("3363 spruce dr sw", "AB", "3363 Spruce Dr SW"),
        ("3001 32nd avenue", "BC", "3001 32nd Avenue"),
        ("1 mckay st", "ON", "1 McKay St"),
        ("419 Rue Saint-Roch", "QC", "419, rue Saint-Roch"),
        ("500 W 54th Av, Vancouver, BC", "BC", "500 W 54th Av"),
        ("", "QC", None),
        (None, "QC", None),
    ],
)
def test_addresses(recipe: type, raw: str | None, province: str, address: str | None) -> None:
    town = "Vancouver" if province == "BC" else "Ailleurs"
    assert recipe.addresses.tidy_address(raw, province=province, town=town) == address


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("h2r1a1", "H2R 1A1"),
        (" H1A 2E5", "H1A 2E5"),
        ("E1C OH7", "E1C 0H7"),
        ("M1L", "M1L"),
        ("K2G G5K", None),
        (None, None),
    ],
)
def test_postal_codes(recipe: type, raw: str | None, code: str | None) -> None:
    assert recipe.wording.postal_code(raw) == code


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Bibliothèque de Farnham", "fr"),
        ("Jardin communautaire Panet", "fr"),
        ("Kettle River Museum", "en"),
        ("Friends of the Library", "en"),
        ("Galerie Saw Gallery", None),
        ("Black Creek", None),
    ],
)
def test_languages(recipe: type, name: str, language: str | None) -> None:
    assert recipe.wording.language_of(name) == language


@pytest.mark.parametrize(
    ("kind", "name", "causes"),
    [
        ("Jardin communautaire", "Jardin communautaire Panet", ["food", "nature", "commons"]),
        ("Éco-quartier", "Éco-quartier de Saint-Michel", ["climate", "nature", "repair"]),
        ("Organisme communautaire et centre de loisirs", "Maison des jeunes du Plateau", ["youth", "commons"]),
        ("Organisme communautaire et centre de loisirs", "Âge d'or Saint-Henri", ["elders", "commons"]),
        ("Organisme communautaire et centre de loisirs", "Maison d'Haïti", ["welcome", "commons"]),
        ("Organisme communautaire et centre de loisirs", "Centre Rosemont", ["commons"]),
        (
            "pollinator garden – School Learning Garden",
            "Chester School Pollinator Garden",
            ["nature", "youth", "learning"],
        ),
        ("food program (meals)", "Monthly Seniors Dine and Connect", ["food", "elders"]),
        ("drop-in centre", "Evergreen Drop-In", ["welcome", "housing"]),
    ],
)
def test_causes(recipe: type, kind: str, name: str, causes: list[str]) -> None:
    assert recipe.causes.causes_of(kind, name) == causes
