"""Everybody else in the two counties of the demo: invented names, each with a habit of his own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count

from patrol_app.commands.demo.habits import Habit
from patrol_app.commands.demo.people import Office
from patrol_app.commands.demo.walks import RAIN, between
from patrol_app.domain.people import Role

#: How many patrollers and chiefs a village has beside those of the first dozen.
_PATROLLERS: Mapping[str, int] = {
    "洞头村": 4,
    "武匠村": 5,
    "刘家川村": 5,
    "河西村": 4,
    "马苇村": 6,
    "石门村": 4,
    "背荫村": 5,
    "崔庄村": 4,
}
_CHIEFS: Mapping[str, int] = {
    "武匠村": 1,
    "刘家川村": 2,
    "马苇村": 2,
    "石门村": 1,
    "背荫村": 2,
    "崔庄村": 1,
}
_OFFICES: tuple[tuple[str, str, Role], ...] = (
    ("township4", "金村镇", Role.TOWNSHIP_CHIEF),
    ("assistant2", "马苇村", Role.ASSISTANT),
    ("clerk2", "北石店镇", Role.CLERK),
    ("clerk3", "大箕镇", Role.CLERK),
    ("clerk4", "金村镇", Role.CLERK),
    ("county2", "泽州县", Role.COUNTY_OFFICE),
)

#: Of the first dozen three patrol and three are village chiefs: the others are counted on from there.
_FIRST_PATROLLER, _FIRST_CHIEF = 4, 4

_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"

#: What sets single patrollers apart, by their number; the others only miss a day now and then.
_ODD_HABITS: Mapping[int, Habit] = {
    5: Habit(),
    7: Habit(misses_one_in=3),
    12: Habit(misses_one_in=9, no_signal_ago=frozenset(range(2, 9))),
    13: Habit(misses_one_in=12, no_signal_ago=frozenset(range(7))),
    # A phone that lost its battery believes in 1970; its clock is corrected by when it sends.
    14: Habit(clock_ahead=timedelta(days=-20_600), clock_ago=frozenset(range(30, 34))),
    # Its clock ran three days ahead and was put right before the evening: nobody can tell the day.
    15: Habit(clock_ahead=timedelta(days=3), clock_ago=frozenset({9, 10}), set_right=True),
    16: Habit(sits=True),
    17: Habit(misses_one_in=11, unsure_ago=frozenset({3, 16})),
    18: Habit(misses_one_in=10, cut_short_ago={2: "身体不舒服", 21: RAIN}),
    19: Habit(misses_one_in=14, away_ago={5: "马苇村"}),
    22: Habit(misses_one_in=8, home_ago=frozenset(range(12, 19))),
    31: Habit(misses_one_in=2),
}
#: Days before today on which somebody came into office, or left it.
_CAME_AGO: Mapping[int, int] = {8: 18, 33: 40}
_LEFT_AGO: Mapping[int, int] = {11: 20}


def list_crowd() -> list[tuple[Office, Habit | None]]:
    """Give the people beside the first dozen, each with his habit; who holds no office of walking has none."""
    names = (f"示例{stem}{branch}" for stem, branch in _sexagenary())
    return [(replace(office, name=next(names)), habit) for office, habit in _list_nameless()]


def _sexagenary() -> Iterator[tuple[str, str]]:
    """Give the sixty names of the traditional cycle, none of them twice."""
    return ((_STEMS[number % 10], _BRANCHES[number % 12]) for number in range(60))


def _list_nameless() -> Iterator[tuple[Office, Habit | None]]:
    numbers = count(_FIRST_PATROLLER)
    for village, many in _PATROLLERS.items():
        for _ in range(many):
            number = next(numbers)
            office = Office(f"patroller{number}", "", village, (Role.PATROLLER,))
            came_ago, left_ago = _CAME_AGO.get(number), _LEFT_AGO.get(number)
            yield replace(office, came_ago=came_ago, left_ago=left_ago), _habit(number)
    numbers = count(_FIRST_CHIEF)
    for village, many in _CHIEFS.items():
        for _ in range(many):
            number = next(numbers)
            office = Office(f"village{number}", "", village, (Role.VILLAGE_CHIEF,))
            yield office, Habit(weekday=number % 7)
    for username, area, role in _OFFICES:
        walks = Habit(month_day=17) if role is Role.TOWNSHIP_CHIEF else None
        yield Office(username, "", area, (role,)), walks


def _habit(number: int) -> Habit:
    usual = Habit(misses_one_in=between(f"misses {number}", 6, 24))
    return _ODD_HABITS.get(number, usual)
