"""Pictures of an initiative: the small map of its page, and the one that link previews show."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo import vocabulary
from luminance_geo.catalogue.cards import Card, Detail
from luminance_geo.i18n import Language, pick, translator
from luminance_geo.web.ground import Theme
from luminance_geo.web.languages import page_language
from luminance_geo.web.map_picture import map_svg
from luminance_geo.web.preview import Preview, preview_png
from luminance_geo.web.security import FILE_HEADERS

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

_DAY = "public, max-age=86400"


def preview_of(card: Card, language: Language) -> Preview:
    """What the preview of an initiative says."""
    t = translator(language)
    cause = vocabulary.causes().get(card.causes[0]) if card.causes else None
    where = ", ".join(dict.fromkeys(part for part in (card.address, card.locality) if part))
    return Preview(
        name=pick(card.name, language).text,
        cause=cause.code if cause else "",
        cause_label=cause.label(language) if cause else "",
        place=where or (t("Online") if card.lat is None else ""),
        badge=t("Demonstration") if card.demonstration else "",
        lat=card.lat,
        lon=card.lon,
        precision=card.precision,
        language=language,
    )


class Pictures:
    """The pictures of one house. Plain functions: they run in threads."""

    def __init__(self, house: House) -> None:
        self.house = house

    def map(self, request: Request) -> Response:
        """`/initiatives/{slug}/map.svg?lang=&theme=light|dark`; 404 where there is no position."""
        card = self._detail(request).card
        if card.lat is None or card.lon is None:
            raise HTTPException(404)
        theme: Theme = "dark" if request.query_params.get("theme") == "dark" else "light"
        cause = card.causes[0] if card.causes else ""
        body = map_svg(card.lat, card.lon, card.precision, cause, page_language(request), theme)
        return _picture(request, body, "image/svg+xml")

    def preview(self, request: Request) -> Response:
        """`/initiatives/{slug}/preview.png?lang=`."""
        body = preview_png(preview_of(self._detail(request).card, page_language(request)))
        return _picture(request, body, "image/png")

    def _detail(self, request: Request) -> Detail:
        detail = self.house.detail(request.path_params["slug"])
        if detail is None:
            raise HTTPException(404)
        return detail


def _picture(request: Request, body: bytes, media_type: str) -> Response:
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {**FILE_HEADERS, "ETag": tag, "Cache-Control": _DAY}
    if "lang" not in request.query_params:
        headers["Vary"] = "Accept-Language"
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)
