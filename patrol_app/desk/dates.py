"""How long something took, as people here say it; days and times are said by the gate."""

from patrol_app.web.words import say

_MINUTE_MS = 60_000


def say_minutes(elapsed_ms: int) -> str:
    """Say whole minutes, and never none: 49 分钟."""
    return say("desk.minutes", n=max(1, round(elapsed_ms / _MINUTE_MS)))
