"""Which chores there are: each runs in the worker, with the app around it as a request has."""

from __future__ import annotations

import logging

from flask import Flask
from huey import crontab

from patrol_app.chores.copies import RETRY_STUCK_S, draw_missing_copies
from patrol_app.chores.queue import Chores, make_queue
from patrol_app.chores.uploads import clear_abandoned
from patrol_app.domain.errors import NotFound, PictureBroken
from patrol_app.ledger.database import db
from patrol_app.media.store import Store
from patrol_app.settings import Settings
from patrol_app.web.clock import now

#: How often the worker comes back to copies that got stuck.
TRIES_AGAIN = 3

#: Every hour, and not when all other programs have theirs to do.
CLEARS_AT_MINUTE = "23"

logger = logging.getLogger(__name__)


def init_chores(app: Flask, settings: Settings) -> None:
    """Give the app its queue and the worker its tasks."""
    queue = make_queue(settings)

    def make_copies(sha256: str) -> None:
        with app.app_context():
            try:
                draw_missing_copies(db.session(), Store(settings.media_dir), sha256)
            except (NotFound, PictureBroken):
                logger.warning("no copies can be made of the picture %s", sha256)

    def clear_uploads() -> None:
        with app.app_context():
            cleared = clear_abandoned(db.session(), Store(settings.media_dir), now())
            if cleared:
                logger.warning("%d uploads were left half-way and have been cleared away", cleared)

    queue.periodic_task(crontab(minute=CLEARS_AT_MINUTE))(clear_uploads)
    task = queue.task(retries=TRIES_AGAIN, retry_delay=RETRY_STUCK_S)
    app.extensions["chores"] = Chores(queue, task(make_copies))
