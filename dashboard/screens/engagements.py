"""My engagements: what is coming, what is past, and what we hold about the person who looks."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import identity
from dashboard.components.account import account
from dashboard.components.engagement_card import ACTIVE, coming_card, past_card
from dashboard.components.sign_up_answer import said, title
from dashboard.components.text import plain
from dashboard.components.ways import link, sign_in, ways
from dashboard.house import house
from dashboard.language import current_translator
from dashboard.state import widget
from luminance_geo.errors import LuminanceError
from luminance_geo.i18n import Translator, pick
from luminance_geo.people.queries import Who
from luminance_geo.signups.shapes import Engagement, Request

_SAID, _WITHDRAWN = "engagements-said", "engagements-withdrawn"


def engagements() -> None:
    """The whole screen; for whoever is not signed in, the way in."""
    t, known = current_translator(), identity.who()
    with st.container(key="engagements"):
        st.title(t("My engagements"), anchor=False)
        if known is None:
            _invitation(t)
            return
        _said(t)
        _lists(t, known)
        account(t, known)


def _invitation(t: Translator) -> None:
    with st.container(border=True, key="invitation"):
        st.markdown(t("Your places stand here: confirm them, change or withdraw, and take your calendar along."))
        minutes = round(house().settings.sign_in_minutes)
        st.markdown(
            t.plural(
                "No password: we send you a link. It signs you in once, for {count} minute.",
                "No password: we send you a link. It signs you in once, within {count} minutes.",
                minutes,
            )
        )
        back = f"/engagements?lang={t.language}"
        ways("sign-in", t("Sign in"), [sign_in(t, kind="primary", back=back), _to_explore(t)])


def _to_explore(t: Translator) -> dict[str, object]:
    return link(t("Explore the map"), "/", lang=t.language)


def _lists(t: Translator, known: Who) -> None:
    mine = house().signups.mine(known.person_id)
    coming = [each for each in mine if each.coming and each.outcome.state in ACTIVE]
    past = [each for each in mine if each not in coming]
    if not mine:
        with st.container(border=True, key="no-engagements"):
            st.markdown(t("You have no engagement yet. The map shows who needs you."))
            ways("explore", t("Explore"), [link(t("Explore the map"), "/", kind="primary", lang=t.language)])
        return
    st.header(t("Coming"), anchor=False)
    if not coming:
        st.markdown(t("Nothing is coming."))
        ways("explore", t("Explore"), [_to_explore(t)])
    for each in coming:
        coming_card(t, each, confirm=_confirm, withdraw=_withdraw, change=_change)
    if past:
        st.header(t("Past"), anchor=False)
        for each in past:
            past_card(t, each)


def _said(t: Translator) -> None:
    """What the last click did, and the way back from a withdrawal."""
    told = st.session_state.pop(_SAID, None)
    if isinstance(told, LuminanceError):
        st.error(plain(said(t, told)))
    elif told:
        st.success(told)
    gone: Engagement | None = st.session_state.get(_WITHDRAWN)
    if gone is None:
        return
    with st.container(border=True, key="undo", horizontal=True, vertical_alignment="center"):
        name = plain(pick(gone.outcome.initiative, t.language).text)
        st.markdown(t("You have withdrawn from {name}.", name=f"**{name}**"))
        st.button(t("Undo"), key="undo-withdraw", type="tertiary", on_click=_take_again, args=(gone,))


def _confirm(mine: Engagement) -> None:
    def act(known: Who) -> None:
        outcome = house().signups.confirm_mine(known.person_id, mine.id)
        st.session_state[_SAID] = title(current_translator(), outcome)

    _act(act)


def _withdraw(mine: Engagement) -> None:
    def act(known: Who) -> None:
        house().signups.withdraw_mine(known.person_id, mine.id)
        st.session_state[_WITHDRAWN] = mine

    _act(act)


def _take_again(mine: Engagement) -> None:
    """Sign up for the same thing with the same words; whoever was in line meanwhile keeps the place that came free."""
    about = mine.outcome.what

    def act(known: Who) -> None:
        outcome = house().signups.take(
            Request(
                slug=mine.outcome.slug,
                need_id=about.id if about.kind == "need" else None,
                meeting_id=about.id if about.kind == "meeting" else None,
                message=mine.message,
                accessibility=mine.accessibility,
                consent=True,
                accessibility_consent=bool(mine.accessibility),
                language=current_translator().language,
                ip=identity.visitor_address() or None,
                who=known,
            )
        )
        st.session_state[_SAID] = title(current_translator(), outcome)

    _act(act)


def _change(mine: Engagement) -> None:
    t = current_translator()

    def act(known: Who) -> None:
        house().signups.answer(known.person_id, mine.id, message=widget(f"message-{mine.id}"))
        st.session_state[_SAID] = t("Saved.")

    _act(act)


def _act(act: Callable[[Who], None]) -> None:
    """Do it as whoever is signed in now; what is refused is said in the next run."""
    known = identity.who()
    if known is None:
        return
    undone = st.session_state.pop(_WITHDRAWN, None)
    try:
        act(known)
    except LuminanceError as wrong:
        st.session_state[_SAID] = wrong
        st.session_state[_WITHDRAWN] = undone
