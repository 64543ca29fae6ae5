"""What happens in a demo: who there is, how each keeps his days, and what is wrong at the river."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from patrol_app.commands.demo.crowd import list_crowd
from patrol_app.commands.demo.crowd_troubles import list_troubles
from patrol_app.commands.demo.habits import Habit
from patrol_app.commands.demo.people import OFFICES, Office
from patrol_app.commands.demo.troubles import TROUBLES, Trouble
from patrol_app.commands.demo.walks import RAIN
from patrol_app.domain.calendar import month_of


@dataclass(frozen=True)
class Story:
    """A demo's people, their habits by username, and their troubles; it begins `months` months before this one.

    `out_today` are those who have walked today already; the day of the others is left to whoever tries the demo.
    """

    offices: tuple[Office, ...]
    habits: Mapping[str, Habit]
    troubles: tuple[Trouble, ...]
    months: int
    out_today: frozenset[str] = frozenset()

    def begins_on(self, today: date) -> date:
        """Give the first day that is told of."""
        first = month_of(today).from_on
        for _ in range(self.months):
            first = month_of(first - timedelta(days=1)).from_on
        return first


_HABITS: Mapping[str, Habit] = {
    "patroller": Habit(
        home_days=frozenset({5, 14, 23}),
        home_ago=frozenset({13}),
        cut_short_ago={4: RAIN},
    ),
    "patroller2": Habit(
        home_days=frozenset({2, 3, 9, 15, 16, 24, 30}),
        away_ago={13: "洞头村"},
        no_signal_ago=frozenset({11, 10, 9}),
    ),
    "patroller3": Habit(home_days=frozenset({7, 20, 21})),
    "village": Habit(weekday=2),
    "village2": Habit(weekday=4),
    "township": Habit(month_day=10),
}


def short_story() -> Story:
    """Tell of a dozen people and two months: enough for a first look, made in seconds."""
    return Story(OFFICES, _HABITS, TROUBLES, months=1)


def whole_story() -> Story:
    """Tell of two counties with all their people and three months."""
    crowd = list_crowd()
    offices = (*OFFICES, *(office for office, _ in crowd))
    walkers = {office.username: habit for office, habit in crowd if habit is not None}
    troubles = (*TROUBLES, *list_troubles(offices))
    return Story(offices, {**_HABITS, **walkers}, troubles, months=2, out_today=frozenset(walkers))
