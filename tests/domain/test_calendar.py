"""Days, weeks and months are those of Shanghai, on the server as on the phone."""

from datetime import date, datetime
from itertools import pairwise

import pytest

from patrol_app.domain.calendar import PeriodKind, day_of, month_of, week_of, weeks_of
from tests.cases.read import read_cases

ON = date.fromisoformat


@pytest.mark.parametrize("case", read_cases("periods"))
def test_a_shared_case_holds(case):
    match case["ask"]:
        case "day_of":
            assert day_of(datetime.fromisoformat(case["at"])) == ON(case["day_on"])
        case "weeks_of":
            weeks = weeks_of(month_of(ON(case["month"] + "-01")))
            assert [[str(week.from_on), str(week.to_on)] for week in weeks] == case["weeks"]
        case asked:
            kind, ask = {
                "week_of": (PeriodKind.WEEK, week_of),
                "month_of": (PeriodKind.MONTH, month_of),
            }[asked]
            period = ask(ON(case["day_on"]))
            assert (period.kind, str(period.from_on), str(period.to_on)) == (
                kind,
                case["from_on"],
                case["to_on"],
            )


def test_a_time_without_an_offset_has_no_day():
    with pytest.raises(ValueError, match="offset"):
        day_of(datetime(2026, 11, 22, 8, 0))  # noqa: DTZ001


def test_every_week_of_ten_years_belongs_to_one_month():
    months = [
        month_of(date(year, month, 1)) for year in range(2024, 2034) for month in range(1, 13)
    ]
    weeks = [week for month in months for week in weeks_of(month)]
    assert all((after.from_on - before.to_on).days == 1 for before, after in pairwise(weeks))


@pytest.mark.parametrize(
    ("from_on", "to_on", "count"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), 30),
        (date(2025, 1, 1), None, 30),
        (date(2026, 11, 30), None, 1),
        (date(2026, 11, 12), date(2026, 11, 12), 1),
        (date(2026, 12, 1), None, 0),
        (date(2025, 1, 1), date(2026, 10, 31), 0),
    ],
)
def test_a_period_counts_its_days_between_two_both_counted(from_on, to_on, count):
    assert month_of(date(2026, 11, 22)).count_days(from_on, to_on) == count
