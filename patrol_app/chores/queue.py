"""The queue between those who serve and the worker: SQLite beside the database, or Redis by a setting."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from huey import Huey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer
from redis import ConnectionPool, RedisError

from patrol_app.settings import Settings

QUEUE = "patrol"

#: Longer than the worker's own waiting for something to do, and as long as a phone waits for a queue that is gone.
REDIS_ANSWERS_S = 3

#: What may be wrong with a queue.
QUEUE_FAULTS = (sqlite3.Error, RedisError, OSError)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chores:
    """The queue of this installation, and how each chore is put into it."""

    queue: Huey
    make_copies: Callable[[str], object]


def make_queue(settings: Settings) -> Huey:
    """Make the queue the settings ask for.

    What lies in it is signed, for taking it out runs it. SQLite's need not survive a power cut: no chore is the only
    way to what it makes.
    """
    serializer = SignedSerializer(secret=settings.secret_keys[0])
    if settings.redis_url:
        pool = ConnectionPool.from_url(
            settings.redis_url,
            socket_connect_timeout=REDIS_ANSWERS_S,
            socket_timeout=REDIS_ANSWERS_S,
        )
        return RedisHuey(QUEUE, connection_pool=pool, results=False, serializer=serializer)
    return SqliteHuey(
        QUEUE,
        filename=str(settings.instance_dir / "queue.sqlite3"),
        fsync=False,
        cache_mb=0,
        results=False,
        serializer=serializer,
    )


def chores() -> Chores:
    """Give the chores of this installation."""
    made: Chores = current_app.extensions["chores"]
    return made


def ask_for_copies(sha256: str) -> None:
    """Put it into the queue to make a picture's copies; must come after the commit.

    A queue that cannot be reached costs nobody his picture: the copies are made when first asked for.
    """
    try:
        chores().make_copies(sha256)
    except QUEUE_FAULTS:
        logger.warning("no copies could be ordered of a picture that came in", exc_info=True)
