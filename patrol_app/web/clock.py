"""The only place where the clock is read; routes take the moment here and hand it on as a value."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from flask import Flask, current_app

from patrol_app.domain.calendar import day_of

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Give the moment by the clock of this machine."""
    return datetime.now(UTC)


def set_clock(app: Flask, clock: Clock) -> None:
    """Give the app the clock to go by, which a test may turn."""
    app.extensions["clock"] = clock


def now() -> datetime:
    """Give the moment of this request, aware."""
    clock: Clock = current_app.extensions["clock"]
    return clock()


def today() -> date:
    """Give the day of this request as the river's people count it."""
    return day_of(now())
