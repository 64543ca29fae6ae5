"""An address that makes no sense narrows nothing and breaks nothing."""

from datetime import date

import pytest

from patrol_app.desk.asked import (
    read_day,
    read_month,
    read_patrol_mark,
    read_problem_mark,
    write_patrol_mark,
    write_problem_mark,
)
from patrol_app.ledger.queries.patrols import PatrolMark
from patrol_app.ledger.queries.problems import ProblemMark

NONSENSE = [
    None,
    "",
    "x",
    "2026-13",
    "0000-00",
    "0001-01",
    "9999-12",
    "2026-11-31",
    "x.",
    ".",
    "²",
    "-1.a",
]


@pytest.mark.parametrize("text", NONSENSE, ids=repr)
@pytest.mark.parametrize(
    "read", [read_month, read_patrol_mark, read_problem_mark], ids=lambda read: read.__name__
)
def test_nonsense_reads_as_nothing(read, text):
    assert read(text) is None


def test_a_month_is_read():
    assert read_month("2026-11").to_on == date(2026, 11, 30)


def test_marks_come_back_as_they_were():
    patrol, problem = PatrolMark(date(2026, 11, 22), 1848, "140502"), ProblemMark(318, "140502")

    assert read_patrol_mark(write_patrol_mark(patrol)) == patrol
    assert read_problem_mark(write_problem_mark(problem)) == problem


def test_a_number_too_large_for_the_database_is_cut():
    assert read_problem_mark("9" * 400 + ".x").number <= 2**53


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "22.11.2026"])
def test_a_day_that_cannot_be_reckoned_with_reads_as_nothing(day):
    assert read_day(day) is None
