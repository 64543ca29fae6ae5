"""What every answer says to the browser: load nothing foreign, tell nobody, keep nothing (trust, Gate)."""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Flask, Response, request

from patrol_app.web.installation import installed

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)

#: Where the map's tiles come from, if the installation has a key for them; no other page may ask there.
MAP_PAGE = "/desk/map"
TILES = "https://*.tianditu.gov.cn"

ON_EVERY_ANSWER = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), screen-wake-lock=(self)",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

TWO_YEARS_S = 63_072_000
ONE_YEAR_S = 31_536_000

#: Built files carry the hash of what is in them: under one name there is ever one content.
HASHED = re.compile(r"/static/dist/[\w.-]+-[A-Z0-9]{8}\.\w+")


def init_headers(app: Flask) -> None:
    """Put the headers on every answer, errors and files included."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add the headers; a view's own Cache-Control stands, an error or one that says nothing is not kept anywhere."""
    response.headers.update(ON_EVERY_ANSWER)
    if installed().tianditu_key and request.path == MAP_PAGE:
        with_tiles = CONTENT_SECURITY_POLICY.replace("img-src ", f"img-src {TILES} ")
        response.headers["Content-Security-Policy"] = with_tiles
    if installed().https:
        response.headers["Strict-Transport-Security"] = f"max-age={TWO_YEARS_S}"
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers["Cache-Control"] = "no-store"
    elif HASHED.fullmatch(request.path):
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_S}, immutable"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
