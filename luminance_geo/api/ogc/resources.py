"""The endpoints of OGC API – Features: read and check the query, make the document, send it as JSON or HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from luminance_geo.api import description, parameters
from luminance_geo.api.answers import GEOJSON, HTML, JSON, OPENAPI, answer
from luminance_geo.api.links import landing_links
from luminance_geo.api.ogc import accepted, documents, html
from luminance_geo.api.ogc.accepted import RESOURCE, Asked
from luminance_geo.api.ogc.collection import Collection
from luminance_geo.api.ogc.documents import Document, Place
from luminance_geo.api.ogc.html import Seen
from luminance_geo.api.ogc.negotiation import chosen_format, chosen_language, varies
from luminance_geo.api.parameters import Parameter
from luminance_geo.i18n import translator
from luminance_geo.web.security import PAGE_HEADERS
from luminance_geo.web.urls import base_url

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House

Paint = Callable[[Document, Seen], str]


class Resources:
    """The resources of one house. Plain functions: they run in threads."""

    def __init__(self, house: House) -> None:
        self.house = house

    def landing(self, request: Request) -> Response:
        """What this API is, and where its parts are."""
        place = self._place(request, RESOURCE)
        t = translator(place.language)

        def build() -> Document:
            return {
                "title": "Luminance",
                "description": t("Citizen initiatives across Canada: open data, in French and English."),
                "revision": self.house.catalogue.revision,
                "links": [*place.both(JSON), *landing_links(place.root, t)],
            }

        return self._answer(request, place, build, html.landing_page)

    def description(self, request: Request) -> Response:
        """Description of this API: every address, its parameters and its answers."""
        place = self._place(request, RESOURCE)
        return self._answer(request, place, lambda: description.document(request), html.description_page, OPENAPI)

    def openapi(self, request: Request) -> Response:
        """Description of this API as JSON, whatever the `Accept` header."""
        parameters.read(request, ())
        return answer(request, lambda: description.document(request), media_type=OPENAPI, language="en")

    def conformance(self, request: Request) -> Response:
        """Classes of the standard OGC API – Features that this API conforms to."""
        place = self._place(request, RESOURCE)
        return self._answer(request, place, lambda: documents.conformance(place), html.conformance_page)

    def collections(self, request: Request) -> Response:
        """Collections of features."""
        place = self._place(request, RESOURCE)
        return self._answer(request, place, lambda: documents.collections(self.house, place), html.collections_page)

    def collection(self, request: Request, of: Collection) -> Response:
        """What a collection holds, where, and where its features are."""
        place = self._place(request, RESOURCE)
        return self._answer(request, place, lambda: documents.collection(self.house, of, place), html.collection_page)

    def items(self, request: Request, of: Collection) -> Response:
        """A page of the features that match, by id."""
        place = self._place(request, of.parameters)
        given = place.given
        asked = Asked(
            given=given,
            filters=self.house.parse_filters({name: value for name, value in given.items() if name != "bbox"}),
            bbox=accepted.bbox(given),
            period=accepted.period(given),
            paging=accepted.paging(given),
            language=place.language,
            base=base_url(self.house.settings, request),
        )

        def build() -> Document:
            return documents.items(of, of.page(self.house, asked), place, self.house.clock())

        return self._answer(request, place, build, self._painted(html.items_page, of, place), GEOJSON)

    def item(self, request: Request, of: Collection) -> Response:
        """One feature."""
        place = self._place(request, RESOURCE)
        base = base_url(self.house.settings, request)
        feature = of.one(self.house, request.path_params["fid"], place.language, base)
        if feature is None:
            raise HTTPException(404)

        def build() -> Document:
            return documents.item(of, feature, place)

        return self._answer(request, place, build, self._painted(html.item_page, of, place), GEOJSON)

    def _place(self, request: Request, table: tuple[Parameter, ...]) -> Place:
        given = parameters.read(request, table)
        form = chosen_format(given, request.headers.get("accept", ""))
        mounted = request.scope.get("root_path", "")
        return Place(
            root=base_url(self.house.settings, request) + mounted,
            path=request.url.path.removeprefix(mounted),
            given=given,
            form=form,
            language=chosen_language(request, given, form),
        )

    def _painted(self, paint: Callable[[Document, Document, Seen], str], of: Collection, place: Place) -> Paint:
        """A page that also shows what its collection is."""
        return lambda document, seen: paint(document, documents.collection(self.house, of, place), seen)

    def _answer(
        self, request: Request, place: Place, build: Callable[[], Document], paint: Paint, json_type: str = JSON
    ) -> Response:
        seen = Seen(place.language, place.root, place.path, place.given)
        stamps = (self.house.catalogue.version, place.form, place.language)
        vary = {"Vary": varies(place.form)}
        if place.form == "json":
            return answer(request, build, *stamps, media_type=json_type, language=place.language, headers=vary)
        return answer(
            request, build, *stamps, media_type=HTML, language=place.language, headers={**PAGE_HEADERS, **vary},
            encode=lambda document: paint(document, seen).encode(),
        )  # fmt: skip
