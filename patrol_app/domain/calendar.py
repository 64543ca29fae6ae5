"""What a day, a week and a month are here: the one place that knows (domain, How often)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

# China has kept +08:00 without summer time since 1991, so no table of zones is needed.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class PeriodKind(StrEnum):
    """How long a span of duty is."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """A week or a month; both end days belong to it."""

    kind: PeriodKind
    from_on: date
    to_on: date

    def holds(self, day: date) -> bool:
        """Say whether `day` lies in the period."""
        return self.from_on <= day <= self.to_on

    def count_days(self, from_on: date, to_on: date | None) -> int:
        """Count the days of the period from `from_on` to `to_on`, both counted; None means without end."""
        first = max(self.from_on, from_on)
        last = self.to_on if to_on is None else min(self.to_on, to_on)
        return max(0, (last - first).days + 1)


def day_of(at: datetime) -> date:
    """Give the day in Shanghai on which `at` falls; raises ValueError for a time without an offset."""
    if at.utcoffset() is None:
        raise ValueError("a time without an offset has no day")
    return at.astimezone(SHANGHAI).date()


def midnight_of(day: date) -> datetime:
    """Give the moment at which `day` begins in Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def week_of(day: date) -> Period:
    """Give the week, Monday to Sunday, that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    return Period(PeriodKind.WEEK, monday, monday + timedelta(days=6))


def month_of(day: date) -> Period:
    """Give the calendar month that holds `day`."""
    first = day.replace(day=1)
    in_next = first + timedelta(days=31)
    return Period(PeriodKind.MONTH, first, in_next.replace(day=1) - timedelta(days=1))


def weeks_of(month: Period) -> Iterator[Period]:
    """Give the weeks that belong to `month`: those whose Sunday lies in it."""
    week = week_of(month.from_on)
    while week.to_on <= month.to_on:
        yield week
        week = week_of(week.to_on + timedelta(days=1))
