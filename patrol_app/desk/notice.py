"""The 通报 for the township's group: who has patrolled today and who has not, in one text to be copied."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from patrol_app.desk.sheet import Row
from patrol_app.desk.today import Today
from patrol_app.domain.calendar import SHANGHAI
from patrol_app.web.dates import say_day, say_moment
from patrol_app.web.words import say

#: Marks around a name that is written from right to left, so that it turns nothing around it (UAX #9, FSI and PDI).
ISOLATE, ISOLATED = "\u2068", "\u2069"
LEFT_TO_RIGHT = frozenset(
    {"L", "EN", "ES", "ET", "AN", "CS", "NSM", "BN", "B", "S", "WS", "ON", ""}
)


def write_notice(area: str, groups: Mapping[Today, Sequence[Row]], now: datetime) -> str:
    """Write the text as the day stands at the moment `now`; whose phone is silent is never said not to have walked."""
    hour = now.astimezone(SHANGHAI).hour
    head = say("desk.notice.head", area=area, day=say_day(now), hour=hour)
    parts = [
        say(
            f"desk.notice.{word}",
            n=len(rows),
            names=say("domain.between.items").join(_name(word, row) for row in rows),
        )
        for word, rows in groups.items()
        if rows
    ]
    between = say("domain.between.lines")
    return head + (between.join(parts) if parts else say("desk.notice.nobody"))


def _name(word: Today, row: Row) -> str:
    who = {"person": _isolate(row.duty.person), "place": _isolate(row.duty.area)}
    if word is not Today.UNHEARD:
        return say("desk.notice.person", **who)
    if row.contact is None:
        return say("desk.notice.never_heard", **who)
    return say("desk.notice.silent", **who, at=say_moment(row.contact.last_at))


def _isolate(name: str) -> str:
    turned = any(unicodedata.bidirectional(letter) not in LEFT_TO_RIGHT for letter in name)
    return f"{ISOLATE}{name}{ISOLATED}" if turned else name
