"""Mail: an outbox written in the transaction of what caused it, and the worker that sends it."""

from luminance_geo.mail.message import Attachment, Message

__all__ = ["Attachment", "Message"]
