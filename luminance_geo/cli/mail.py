"""`luminance mail`: what is in the outbox, and sending what is due."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from luminance_geo.cli.options import opened, settings_for
from luminance_geo.cli.output import say, say_json, say_table
from luminance_geo.database import reading, writing
from luminance_geo.i18n import N_, Translator
from luminance_geo.mail import actions, queries
from luminance_geo.mail.model import MailState, OutboxMessage
from luminance_geo.mail.rules import masked
from luminance_geo.mail.transport import open_transport
from luminance_geo.mail.worker import deliver_due
from luminance_geo.settings import Settings

STATES: Mapping[MailState, str] = {
    MailState.QUEUED: N_("queued"),
    MailState.SENT: N_("sent"),
    MailState.FAILED: N_("failed"),
    MailState.CANCELLED: N_("cancelled"),
}


def add(app: typer.Typer, t: Translator) -> None:
    """Add the commands to `app`, their help in the language of `t`."""
    commands = typer.Typer(help=t("Look at the outbox and send what is due."), no_args_is_help=True)
    app.add_typer(commands, name="mail")

    @commands.command("list", help=t("List the newest messages of the outbox."))
    def list_messages(
        state: Annotated[MailState | None, typer.Option(help=t("Only those in this state."))] = None,
        limit: Annotated[int, typer.Option(min=1, max=10_000, help=t("How many at most."))] = 50,
        as_json: Annotated[bool, typer.Option("--json", help=t("For programs."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        with opened(settings_for(data_dir, database_url)) as engine, reading(engine) as session:
            found = queries.newest(session, state=state, limit=limit)
            if as_json:
                say_json([_body(message) for message in found])
                return
            say_table(_columns(t), [_row(message, t) for message in found])
            totals = queries.counts(session)
        say(t.join(t("{state}: {count}", state=t(STATES[one]), count=t.number(totals[one])) for one in MailState))

    @commands.command(help=t("Send what is due now, each message once even beside a running server."))
    def send(
        failed: Annotated[bool, typer.Option("--failed", help=t("Try again what has failed, too."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        settings = settings_for(data_dir, database_url)
        with opened(settings) as engine:
            if not _send(engine, settings, t, failed=failed):
                raise typer.Exit(1)


def _send(engine: Engine, settings: Settings, t: Translator, *, failed: bool) -> bool:
    """Send all that is due, and say what became of it; False when something was not sent."""
    now, total, trouble = datetime.now(UTC), [0, 0, 0], ""
    if failed:
        with writing(engine) as session:
            actions.retry_failed(session, now=now)
    transport = open_transport(settings)
    while not trouble:
        done = deliver_due(engine, transport, now=datetime.now(UTC), settings=settings)
        total = [a + b for a, b in zip(total, (done.sent, done.retried, done.failed), strict=True)]
        trouble = done.trouble
        if not done.total:
            break
    say(t.plural("{count} message sent", "{count} messages sent", total[0]))
    if total[1]:
        say(t.plural("{count} message waits for another try", "{count} messages wait for another try", total[1]))
    if total[2]:
        say(t.plural("{count} message failed", "{count} messages failed", total[2]))
    if trouble:
        say(t("Nothing can be sent now: {reason}", reason=trouble), err=True)
    return not (total[1] or total[2])


def _columns(t: Translator) -> list[str]:
    return [t("Key"), t("State"), t("Recipient"), t("Queued at"), t("Next try"), t("Tries"), t("Fault")]


def _row(message: OutboxMessage, t: Translator) -> list[str]:
    waits = message.state is MailState.QUEUED
    return [
        message.key, t(STATES[message.state]), masked(message.to_address), _minute(message.created_at),
        _minute(message.next_try_at) if waits else "", t.number(message.attempts), message.last_error or "",
    ]  # fmt: skip


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%MZ")


def _body(message: OutboxMessage) -> dict[str, object]:
    return {
        "key": message.key, "kind": message.kind, "state": message.state.value, "language": message.language,
        "to": masked(message.to_address), "attempts": message.attempts, "created_at": message.created_at.isoformat(),
        "next_try_at": message.next_try_at.isoformat(),
        "sent_at": message.sent_at.isoformat() if message.sent_at else None, "last_error": message.last_error,
    }  # fmt: skip
