"""Days and times as people here write them, in Shanghai whatever the server's zone."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from patrol_app.domain.calendar import SHANGHAI, day_of
from patrol_app.web.clock import today
from patrol_app.web.words import say


def init_dates(app: Flask) -> None:
    """Give templates the filters `day`, `short_day`, `time`, `moment` and `month`."""
    app.jinja_env.filters.update(
        day=say_day, short_day=say_short_day, time=say_time, moment=say_moment, month=say_month
    )


def say_day(when: date | datetime) -> str:
    """11月22日 周日, with its year in front unless it is this one."""
    day = _day(when)
    key = "gate.dates.day" if day.year == today().year else "gate.dates.day_of_year"
    weekday = say(f"gate.dates.weekday.{day.isoweekday()}")
    return say(key, year=day.year, month=_say_month(day), day=day.day, weekday=weekday)


def say_short_day(day: date) -> str:
    """11月22日."""
    return say("gate.dates.short_day", month=_say_month(day), day=day.day)


def say_time(at: datetime) -> str:
    """08:31."""
    return f"{at.astimezone(SHANGHAI):%H:%M}"


def say_moment(at: datetime) -> str:
    """11月22日 周日 08:31."""
    return f"{say_day(at)} {say_time(at)}"


def say_month(when: date | datetime) -> str:
    """2026年11月."""
    day = _day(when)
    return say("gate.dates.month", year=day.year, month=_say_month(day))


def _say_month(day: date) -> str:
    return say(f"gate.dates.months.{day.month}")


def _day(when: date | datetime) -> date:
    return day_of(when) if isinstance(when, datetime) else when
