"""What a room asks mail to send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from luminance_geo.i18n import Language


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file of a message; `type` is its media type, with parameters such as `text/calendar; method=PUBLISH`."""

    name: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message to queue: `key` says what it is about, and the same key is queued once.

    `headers` are further header lines (ASCII, one line, none that mail writes itself), such as `List-Unsubscribe`.
    What is `withheld` is kept as cancelled: listed, never sent (people of the demonstration set).
    """

    key: str
    kind: str
    to_address: str
    language: Language
    subject: str
    text: str
    html: str
    person_id: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    withheld: bool = False
