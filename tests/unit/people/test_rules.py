"""Addresses, names, phones and paths, with what people and programs type."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luminance_geo.errors import InvalidInput
from luminance_geo.people import tokens
from luminance_geo.people.consents import CONSENTS
from luminance_geo.people.rules import clean_name, clean_phone, email_key, ip_group, local_path, normal_email

PINNED = "5b34e43f"
"""Of every wording in force. When this test fails, give the new wording a new version, then pin it here."""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada.B+map@EXAMPLE.org\n", "Ada.B+map@example.org"),
        ("a@exämple.org", "a@xn--exmple-cua.org"),
        ("o'brien@example.org", "o'brien@example.org"),
    ],
)
def test_addresses_that_mail_can_go_to(typed: str, expected: str) -> None:
    assert normal_email(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", "a", "a@b", "a@localhost", "a@[127.0.0.1]", '"a b"@example.org', "a@example.org, b@example.org",
     "a@example.org\r\nBcc: b@example.org", "Name <a@example.org>", "é@example.org", "a@x.invalid", "a@" + "x" * 300,
     "a@example.org\x00", "a..b@example.org"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        normal_email(typed)
    assert caught.value.parameter == "email"


def test_letters_that_only_look_alike_are_not_one_address() -> None:
    """Folding beyond ASCII once let one account be taken over by another's look-alike."""
    assert len({email_key(f"{letter}@example.org") for letter in ("k", "\u212a", "\u0131", "i", "\u017f", "s")}) == 6


@given(st.emails())
def test_a_key_is_stable_and_finds_the_normal_form(typed: str) -> None:
    try:
        normal = normal_email(typed)
    except InvalidInput:
        return
    assert normal_email(normal) == normal
    assert email_key(email_key(typed)) == email_key(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [(" Zoé  M. Tremblay ", "Zoé M. Tremblay"), ("Jean\u202e\x00-Luc", "Jean-Luc"), ("J.P. Roy", "J.P. Roy"),
     ("M.Tremblay", "M.Tremblay"), ("Nguyễn", "Nguyễn"), ("李", "李"), ("e\u0301", "é"),
     ("O’Neill, Anne", "O’Neill, Anne")],
)  # fmt: skip
def test_names_as_people_write_them(typed: str, expected: str) -> None:
    assert clean_name(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\u200b", "x" * 81, "http://evil.test", "www.evil", "Gagnez sur evil.test", "a@b", "<b>", "evil.COM"],
)
def test_a_name_carries_no_link(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        clean_name(typed)
    assert caught.value.parameter == "name"


@given(st.text(max_size=100))
def test_a_clean_name_stays_clean_and_on_one_line(typed: str) -> None:
    try:
        name = clean_name(typed)
    except InvalidInput:
        return
    assert name.isprintable()
    assert clean_name(name) == name


@pytest.mark.parametrize("typed", ["514 555-0123", "+1 (514) 555.0123", "5145550123 poste 4", "514-555-0123 x12"])
def test_phones_as_people_write_them(typed: str) -> None:
    assert clean_phone(typed) == typed


@pytest.mark.parametrize("typed", ["abc", "123", "5" * 33, "514 555-0123; DROP", "٥١٤٥٥٥٠١٢٣", "=514 555-0123"])
def test_what_is_no_phone_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        clean_phone(typed)
    assert caught.value.parameter == "phone"


HOSTILE = st.lists(
    st.sampled_from(
        ["/", "\\", "//", "%2f", "%5C", "evil.test", "@", ":", "https:", "?", "#", "\t", "\n", ".", "..", " ", "a"]
    )
).map("".join)


@given(HOSTILE | st.text(max_size=600))
def test_a_path_never_leaves_the_site(text: str) -> None:
    path = local_path(text)
    for browser in (path, path.replace("\\", "/")):
        joined = urlsplit(urljoin("https://here.test/sign-in/x", browser))
        assert (joined.scheme, joined.netloc) == ("https", "here.test")
    assert path.isascii()
    assert path.isprintable()


def test_paths_of_ours_are_kept() -> None:
    for path in ("/", "/engagements?lang=fr", "/initiatives/la-tabl%C3%A9e?lang=en#get-involved", "/?near=45.5,-73.6"):
        assert local_path(path) == path


@given(st.ip_addresses(v=6))
def test_a_household_is_one_visitor_in_ipv6(address: object) -> None:
    group = ip_group(str(address))
    assert group == ip_group(group.partition("/")[0]) or "." in group


def test_tokens_are_long_and_all_different() -> None:
    made = [tokens.new_token() for _ in range(1000)]
    assert len({token for token, _ in made}) == len({kept for _, kept in made}) == 1000
    assert all(len(token) * 6 >= 128 for token, _ in made)


def test_a_wording_never_changes_under_its_version() -> None:
    said = {kind: (text.version, text.fr, text.en) for kind, text in sorted(CONSENTS.items())}
    assert hashlib.sha256(json.dumps(said).encode()).hexdigest()[:8] == PINNED
