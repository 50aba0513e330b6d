"""`luminance roles`: who moderates, who looks at a region, who does research, who administers."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from luminance_geo import places
from luminance_geo.bootstrap import utc_now
from luminance_geo.cli.options import opened, settings_for
from luminance_geo.cli.output import say, say_json, say_table
from luminance_geo.errors import InvalidInput
from luminance_geo.i18n import N_, Translator
from luminance_geo.people.queries import Holder
from luminance_geo.people.roles import EVERYWHERE, Role, RoleKind
from luminance_geo.people.service import People

_NO_REGION = N_("{parameter}: there is no region {code}. Its code is in the address of a map that shows it.")
_NAMES = {
    RoleKind.MODERATOR: N_("moderator"),
    RoleKind.PARTNER: N_("municipal partner"),
    RoleKind.RESEARCHER: N_("researcher"),
    RoleKind.ADMINISTRATOR: N_("administrator"),
}


def add(app: typer.Typer, t: Translator) -> None:
    """Add the commands to `app`, their help in the language of `t`."""
    commands = typer.Typer(help=t("Name moderators, partners, researchers and administrators."), no_args_is_help=True)
    app.add_typer(commands, name="roles")
    _add_change(commands, t, "grant", t("Give someone a role."), People.grant, (N_("Granted."), N_("They hold it.")))
    _add_change(
        commands, t, "revoke", t("Take a role back."), People.revoke, (N_("Taken back."), N_("They do not hold it."))
    )
    _add_list(commands, t)


def _add_change(
    commands: typer.Typer, t: Translator, name: str, about: str, change: Callable[..., bool], said: tuple[str, str]
) -> None:
    @commands.command(name, help=about)
    def command(
        address: Annotated[str, typer.Argument(help=t("Their e-mail address."))],
        role: Annotated[RoleKind, typer.Argument(help=t("The role."))],
        region: Annotated[
            str, typer.Option(help=t("Code of the only region where it holds, of a moderator or a partner."))
        ] = EVERYWHERE,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        if region and places.region(region) is None:
            raise InvalidInput(_NO_REGION, parameter="--region", code=region)
        settings = settings_for(data_dir, database_url)
        with opened(settings) as engine:
            done = change(People(engine, utc_now, settings), address, Role(role, region), by=None)
        say(t(said[0] if done else said[1]))


def _add_list(commands: typer.Typer, t: Translator) -> None:
    @commands.command("list", help=t("Who holds which role."))
    def list_roles(
        as_json: Annotated[bool, typer.Option("--json", help=t("Every field, for programs."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        settings = settings_for(data_dir, database_url)
        with opened(settings) as engine:
            found = People(engine, utc_now, settings).holders()
        if as_json:
            say_json([_fields(holder) for holder in found])
            return
        if found:
            columns = [t("Role"), t("Region"), t("E-mail"), t("Name"), t("Since")]
            say_table(columns, [_row(holder, t) for holder in found])
        say(t.plural("{count} role", "{count} roles", len(found)))


def _fields(holder: Holder) -> dict[str, object]:
    return {
        "role": holder.role.kind.value,
        "region": holder.role.region or None,
        "email": holder.email,
        "name": holder.name,
        "granted_at": holder.granted_at.isoformat(),
    }


def _row(holder: Holder, t: Translator) -> list[str]:
    region = places.region(holder.role.region) if holder.role.region else None
    where = region.name(t.language) if region else holder.role.region or t("everywhere")
    since = holder.granted_at.date().isoformat()
    return [t(_NAMES[holder.role.kind]), where, holder.email, holder.name or "–", since]
