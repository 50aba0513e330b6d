"""The closed lists hold together: codes, labels, groups, colours, mappings."""

import csv
import re

import pytest

from luminance_geo import vocabulary
from luminance_geo.settings import data_root

SCHEMES = ("cioc-interest", "jeveuxaider-domain", "api-engagement-domain", "essglobal-activity")


def test_twelve_causes_with_both_labels_and_icons() -> None:
    assert len(vocabulary.causes()) == 12
    for cause in vocabulary.causes().values():
        assert all((cause.fr, cause.en, cause.about_fr, cause.about_en, cause.icon))


def test_thirty_skills_each_in_one_group() -> None:
    grouped = [skill for group in vocabulary.skill_groups() for skill in group.skills]
    assert len(grouped) == len(set(grouped)) == 30
    assert set(grouped) == set(vocabulary.skills())


@pytest.mark.parametrize("terms", [vocabulary.governance, vocabulary.sharing, vocabulary.actor_kinds])
def test_every_term_is_bilingual(terms) -> None:
    assert all(term.fr and term.en for term in terms().values())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_mappings_name_our_causes_and_round_trip_where_both_ways(scheme) -> None:
    for cause in vocabulary.causes():
        peer = vocabulary.cause_to(scheme, cause)
        back = vocabulary.cause_from(scheme, peer) if peer else None
        assert back is None or back in vocabulary.causes()


def test_every_cause_reaches_cioc_and_its_codes_exist() -> None:
    with (data_root() / "vocabulary" / "cioc_interest.csv").open(encoding="utf-8-sig", newline="") as source:
        published = {row["Code"] for row in csv.DictReader(source)}
    assert {vocabulary.cause_to("cioc-interest", cause) for cause in vocabulary.causes()} <= published
    assert vocabulary.cause_from("cioc-interest", "GARDEN") == "nature"


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a: str, b: str) -> float:
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_icons_stand_out_from_their_fill_by_day_and_by_night() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    for cause in vocabulary.causes().values():
        assert re.fullmatch("#[0-9A-F]{6}", cause.light)
        assert _contrast("#FFFFFF", cause.light) >= 4.5, cause.code
        assert _contrast("#0F1B21", cause.dark) >= 4.5, cause.code
