"""The only place where all parts meet."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from patrol_app.chores.tasks import init_chores
from patrol_app.commands.patrol import patrol
from patrol_app.desk.door import desk
from patrol_app.ledger.database import db
from patrol_app.settings import ROOT, Settings
from patrol_app.sync.media_routes import media
from patrol_app.sync.openapi.routes import openapi
from patrol_app.sync.routes import sync
from patrol_app.sync.upload_routes import uploads
from patrol_app.web.access import init_access
from patrol_app.web.answers import init_answers
from patrol_app.web.assets import init_assets
from patrol_app.web.bodies import PlainJson
from patrol_app.web.clock import Clock, set_clock, utc_now
from patrol_app.web.dates import init_dates
from patrol_app.web.enrol import enrol
from patrol_app.web.headers import init_headers
from patrol_app.web.language import language
from patrol_app.web.login import gate
from patrol_app.web.origin import init_origin
from patrol_app.web.pace import init_pace
from patrol_app.web.password import password
from patrol_app.web.shell import shell
from patrol_app.web.words import init_words

DOORS = (gate, enrol, language, password, shell, sync, uploads, media, openapi, desk)

migrate = Migrate(db=db, directory=str(ROOT / "migrations"), render_as_batch=True)


def create_app(
    settings: Settings, *, clock: Clock = utc_now, wait: Callable[[float], None] = time.sleep
) -> Flask:
    """Build the product from its settings; clock and waiting are handed in, so that a test need not wait."""
    app = Flask("patrol_app", root_path=str(ROOT), static_folder=None)
    app.config.from_mapping(_flask_settings(settings))
    app.extensions.update(settings=settings, wait=wait)
    set_clock(app, clock)
    app.json = PlainJson(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    _make_folders(settings)
    _open_ledger(app)
    _set_up_gate(app, settings)
    init_chores(app, settings)
    for door in DOORS:
        app.register_blueprint(door)
    app.cli.add_command(patrol)
    return app


def _set_up_gate(app: Flask, settings: Settings) -> None:
    init_words(app, ROOT / "static" / "words")
    init_assets(app, settings.dist_dir)
    init_dates(app)
    init_answers(app)
    init_headers(app)
    # First where a request comes from, then who sends it.
    init_origin(app)
    init_access(app)
    init_pace(app, settings.instance_dir)


def _open_ledger(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app)


def _make_folders(settings: Settings) -> None:
    for folder in (settings.instance_dir, settings.media_dir):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _flask_settings(settings: Settings) -> dict[str, object]:
    newest, *older = settings.secret_keys
    return {
        "SECRET_KEY": newest,
        "SECRET_KEY_FALLBACKS": older,
        # The form library knows no fallbacks; its signer takes a list, the newest last.
        "WTF_CSRF_SECRET_KEY": [*reversed(older), newest],
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "PREFERRED_URL_SCHEME": "https" if settings.https else "http",
        "MAX_CONTENT_LENGTH": settings.max_form_bytes,
        "MAX_FORM_MEMORY_SIZE": settings.max_form_bytes,
        "SESSION_COOKIE_NAME": "__Host-form" if settings.https else "form",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
    }
