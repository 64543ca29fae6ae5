"""Unsafe requests come from our own pages, or nothing happens (OWASP ASVS 5.0, 3.5.1-3.5.3)."""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from patrol_app.domain.errors import ForeignOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: Forms that the phone's script sends as well, with `X-Patrol` instead of a token.
BY_TOKEN_OR_HEADER = frozenset({"gate.log_out", "language.choose"})

csrf = CSRFProtect()


def init_origin(app: Flask) -> None:
    """Look at the origin of each unsafe request; under /api our header is asked for, elsewhere a form's token."""
    # Asked for below, where it is known who needs one.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # A page may stay open for days; the token lives as long as its cookie.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    # The origin says it already, and some browsers keep the referrer to themselves.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    csrf.init_app(app)
    app.before_request(make_sure_of_origin)


def make_sure_of_origin() -> None:
    """Refuse an unsafe request that another site may have caused; raises ForeignOrigin or flask_wtf's CSRFError."""
    if request.method in SAFE_METHODS or request.routing_exception is not None:
        return
    if not comes_from_our_pages():
        raise ForeignOrigin
    has_header = request.headers.get("X-Patrol") == "1"
    if request.path.startswith("/api/"):
        if not has_header:
            raise ForeignOrigin
    elif not (has_header and request.endpoint in BY_TOKEN_OR_HEADER):
        csrf.protect()


def comes_from_our_pages() -> bool:
    """Say whether the browser vouches for our own page; one that says nothing is not believed.

    `Sec-Fetch-Site: none` (typed into the address bar) is no page of ours either, and no unsafe request of ours.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")
