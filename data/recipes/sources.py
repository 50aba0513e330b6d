"""`sources.json`: where every shipped entry and outline comes from, with its licence and the credit line to show."""

from __future__ import annotations

import json
from pathlib import Path

_CC_BY = "https://creativecommons.org/licenses/by/4.0/"
_OGL = "https://open.canada.ca/en/open-government-licence-canada"
_OGL_VANCOUVER = "https://opendata.vancouver.ca/pages/licence/"
_OGL_TORONTO = "https://open.toronto.ca/open-data-license/"
_STATCAN = "https://www.statcan.gc.ca/eng/reference/licence"
_DISCLAIMER_FR = "Cela ne constitue pas une approbation de ce produit par Statistique Canada."
_DISCLAIMER_EN = "This does not constitute an endorsement by Statistics Canada of this product."


def _entry(fr: str, en: str, publisher: str, licence: tuple[str, str | None], url: str | None, date: str,
           credit: tuple[str, str]) -> dict[str, str | None]:  # fmt: skip
    return {
        "name_fr": fr,
        "name_en": en,
        "publisher": publisher,
        "licence": licence[0],
        "licence_url": licence[1],
        "url": url,
        "date": date,
        "credit_fr": credit[0],
        "credit_en": credit[1],
    }


_MONTREAL = ("Ville de Montréal, CC BY 4.0.", "Ville de Montréal, CC BY 4.0.")
_QUEBEC = ("Ville de Québec, CC BY 4.0.", "Ville de Québec, CC BY 4.0.")
_VANCOUVER = (
    "Contient de l’information visée par la licence du gouvernement ouvert – Vancouver.",
    "Contains information licensed under the Open Government Licence – Vancouver.",
)
_TORONTO = (
    "Contient de l’information visée par la licence du gouvernement ouvert – Toronto.",
    "Contains information licensed under the Open Government Licence – Toronto.",
)

SOURCES = {
    "montreal-places": _entry(
        "Lieux d’intérêt (jardins, éco-quartiers, organismes, bibliothèques)",
        "Places of interest (gardens, éco-quartiers, organizations, libraries)",
        "Ville de Montréal", ("CC-BY-4.0", _CC_BY), "https://donnees.montreal.ca/dataset/lieux-d-interet", "2020",
        _MONTREAL),
    "quebec-places": _entry(
        "Lieux publics", "Public places", "Ville de Québec", ("CC-BY-4.0", _CC_BY),
        "https://www.donneesquebec.ca/recherche/dataset/vque_9", "2022", _QUEBEC),
    "bouffe-pour-tous": _entry(
        "BouffePourTous : frigos communautaires et aide alimentaire du Québec",
        "BouffePourTous: community fridges and food aid in Québec",
        "F. Dubroqua (BouffePourTous)", ("MIT", "https://opensource.org/license/mit"),
        "https://github.com/FlorentDub/BouffePourTous", "2026",
        ("BouffePourTous, licence MIT. Positions approximatives.",
         "BouffePourTous, MIT licence. Positions are approximate.")),
    "vancouver-gardens": _entry(
        "Jardins communautaires et arbres nourriciers", "Community gardens and food trees", "City of Vancouver",
        ("OGL-Vancouver", _OGL_VANCOUVER),
        "https://opendata.vancouver.ca/explore/dataset/community-gardens-and-food-trees/", "2024-07", _VANCOUVER),
    "vancouver-food": _entry(
        "Programmes alimentaires gratuits et à bas prix", "Free and low-cost food programs", "City of Vancouver",
        ("OGL-Vancouver", _OGL_VANCOUVER),
        "https://opendata.vancouver.ca/explore/dataset/free-and-low-cost-food-programs/", "2025-09", _VANCOUVER),
    "vancouver-centres": _entry(
        "Centres communautaires", "Community centres", "City of Vancouver", ("OGL-Vancouver", _OGL_VANCOUVER),
        "https://opendata.vancouver.ca/explore/dataset/community-centres/", "2026-04", _VANCOUVER),
    "toronto-pollinate": _entry(
        "PollinateTO : jardins pour pollinisateurs", "PollinateTO: pollinator gardens", "City of Toronto",
        ("OGL-Toronto", _OGL_TORONTO), "https://open.toronto.ca/dataset/pollinateto-primary-project-garden-locations/",
        "2024-12", _TORONTO),
    "toronto-drop-ins": _entry(
        "Haltes-accueil (liste de 2017, plusieurs ont pu changer)",
        "Drop-in locations (list of 2017; several may have changed)", "City of Toronto",
        ("OGL-Toronto", _OGL_TORONTO), "https://open.toronto.ca/dataset/drop-in-locations/", "2017-05", _TORONTO),
    "odcaf": _entry(
        "Base de données ouvertes sur les installations culturelles et artistiques (BDOICA) 1.0",
        "Open Database of Cultural and Art Facilities (ODCAF) 1.0", "Statistique Canada / Statistics Canada",
        ("OGL-Canada-2.0", _OGL), "https://www.statcan.gc.ca/en/lode/databases/odcaf", "2020",
        (f"Contient de l’information visée par la Licence du gouvernement ouvert – Canada. {_DISCLAIMER_FR}",
         f"Contains information licensed under the Open Government Licence – Canada. {_DISCLAIMER_EN}")),
    "statcan": _entry(
        "Fichiers des limites et chiffres de population, recensements de 2021 et de 2016",
        "Boundary files and population counts, censuses of 2021 and 2016", "Statistique Canada / Statistics Canada",
        ("StatCan Open Licence", _STATCAN), "https://www12.statcan.gc.ca/census-recensement/2021/geo/", "2021",
        (f"Adapté de Statistique Canada, recensements de 2021 et de 2016. {_DISCLAIMER_FR}",
         f"Adapted from Statistics Canada, censuses of 2021 and 2016. {_DISCLAIMER_EN}")),
    "mamh": _entry(
        "Répertoire des municipalités du Québec", "Directory of Québec municipalities",
        "Ministère des Affaires municipales et de l’Habitation", ("CC-BY-4.0", _CC_BY),
        "https://www.donneesquebec.ca/recherche/dataset/repertoire-des-municipalites-du-quebec", "2025-06",
        ("Ministère des Affaires municipales et de l’Habitation (MAMH), CC BY 4.0.",
         "Ministère des Affaires municipales et de l’Habitation (MAMH), CC BY 4.0.")),
    "montreal": _entry(
        "Limites des arrondissements et quartiers de référence", "Boundaries of boroughs and reference neighbourhoods",
        "Ville de Montréal", ("CC-BY-4.0", _CC_BY), "https://donnees.montreal.ca/", "2022", _MONTREAL),
    "quebec": _entry(
        "Limites des arrondissements et des quartiers", "Boundaries of boroughs and neighbourhoods",
        "Ville de Québec", ("CC-BY-4.0", _CC_BY), "https://www.donneesquebec.ca/", "2022", _QUEBEC),
    "geonames": _entry(
        "GeoNames : lieux et codes postaux", "GeoNames: places and postal codes", "GeoNames", ("CC-BY-4.0", _CC_BY),
        "https://www.geonames.org/", "2024-04", ("GeoNames, CC BY 4.0.", "GeoNames, CC BY 4.0.")),
    "natural-earth": _entry(
        "Natural Earth : terres, lacs, rivières, pays", "Natural Earth: land, lakes, rivers, countries",
        "Natural Earth", ("Public domain", "https://www.naturalearthdata.com/about/terms-of-use/"), "https://www.naturalearthdata.com/",
        "2024-01", ("Fond de carte : Natural Earth.", "Base map: Natural Earth.")),
    "cioc": _entry(
        "Open Volunteer Classifications (compétences)", "Open Volunteer Classifications (skills)", "CIOC",
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        "https://github.com/OpenCIOC/volunteerclassifications", "2026", ("CIOC, CC0.", "CIOC, CC0.")),
}  # fmt: skip
"""Entries first, then outlines and names."""


def make(source: Path, data: Path) -> dict[str, int]:
    """Write `sources.json`; `source` is not read: the facts come from its `provenance/` notes."""
    text = json.dumps(SOURCES, ensure_ascii=False, indent=1)
    (data / "sources.json").write_text(text + "\n", encoding="utf-8")
    return {"sources.json": len(SOURCES)}
