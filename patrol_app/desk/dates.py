"""How long something took, as people here say it; days and times are said by the gate."""

from patrol_app.web.words import say

_MINUTE_MS = 60_000


def say_minutes(elapsed_ms: int) -> str:
    """Say the whole minutes that have passed, as the phone does: 49 分钟."""
    return say("desk.minutes", n=elapsed_ms // _MINUTE_MS)
