"""Initiatives that the browser tests know by name, around Rimouski, where the registers list little."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from luminance_geo.database import bump_revision
from luminance_geo.initiatives.model import Initiative, Need, State
from luminance_geo.meetings.model import Meeting

RIMOUSKI = (48.4489, -68.5236)
TABLE = "La tablée du mardi"
GARDEN = "Le jardin des voisines"
FAR = "L’atelier du Bic"
SCRIPT = "<script>window.ran='script'</script><img src=x onerror=\"window.ran='img'\">"
MARKDOWN = "![p](http://evil.example/p.png) [l](http://evil.example) **b** :red[r] :material/home: :smile: $x^2$ # t"
TEMPLATE = "${window.ran='template'} `${window.ran='tick'}` \\x3cscript\\x3e </script> {{7*7}} {% raw %}"
TURNED = "\u202egnisrever\u202c \u0645\u0631\u062d\u0628\u0627 a -> b -- c >= d www.evil.example a@evil.example"
HOSTILE = (SCRIPT, MARKDOWN, TEMPLATE, TURNED)
LONG = "Longue " * 1428 + "fin."
HOSTILE_AT = (49.05, -68.25)


def plant(session: Session, now: datetime) -> None:
    """Three friendly initiatives and five hostile ones."""
    _friendly(session, now, "la-tablee-du-mardi", TABLE, "food", 0.004, skills=["FIRSTAID", "TEAMWORK"])
    _friendly(session, now, "le-jardin-des-voisines", GARDEN, "nature", -0.012, skills=["LABOUR"])
    _friendly(session, now, "l-atelier-du-bic", FAR, "repair", 0.14, skills=["LABOUR"])
    for number, text in enumerate((*HOSTILE, LONG)):
        _hostile(session, now, number, text)
    bump_revision(session)


def _friendly(
    session: Session, now: datetime, slug: str, name: str, cause: str, north: float, *, skills: list[str]
) -> None:
    row = _initiative(now, slug, cause, RIMOUSKI[0] + north, RIMOUSKI[1])
    row.name_fr, row.name_en = name, f"{name} (EN)"
    row.summary_fr, row.summary_en = "On épluche, on mijote.", "We peel and simmer."
    row.address, row.locality, row.postal_code = "12, rue de l’Évêché", "Rimouski", "G5L 1A1"
    row.governance, row.governance_fr = "consensus", "En cercle, chaque mois."
    row.sharing, row.sharing_fr = "community", "Rendu au quartier."
    row.confirmed_at = now
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add(Need(initiative_id=row.id, title_fr="Cuisine", title_en="Kitchen", skills=skills, capacity=5, taken=2))
    session.add(_meeting(row.id, now))


def _hostile(session: Session, now: datetime, number: int, text: str) -> None:
    """The text in every field that takes one, at a place of its own."""
    row = _initiative(now, f"hostile-{number}", "culture", HOSTILE_AT[0] + number * 0.02, HOSTILE_AT[1])
    for field in ("name", "summary", "description"):
        setattr(row, f"{field}_fr", text)
        setattr(row, f"{field}_en", text)
    row.governance_fr = row.roots_fr = row.sharing_fr = row.address = row.locality = text
    row.source, row.source_id, row.source_kind = f"hostile-{number}", text[:200], text[:50]
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add(Need(initiative_id=row.id, title_fr=text, skills=["LABOUR"], capacity=2, taken=0))
    meeting = _meeting(row.id, now)
    meeting.title_fr = meeting.address = text
    session.add(meeting)


def _initiative(now: datetime, slug: str, cause: str, lat: float, lon: float) -> Initiative:
    return Initiative(
        slug=slug,
        state=State.PUBLISHED,
        causes=[cause],
        languages=["fr"],
        regions=["province-24"],
        lat=lat,
        lon=lon,
        created_at=now,
        updated_at=now,
        published_at=now,
    )


def _meeting(initiative_id: int, now: datetime) -> Meeting:
    starts = now + timedelta(days=3)
    return Meeting(
        initiative_id=initiative_id,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        time_zone="America/Toronto",
        capacity=8,
    )
