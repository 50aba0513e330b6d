"""Start-up checks: each has an id, a state and a hint."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Engine

from luminance_geo import migrations, sources
from luminance_geo.catalogue.blocks.tools import compilable
from luminance_geo.database import make_engine, reading
from luminance_geo.demo import actions as demo
from luminance_geo.errors import NotReady
from luminance_geo.i18n import Translator
from luminance_geo.importers import registers, shipped
from luminance_geo.initiatives import queries as initiatives
from luminance_geo.settings import Settings, data_root

State = Literal["ok", "warning", "error"]
_SPACE_NEEDED = 200 * 1024**2


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    id: str
    state: State
    message: str
    hint: str = ""


def findings(settings: Settings, t: Translator) -> list[Finding]:
    """Every check, in order; those of the stored data only where the schema lets them run."""
    found = [finding for check in _ALWAYS for finding in check(settings, t)]
    engine = make_engine(settings.resolved_database_url) if _writable(settings) else None
    if engine is None:
        return found
    try:
        stored = list(_schema(engine, t))
        found += stored
        if all(finding.state == "ok" for finding in stored):
            found += _stored(engine, settings, t)
    finally:
        engine.dispose()
    return found


def _shipped(_: Settings, t: Translator) -> Iterator[Finding]:
    wanted = (*shipped.FILES, "sources.json", "places/gazetteer.parquet", "boundaries/provinces.parquet", "vocabulary")
    missing = [name for name in wanted if not (data_root() / name).exists()]
    if missing:
        yield Finding(
            "L001", "error", t("Shipped data is missing: {names}", names=", ".join(missing)),
            t("Install the package again, or make the files: python data/recipes SOURCE_DIR"),
        )  # fmt: skip
    else:
        yield Finding("L001", "ok", t("Shipped data: {count} sources", count=len(sources.sources())))


def _folder(settings: Settings, t: Translator) -> Iterator[Finding]:
    if not _writable(settings):
        yield Finding(
            "L002", "error", t("The data folder cannot be written: {path}", path=settings.data_dir),
            t("Set LUMINANCE_DATA_DIR to a folder of yours."),
        )  # fmt: skip
        return
    free = shutil.disk_usage(_existing(settings)).free
    state: State = "ok" if free > _SPACE_NEEDED else "warning"
    yield Finding("L002", state, t("Data folder: {path}, {free} MB free", path=settings.data_dir, free=free // 1024**2))


def _existing(settings: Settings) -> os.PathLike[str]:
    return next(folder for folder in (settings.data_dir, *settings.data_dir.absolute().parents) if folder.exists())


def _writable(settings: Settings) -> bool:
    return os.access(_existing(settings), os.W_OK)


def _zones(_: Settings, t: Translator) -> Iterator[Finding]:
    try:
        ZoneInfo("America/St_Johns")
    except ZoneInfoNotFoundError:
        yield Finding("L003", "error", t("Time zones are missing."), "pip install tzdata")
    else:
        yield Finding("L003", "ok", t("Time zones are there."))


def _public(settings: Settings, t: Translator) -> Iterator[Finding]:
    if settings.public_url:
        yield Finding("L004", "ok", t("Public address: {url}", url=settings.public_url))
    else:
        state: State = "warning" if settings.environment == "production" else "ok"
        yield Finding(
            "L004", state, t("No public address: links follow the address each person uses."),
            t("Set LUMINANCE_PUBLIC_URL before you publish the site."),
        )  # fmt: skip


def _officer(settings: Settings, t: Translator) -> Iterator[Finding]:
    if settings.privacy_officer_title and settings.privacy_officer_contact:
        yield Finding("L009", "ok", t("In charge of privacy: {title}", title=settings.privacy_officer_title))
    else:
        yield Finding(
            "L009", "warning", t("Nobody is named to be in charge of personal information."),
            t("Set LUMINANCE_PRIVACY_OFFICER_TITLE and LUMINANCE_PRIVACY_OFFICER_CONTACT: Law 25 asks for it."),
        )  # fmt: skip


def _sender(settings: Settings, t: Translator) -> Iterator[Finding]:
    production = settings.environment == "production"
    if production and not settings.mail_postal_address:
        yield Finding(
            "L010", "warning", t("Messages do not say the sender's postal address."),
            t("Set LUMINANCE_MAIL_POSTAL_ADDRESS: Canada's anti-spam law asks for it."),
        )  # fmt: skip
    elif production and not settings.smtp_url.get_secret_value():
        yield Finding(
            "L010", "warning", t("No mail server: messages are written to files, and nobody gets them."),
            t("Set LUMINANCE_SMTP_URL."),
        )  # fmt: skip
    else:
        yield Finding("L010", "ok", t("Messages come from: {sender}", sender=settings.mail_from))


_ALWAYS: tuple[Callable[[Settings, Translator], Iterator[Finding]], ...] = (
    _shipped, _folder, _zones, _public, _officer, _sender,
)  # fmt: skip


def _schema(engine: Engine, t: Translator) -> Iterator[Finding]:
    try:
        found = migrations.schema(engine)
    except NotReady as error:
        yield Finding("L005", "error", t(error.message, **error.values), t("Check LUMINANCE_DATABASE_URL."))
        return
    if found.ready:
        yield Finding(
            "L005", "ok", t("Database: {kind}, schema {version}", kind=engine.dialect.name, version=found.head)
        )
    elif found.empty:
        yield Finding("L005", "error", t("There is no database yet."), "luminance serve")
    elif found.known:
        yield Finding("L005", "error", t("The database is not up to date."), "luminance database upgrade")
    else:
        yield Finding("L005", "error", t("The database was made by a newer version of Luminance; install that one."))


def _stored(engine: Engine, settings: Settings, t: Translator) -> Iterator[Finding]:
    with reading(engine) as session:
        counts = initiatives.counts(session)
        behind = demo.weeks_behind(session, datetime.now(UTC))
        waiting = registers.changed_files(session)
    yield Finding("L006", "ok", t.plural("{count} initiative", "{count} initiatives", counts.published))
    if waiting:
        yield Finding("L007", "warning", t("Registers to load: {names}", names=", ".join(waiting)), "luminance serve")
    else:
        yield Finding("L007", "ok", t.plural("{count} register entry", "{count} register entries", counts.register))
    message = t.plural("{count} demonstration initiative", "{count} demonstration initiatives", counts.demonstration)
    if behind:
        yield Finding("L008", "warning", t("{what}, most meetings past", what=message), "luminance serve")
    else:
        yield Finding("L008", "ok", message, "luminance demo --remove" if counts.demonstration else "")
    yield _loops(counts.published, settings, t)


def _loops(published: int, settings: Settings, t: Translator) -> Finding:
    if published < settings.compile_from:
        return Finding("L011", "ok", t("Search index: numpy, enough for a catalogue of this size"))
    if compilable():
        return Finding("L011", "ok", t("Search index: compiled"))
    hint = t("Install the extra: {command}", command='pip install "luminance-geo[compiled]"')
    return Finding("L011", "warning", t("Compiled, the search index would answer faster at this size."), hint)
