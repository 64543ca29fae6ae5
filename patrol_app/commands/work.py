"""`flask patrol work`: the worker, which does the chores while others serve."""

from __future__ import annotations

import logging
import os

import click
from flask.cli import with_appcontext

from patrol_app.chores.queue import chores

#: Two at a time, and after those who serve: a phone that waits is worth more than a copy.
HANDS = 2
NICER = 10

#: How long it may take to see that there is something to do, and to end what was begun, in s.
LOOK_EVERY_S = 2
END_S = 25


@click.command("work")
@with_appcontext
def work() -> None:
    """Do chores from the queue until told to stop."""
    os.nice(NICER)
    logging.basicConfig(format="[worker] %(message)s", level=logging.WARNING)
    consumer = chores().queue.create_consumer(
        workers=HANDS, max_delay=LOOK_EVERY_S, shutdown_timeout=END_S, graceful_signal="TERM"
    )
    consumer.run()
