"""`luminance search`: the same filters and the same answers as the API."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from luminance_geo import vocabulary
from luminance_geo.bootstrap import House, open_house
from luminance_geo.catalogue.cards import Card
from luminance_geo.catalogue.filters import NAMES
from luminance_geo.catalogue.results import SearchResult
from luminance_geo.cli.options import settings_for
from luminance_geo.cli.output import plain, say, say_json, say_table
from luminance_geo.i18n import Translator, pick


def add(app: typer.Typer, t: Translator) -> None:
    """Add the command to `app`, its help in the language of `t`."""

    @app.command(help=t("Find initiatives. Any-of inside a filter, all-of between filters."))
    def search(
        context: typer.Context,
        near: Annotated[str, typer.Option(help=t("Place, postal code or lat,lon."))] = "",
        within: Annotated[str, typer.Option(help=t("Radius in km around --near."))] = "",
        cause: Annotated[str, typer.Option(help=t("Cause codes, comma-separated."))] = "",
        skill: Annotated[str, typer.Option(help=t("Skill codes, comma-separated."))] = "",
        region: Annotated[str, typer.Option(help=t("Boundary codes such as province-24 or mrc-66."))] = "",
        when: Annotated[str, typer.Option(help=t("Date or interval of meetings: 2026-12-01/2026-12-31."))] = "",
        open_places: Annotated[bool, typer.Option("--open", help=t("Only with places left."))] = False,
        remote: Annotated[bool, typer.Option("--remote", help=t("Only what can be done from afar."))] = False,
        language: Annotated[str, typer.Option(help=t("Language of the activity: fr, en."))] = "",
        governance: Annotated[str, typer.Option(help=t("How decisions are taken, by code."))] = "",
        sharing: Annotated[str, typer.Option(help=t("How any surplus is shared, by code."))] = "",
        demonstration: Annotated[
            bool | None, typer.Option(help=t("Only the demonstration set, or without it."))
        ] = None,
        q: Annotated[str, typer.Option(help=t("Words of the name or the summary."))] = "",
        bbox: Annotated[str, typer.Option(help="west,south,east,north")] = "",
        sort: Annotated[str, typer.Option(help="distance, soonest, newest, name")] = "",
        limit: Annotated[int, typer.Option(min=0, help=t("How many to show."))] = 20,
        offset: Annotated[int, typer.Option(min=0, help=t("How many to skip."))] = 0,
        as_json: Annotated[bool, typer.Option("--json", help=t("For programs: GeoJSON, as the API gives it."))] = False,
        data_dir: Annotated[Path | None, typer.Option(help=t("Folder of the data."))] = None,
        database_url: Annotated[str | None, typer.Option(help=t("Address of the database."))] = None,
    ) -> None:
        house = open_house(settings_for(data_dir, database_url), refresh=False)
        try:
            found = house.catalogue.search(house.parse_filters(_query(context.params)), limit=limit, offset=offset)
            cards = {card.id: card for card in house.cards([hit.id for hit in found.hits])}
            show = _show_json if as_json else _show
            show(house, found, cards, t)
        finally:
            house.close()


def _query(given: Mapping[str, Any]) -> dict[str, str]:
    """Options as the query parameters that every other face takes."""
    named = {"open": given["open_places"], **{name: given[name] for name in NAMES if name != "open"}}
    words = {name: str(value).lower() if isinstance(value, bool) else value for name, value in named.items()}
    off = {name for name in ("open", "remote") if words[name] == "false"}
    return {name: value for name, value in words.items() if value and name not in off}


def _show_json(house: House, found: SearchResult, cards: Mapping[int, Card], t: Translator) -> None:
    from luminance_geo.api.features import search_feature
    from luminance_geo.web.urls import initiative_path

    features = [
        search_feature(
            cards[hit.id], hit, t.language, house.settings.public_url + initiative_path(cards[hit.id].slug, t.language)
        )
        for hit in found.hits
        if hit.id in cards
    ]
    say_json(
        {
            "type": "FeatureCollection",
            "numberMatched": found.number_matched,
            "numberReturned": len(features),
            "revision": found.revision,
            "features": features,
        }
    )


def _show(house: House, found: SearchResult, cards: Mapping[int, Card], t: Translator) -> None:
    rows = []
    for hit in found.hits:
        if card := cards.get(hit.id):
            distance = "" if hit.distance_km is None else t.distance(hit.distance_km)
            rows.append([*_row(card, t), distance])
    if rows:
        say_table([t("Name"), t("Cause"), t("Where"), t("Next meeting"), t("Places"), t("Distance")], rows)
    say(t.plural("{count} initiative", "{count} initiatives", found.number_matched))


def _row(card: Card, t: Translator) -> list[str]:
    name = pick(card.name, t.language).text
    meeting = card.next_meeting
    places = "" if card.places_total is None else f"{card.places_left}/{card.places_total}"
    return [
        f"{plain(name)} ({t('demonstration')})" if card.demonstration else name,
        vocabulary.causes()[card.causes[0]].label(t.language) if card.causes else "",
        card.locality or "",
        t.day(meeting.starts_at, meeting.time_zone) if meeting else "",
        places,
    ]
