"""How often each office walks, and how that is counted (domain, How often)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from patrol_app.domain.calendar import Period, PeriodKind, weeks_of
from patrol_app.domain.people import Role

RULES_VERSION = 1
"""Said with each figure: which rules made it."""


@dataclass(frozen=True)
class Frequency:
    """A role's duty: so many `times` (days, two walks on one day being one) in each `period`."""

    role: Role
    times: int
    period: PeriodKind


class Count(NamedTuple):
    """Days made and days owed."""

    made: int
    due: int


DEFAULT_RULES: Mapping[Role, Frequency] = MappingProxyType(
    {
        rule.role: rule
        for rule in (
            Frequency(Role.PATROLLER, 26, PeriodKind.MONTH),
            Frequency(Role.VILLAGE_CHIEF, 1, PeriodKind.WEEK),
            Frequency(Role.TOWNSHIP_CHIEF, 1, PeriodKind.MONTH),
        )
    }
)
"""做到巡河员1月巡查26天，村级河长1周巡查1次，乡级河长1月巡查1次 (N1, annex 2)."""


def due_days(rule: Frequency, *, active_days: int, month_days: int) -> int:
    """Days owed in a month, pro rata for a part of it, rounded half up; never more than the days in office."""
    owed = (2 * rule.times * active_days + month_days) // (2 * month_days)
    return min(owed, active_days)


def made_and_due(
    rule: Frequency,
    *,
    days: frozenset[date],
    from_on: date,
    to_on: date | None,
    month: Period,
) -> Count:
    """Days made and owed in `month` by an appointment held from `from_on` to `to_on` (None: still).

    A weekly duty counts in the month in which its week ends, so `days` must reach back to the Monday before the 1st.
    """
    held = _while_held(days, from_on, to_on)
    if rule.period is PeriodKind.WEEK:
        weeks = [
            made_and_due_in_week(rule, days=held, from_on=from_on, to_on=to_on, week=week)
            for week in weeks_of(month)
        ]
        return Count(made=sum(week.made for week in weeks), due=sum(week.due for week in weeks))
    month_days = month.count_days(month.from_on, month.to_on)
    active_days = month.count_days(from_on, to_on)
    return Count(
        made=sum(month.holds(day) for day in held),
        due=due_days(rule, active_days=active_days, month_days=month_days),
    )


def made_and_due_in_week(
    rule: Frequency,
    *,
    days: frozenset[date],
    from_on: date,
    to_on: date | None,
    week: Period,
) -> Count:
    """Days made and owed in one week; what is too much in one week makes up for nothing in another."""
    due = min(rule.times, week.count_days(from_on, to_on))
    made = sum(week.holds(day) for day in _while_held(days, from_on, to_on))
    return Count(made=min(made, due), due=due)


def _while_held(days: frozenset[date], from_on: date, to_on: date | None) -> frozenset[date]:
    return frozenset(day for day in days if from_on <= day and (to_on is None or day <= to_on))
