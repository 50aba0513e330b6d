"""Forms sent back to us: read within bounds, signed, timed, from our own pages; and the cookie of who is signed in."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Message

from luminance_geo.i18n import LANGUAGES
from luminance_geo.people.tokens import hash_token
from luminance_geo.settings import Settings
from luminance_geo.web.languages import page_language
from luminance_geo.web.rendering import render
from luminance_geo.web.security import PRIVATE_HEADERS

if TYPE_CHECKING:
    from luminance_geo.bootstrap import House
    from luminance_geo.people.queries import Who

COOKIE = "luminance_session"
FIELD = "form"
"""The name of the hidden field that holds what `issue` gave."""

SIGN_IN, SIGN_OUT, ERASE, UNSUBSCRIBE = "sign-in", "sign-out", "erase", "unsubscribe"
"""Purposes of our forms; `SIGN_OUT` serves for one browser and for all."""

_MOST_BYTES = 64 * 1024
_MOST_FIELDS = 60
_DAY_S = 24 * 3600.0
Fields = Mapping[str, str]


def _serializer(secret: str, purpose: str, now: float | None) -> URLSafeTimedSerializer:
    """Signs at `now`, in seconds since 1970; without it, by the wall clock."""

    class At(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() if now is None else int(now)

    return URLSafeTimedSerializer(secret, salt=f"form:{purpose}", signer=At)


def issue(secret: str, purpose: str, session_token: str | None = "", *, now: float | None = None) -> str:
    """A token for a form of one purpose, for one browser's session (or none); `now` in seconds since 1970.

    >>> check("s", "sign-out", "mine", issue("s", "sign-out", "mine", now=100), now=105)
    5.0
    >>> check("s", "sign-out", "another's", issue("s", "sign-out", "mine")) is None
    True
    """
    return str(_serializer(secret, purpose, now).dumps(_of(session_token)))


def check(
    secret: str, purpose: str, session_token: str | None, token: str, *, now: float | None = None,
    most_s: float = _DAY_S,
) -> float | None:  # fmt: skip
    """The age of the form in seconds; None when its token is not ours, not for this purpose and session, or too old."""
    serializer = _serializer(secret, purpose, now)
    try:
        said, made = serializer.loads(token[:500], max_age=int(most_s), return_timestamp=True)
    except BadData:
        return None
    age = (time.time() if now is None else now) - made.timestamp()
    return max(age, 0.0) if said == _of(session_token) else None


def _of(session_token: str | None) -> str:
    return hash_token(session_token)[:32] if session_token else ""


def form_endpoint(answer: Callable[[Request, Fields], Response]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint in a thread, with the fields that were sent; both kinds of form are read, files are not.

    A form that another site's page sends is refused with 403, one too large with 413, one malformed with 400.
    """

    @wraps(answer)
    async def run(request: Request) -> Response:
        try:
            fields = await _read(request) if request.method == "POST" else {}
        except HTTPException as error:
            return _refused(request, error.status_code)
        return await run_in_threadpool(answer, request, fields)

    return run


def _refused(request: Request, status: int) -> Response:
    language = page_language(request)
    body = render("refused.html", language, {code: f"{request.url.path}?lang={code}" for code in LANGUAGES})
    return HTMLResponse(body, status, {**PRIVATE_HEADERS, "Content-Language": language})


async def _read(request: Request) -> Fields:
    if not from_here(request):
        raise HTTPException(403)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise HTTPException(413)

    async def replay() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async with Request(request.scope, replay).form(max_files=0, max_fields=_MOST_FIELDS) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


def from_here(request: Request) -> bool:
    """Whether a form was sent by one of our pages, or by a program; not by the page of another site.

    Browsers say where a form comes from; this also stops signing someone in with another person's link.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


def visitor_ip(request: Request) -> str:
    """Where a request comes from, to count what is limited; never stored as it is."""
    return request.client.host if request.client else ""


def session_token(request: Request) -> str:
    """What the browser's cookie holds; empty when there is none."""
    return request.cookies.get(COOKIE, "")


def signed_in(house: House, request: Request) -> Who | None:
    """Who is signed in in this browser."""
    return house.people.who(session_token(request))


def form_token(house: House, request: Request, purpose: str) -> str:
    """What the hidden field of a form holds, for whoever reads the page."""
    secret = house.settings.secret.get_secret_value()
    return issue(secret, purpose, session_token(request), now=house.clock().timestamp())


def form_age(house: House, request: Request, purpose: str, fields: Fields) -> float | None:
    """How long a form was open, in seconds; None when it was not made by us for this browser, or is too old."""
    return check(
        house.settings.secret.get_secret_value(), purpose, session_token(request), fields.get(FIELD, ""),
        now=house.clock().timestamp(), most_s=house.settings.form_hours * 3600,
    )  # fmt: skip


def set_session(response: Response, token: str, settings: Settings) -> Response:
    """Sign this browser in."""
    response.set_cookie(
        COOKIE, token, max_age=int(settings.session_days * _DAY_S), path="/", httponly=True, samesite="lax",
        secure=is_secure(settings),
    )  # fmt: skip
    return response


def forget_session(response: Response, settings: Settings) -> Response:
    """Sign this browser out."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=is_secure(settings))
    return response


def is_secure(settings: Settings) -> bool:
    """Whether people reach us by https, so that the cookie must never travel otherwise."""
    return settings.public_url.startswith("https://")
