"""One's own sign-up: what it is for, where it stands, and what one can do about it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from dashboard.components.sign_up_answer import next_step, what
from dashboard.components.text import muted, plain
from dashboard.components.ways import link, ways
from luminance_geo.i18n import N_, Translator, pick
from luminance_geo.signups.model import SignUpState
from luminance_geo.signups.shapes import Engagement, Outcome

ACTIVE = frozenset((SignUpState.HELD, SignUpState.WAITING, SignUpState.CONFIRMED))
STATES = {
    SignUpState.HELD: ("orange", N_("To confirm")),
    SignUpState.CONFIRMED: ("green", N_("Confirmed")),
    SignUpState.WAITING: ("gray", N_("On the waiting list")),
    SignUpState.WITHDRAWN: ("gray", N_("Withdrawn")),
    SignUpState.EXPIRED: ("gray", N_("Not confirmed in time")),
    SignUpState.ATTENDED: ("green", N_("You came")),
    SignUpState.ABSENT: ("gray", N_("You did not come")),
}
Act = Callable[[Engagement], None]


def coming_card(t: Translator, mine: Engagement, *, confirm: Act, withdraw: Act, change: Callable[..., None]) -> None:
    """One that is ahead, with its buttons."""
    outcome = mine.outcome
    with st.container(border=True, key=f"engagement-{mine.id}", gap="xsmall"):
        _head(t, mine)
        if outcome.state != SignUpState.CONFIRMED:
            st.markdown(_next(t, outcome))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if outcome.state == SignUpState.HELD:
                label = t("Confirm my place")
                st.button(label, key=f"confirm-{mine.id}", type="primary", on_click=confirm, args=(mine,))
            if outcome.ics_path:
                with st.container(key=f"calendar-{mine.id}", width="content"):
                    calendar = link(t("Add to my calendar"), outcome.ics_path, download=True)
                    ways(f"ways-{mine.id}", t("Calendar"), [calendar])
            with st.popover(t("Change"), type="tertiary", key=f"change-{mine.id}"):
                _message(t, mine, change)
            label = t("Withdraw")
            st.button(label, key=f"withdraw-{mine.id}", type="tertiary", on_click=withdraw, args=(mine,))


def past_card(t: Translator, mine: Engagement) -> None:
    """One that is behind, in two lines."""
    with st.container(key=f"engagement-{mine.id}", gap="xxsmall"):
        _head(t, mine)


def _next(t: Translator, outcome: Outcome) -> str:
    told = [next_step(t, outcome)]
    if outcome.state == SignUpState.WAITING and outcome.position is not None:
        told.insert(0, t("Position in line: {position}.", position=t.number(outcome.position)))
    return " ".join(told)


def _head(t: Translator, mine: Engagement) -> None:
    outcome = mine.outcome
    colour, state = STATES[outcome.state]
    name = plain(pick(outcome.initiative, t.language).text)
    badge = t(state)
    address = "/?" + urlencode({"lang": t.language, "selected": outcome.slug})
    st.markdown(f"**[{name}]({address})** :{colour}-badge[{badge}]")
    place = "" if outcome.what.remote else plain(outcome.what.address or "")
    st.markdown(muted(" · ".join(part for part in (plain(what(t, outcome.what)), place) if part)))


def _message(t: Translator, mine: Engagement, change: Callable[..., None]) -> None:
    with st.form(f"message-form-{mine.id}", border=False):
        st.text_area(
            t("Message to the team"),
            value=mine.message or "",
            key=f"message-{mine.id}",
            max_chars=1000,
            placeholder="",
        )
        st.form_submit_button(t("Save"), on_click=change, args=(mine,))
