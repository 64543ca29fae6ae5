"""What is owed and what is made, by the three rules of the notice and by others."""

from datetime import date

import pytest

from patrol_app.domain.calendar import PeriodKind, month_of, week_of
from patrol_app.domain.frequency import (
    DEFAULT_RULES,
    Frequency,
    due_days,
    made_and_due,
    made_and_due_in_week,
)
from patrol_app.domain.people import Role
from tests.cases.read import read_cases


@pytest.mark.parametrize("case", read_cases("frequency"))
def test_a_shared_case_holds(case):
    rule = Frequency(
        Role(case["rule"]["role"]), case["rule"]["times"], PeriodKind(case["rule"]["period"])
    )
    held = {
        "days": frozenset(map(date.fromisoformat, case["days"])),
        "from_on": date.fromisoformat(case["from_on"]),
        "to_on": date.fromisoformat(case["to_on"]) if case["to_on"] else None,
    }
    if "week" in case:
        week = week_of(date.fromisoformat(case["week"]))
        count = made_and_due_in_week(rule, **held, week=week)
    else:
        month = month_of(date.fromisoformat(case["month"] + "-01"))
        count = made_and_due(rule, **held, month=month)
    assert count == (case["made"], case["due"])


def test_the_notice_asks_for_26_days_a_month_one_a_week_and_one_a_month():
    assert {(rule.role, rule.times, rule.period) for rule in DEFAULT_RULES.values()} == {
        ("patroller", 26, "month"),
        ("village_chief", 1, "week"),
        ("township_chief", 1, "month"),
    }


@pytest.mark.parametrize("month_days", [28, 29, 30, 31])
def test_a_longer_part_of_a_month_never_owes_less(month_days):
    rule = DEFAULT_RULES[Role.PATROLLER]
    owed = [due_days(rule, active_days=n, month_days=month_days) for n in range(month_days + 1)]
    assert owed == sorted(owed)
    assert (owed[0], owed[-1]) == (0, 26)
