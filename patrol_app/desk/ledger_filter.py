"""What the 台账 is narrowed to, as its form says it and its addresses keep it."""

from dataclasses import dataclass
from datetime import date, timedelta

from patrol_app.desk.asked import Asked
from patrol_app.domain.calendar import month_of
from patrol_app.domain.checklist import ITEMS
from patrol_app.domain.people import Role
from patrol_app.domain.permissions import WALKERS
from patrol_app.ledger.queries.patrols import PatrolsWanted
from patrol_app.web.words import say

#: A quarter: more days at once are more than anybody reads, and a page must not grow with all of history.
MAX_DAYS = 93

WALKING_ROLES = [role for role in Role if role in WALKERS]


@dataclass(frozen=True)
class Days:
    """The days asked for, both counted; `cut` says that more were asked for than fit."""

    first_on: date
    last_on: date
    cut: bool


def read_days(asked: Asked, on: date) -> Days:
    """Read the days: this month unless said otherwise, in either order, at most a quarter."""
    from_on, to_on = asked.day("from"), asked.day("to")
    first_on = from_on or month_of(to_on or on).from_on
    last_on = to_on or month_of(max(first_on, on)).to_on
    first_on, last_on = sorted((first_on, last_on))
    most_on = first_on + timedelta(days=MAX_DAYS - 1)
    return Days(first_on, min(last_on, most_on), cut=last_on > most_on)


def read_wanted(asked: Asked, days: Days) -> PatrolsWanted:
    """Read everything that narrows; what stands there and means nothing is named in `asked.unread`."""
    finding = asked.among("finding", ["found", "none"])
    doubts = asked.among("doubts", ["some", "none"])
    item = asked.among("item", [str(item.number) for item in ITEMS])
    return PatrolsWanted(
        from_on=days.first_on,
        to_on=days.last_on,
        area_id=asked.text("area"),
        reach_id=asked.text("reach"),
        person_id=asked.text("person"),
        role=asked.among("role", WALKING_ROLES),
        found=finding == "found" if finding else None,
        doubted=doubts == "some" if doubts else None,
        item=int(item) if item else None,
    )


def offer_words() -> dict[str, list[tuple[str, str]]]:
    """Give what the form offers beside places and people, each with its words."""
    return {
        "roles": [(role, say(f"domain.role.{role}")) for role in WALKING_ROLES],
        "findings": [(one, say(f"desk.filter.finding_{one}")) for one in ("found", "none")],
        "doubted": [(one, say(f"desk.filter.doubts_{one}")) for one in ("some", "none")],
        "items": [
            (str(item.number), f"{item.number} {say(f'checklist.{item.number}.label')}")
            for item in ITEMS
        ],
    }
