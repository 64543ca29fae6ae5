"""How long something took, as people here say it; days and times are said by the gate."""

from datetime import datetime

from patrol_app.domain.calendar import SHANGHAI
from patrol_app.web.words import say

_MINUTE_MS = 60_000


def say_minutes(elapsed_ms: int) -> str:
    """Say the whole minutes that have passed, as the phone does: 49 分钟."""
    return say("desk.minutes", n=elapsed_ms // _MINUTE_MS)


def say_stamp(at: datetime) -> str:
    """2026-11-22 08:31: with its year, as paper is read years later."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
