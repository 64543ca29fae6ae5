"""What a browser needs before anybody is known: the phone's empty shell, its worker and manifest, files, health."""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    render_template,
    request,
    send_file,
    send_from_directory,
)
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.security import safe_join

from patrol_app.domain.errors import Busy, FrontEndMissing
from patrol_app.ledger.database import db, make_sure_it_lasts
from patrol_app.settings import ROOT
from patrol_app.web.access import everyone
from patrol_app.web.assets import dist_dir
from patrol_app.web.installation import installed
from patrol_app.web.words import reader_language, say

shell = Blueprint("shell", __name__)

ICONS = ROOT / "static" / "icons"
DEEP = "#074a47"
PAGE = "#f3f6f4"


@shell.get("/")
@everyone
def show_shell() -> Response:
    """Give the phone app without any data, the same for everybody."""
    return _fresh(make_response(render_template("phone/shell.html")))


@shell.get("/sw.js")
@everyone
def send_worker() -> Response:
    """Give the worker from the root, so that it may serve all pages; never from a cache, or no update arrives.

    Switched off, it is one that takes itself and its caches away.
    """
    name = "sw-off.js" if installed().worker_off else "sw.js"
    if not (dist_dir() / name).is_file():
        raise FrontEndMissing(name=name)
    return _fresh(send_from_directory(dist_dir(), name, mimetype="text/javascript"))


@shell.get("/manifest.webmanifest")
@everyone
def show_manifest() -> Response:
    """Give what a phone needs to put us on its home screen (W3C Web Application Manifest)."""
    response = jsonify(
        id="/",
        name=say("gate.app.name"),
        short_name=say("gate.app.short_name"),
        lang=reader_language(),
        start_url="/",
        scope="/",
        display="standalone",
        orientation="portrait",
        theme_color=DEEP,
        background_color=PAGE,
        icons=[_icon("icon-192.png", 192), _icon("icon-512.png", 512), _maskable()],
    )
    response.mimetype = "application/manifest+json"
    return _fresh(response)


@shell.get("/favicon.ico")
@everyone
def send_favicon() -> Response:
    """Give the small picture of the tab."""
    return _fresh(send_from_directory(ICONS, "favicon.ico"))


@shell.get("/static/dist/<path:name>")
@everyone
def send_built(name: str) -> Response:
    """Give a built file, packed as the build left it where the browser takes that: signal is dear at the river."""
    packed = request.accept_encodings["gzip"] > 0 and safe_join(str(dist_dir()), f"{name}.gz")
    if not packed or not Path(packed).is_file():
        response = send_from_directory(dist_dir(), name)
    else:
        response = send_file(packed, mimetype=mimetypes.guess_type(name)[0])
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return _fresh(response)


@shell.get("/static/icons/<path:name>")
@everyone
def send_icon(name: str) -> Response:
    """Give an icon."""
    return _fresh(send_from_directory(ICONS, name))


@shell.get("/healthz")
@everyone
def say_alive() -> Response:
    """Say that this process answers; asks nobody else."""
    return jsonify(status="ok")


@shell.get("/readyz")
@everyone
def say_ready() -> tuple[Response, int]:
    """Say whether people can be served now: tables as this version knows them, disks that keep what is written."""
    checks = {"database": _is_migrated() and _is_lasting(), "media": _is_media_writable()}
    ready = all(checks.values())
    return jsonify(ready=ready, **checks), 200 if ready else 503


def _is_migrated() -> bool:
    known = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    try:
        with db.engine.connect() as connection:
            found = MigrationContext.configure(connection).get_current_heads()
    except SQLAlchemyError:
        return False
    return set(found) == set(known)


def _is_lasting() -> bool:
    try:
        make_sure_it_lasts(db.session())
    except (OSError, Busy):
        return False
    return True


def _is_media_writable() -> bool:
    media_dir = installed().media_dir
    return media_dir.is_dir() and os.access(media_dir, os.W_OK | os.X_OK)


def _icon(name: str, size_px: int) -> dict[str, Any]:
    return {
        "src": f"/static/icons/{name}",
        "sizes": f"{size_px}x{size_px}",
        "type": "image/png",
        "purpose": "any",
    }


def _maskable() -> dict[str, Any]:
    return _icon("maskable-512.png", 512) | {"purpose": "maskable"}


def _fresh(response: Response) -> Response:
    """Let a browser keep the answer but ask before it uses it again."""
    response.headers["Cache-Control"] = "no-cache"
    return response
