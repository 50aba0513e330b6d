"""Content in one language or two: which is shown, and what is said of it."""

from datetime import UTC, datetime, timedelta

from luminance_geo.i18n import Bilingual, pick

EARLIER = datetime(2026, 1, 1, tzinfo=UTC)
LATER = EARLIER + timedelta(days=1)


def test_the_wanted_language_comes_first() -> None:
    picked = pick(Bilingual(fr="Jardin", en="Garden"), "en")
    assert (picked.text, picked.language, picked.fallback, picked.outdated) == ("Garden", "en", False, False)


def test_the_other_language_stands_in_and_says_so() -> None:
    picked = pick(Bilingual(fr="Jardin"), "en")
    assert (picked.text, picked.language, picked.fallback) == ("Jardin", "fr", True)


def test_a_text_older_than_its_twin_may_be_dated() -> None:
    field = Bilingual(fr="Jardin", en="Garden", fr_at=LATER, en_at=EARLIER)
    assert pick(field, "en").outdated
    assert not pick(field, "fr").outdated


def test_an_empty_field_is_false() -> None:
    assert not pick(Bilingual(), "fr")
