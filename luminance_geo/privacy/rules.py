"""Pure decisions about retention and incidents: until when what is kept, and what the register must say."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_

IP_DAYS = 3
"""Codes made from IP addresses are kept this long: no hold that they limit is longer."""

UNVERIFIED_DAYS = 30
"""An address that nobody has verified is kept this long after it was last typed: it may be someone else's."""

_ATTEMPTS = timedelta(days=1)
_USELESS = timedelta(days=1)


class Keeping(Protocol):
    """How long things are kept, as the settings say."""

    @property
    def keep_people_months(self) -> int:
        """People not seen for this long."""

    @property
    def keep_sign_ups_months(self) -> int:
        """Sign-ups, after their end."""

    @property
    def keep_accessibility_days(self) -> int:
        """Accessibility needs, after the activity."""

    @property
    def keep_mail_days(self) -> int:
        """Texts of messages that were sent."""

    @property
    def keep_draft_days(self) -> int:
        """Proposals that nobody goes on with."""

    @property
    def keep_audit_months(self) -> int:
        """The audit trail."""


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """What is older than each of these moments goes (all aware)."""

    people: datetime
    unverified: datetime
    sign_ups: datetime
    accessibility: datetime
    mail: datetime
    drafts: datetime
    audit: datetime
    ips: datetime
    attempts: datetime
    tokens: datetime


def cutoffs(settings: Keeping, now: datetime) -> Cutoffs:
    """The moments that hold at `now`."""
    return Cutoffs(
        people=months_before(now, settings.keep_people_months),
        unverified=now - timedelta(days=UNVERIFIED_DAYS),
        sign_ups=months_before(now, settings.keep_sign_ups_months),
        accessibility=now - timedelta(days=settings.keep_accessibility_days),
        mail=now - timedelta(days=settings.keep_mail_days),
        drafts=now - timedelta(days=settings.keep_draft_days),
        audit=months_before(now, settings.keep_audit_months),
        ips=now - timedelta(days=IP_DAYS),
        attempts=now - _ATTEMPTS,
        tokens=now - _USELESS,
    )


def months_before(moment: datetime, months: int) -> datetime:
    """The same day some calendar months earlier, or the last day of a shorter month.

    >>> months_before(datetime(2026, 3, 31, 12), 1), months_before(datetime(2026, 1, 15), 24)
    (datetime.datetime(2026, 2, 28, 12, 0), datetime.datetime(2024, 1, 15, 0, 0))
    """
    count = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(count, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def check_incident(
    *, happened_from: date | None, happened_to: date | None, found_on: date, people: int,
    people_in_quebec: int | None, public_notice: bool, public_notice_reason: str | None, today: date,
) -> None:  # fmt: skip
    """Raise `InvalidInput`, naming the field, where an incident cannot be as it is told."""
    if found_on > today:
        raise InvalidInput(N_("An incident cannot be found in the future."), parameter="found_on")
    if happened_from and happened_from > found_on:
        raise InvalidInput(N_("An incident begins before it is found."), parameter="happened_from")
    if happened_to and happened_from and happened_to < happened_from:
        raise InvalidInput(N_("An incident ends after it begins."), parameter="happened_to")
    if people < 0 or not 0 <= (people_in_quebec or 0) <= people:
        raise InvalidInput(N_("Those in Québec are among the people concerned."), parameter="people_in_quebec")
    if public_notice and not public_notice_reason:
        raise InvalidInput(N_("Say why a public notice was given."), parameter="public_notice_reason")


def cai_is_owed_notice(*, serious_harm: bool, cai_told_on: date | None) -> bool:
    """Whether the Commission must be told of an incident, and has not been (Law 25, section 3.5)."""
    return serious_harm and cai_told_on is None


def csv_cell(value: object) -> str:
    """A value in a CSV file that a spreadsheet opens: nothing in it is taken for a formula.

    >>> csv_cell("=1+1"), csv_cell("+1 514 555-0123"), csv_cell(None), csv_cell(True)
    ("'=1+1", '+1 514 555-0123', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    formula = text[:1] in {"=", "@", "\t", "\r"} or (text[:1] in {"+", "-"} and any(char.isalpha() for char in text))
    return f"'{text}" if formula else text
