"""A problem follows from its lines, in whatever order they arrived."""

import random
from datetime import date

import pytest

from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Role
from patrol_app.domain.story import Line, OnTheSpot, Report, fold
from patrol_app.domain.workflow import Outcome, Severity
from tests.cases.read import read_cases

CASES = read_cases("workflow")


@pytest.mark.parametrize("case", CASES)
def test_a_shared_case_holds(case):
    assert told(fold(report_of(case), lines_of(case))) == case["expected"]


@pytest.mark.parametrize("case", CASES)
def test_any_order_of_arrival_ends_the_same(case):
    lines = lines_of(case)
    random.shuffle(lines)
    assert told(fold(report_of(case), lines)) == case["expected"]


@pytest.mark.parametrize("case", CASES)
def test_a_line_with_a_doubt_leaves_the_problem_as_it_would_be_without_it(case):
    whole = fold(report_of(case), lines_of(case))
    fitting = [judged.line for judged in whole.lines if judged.fits]
    assert {**told(fold(report_of(case), fitting)), "lines": []} == {**told(whole), "lines": []}


def report_of(case) -> Report:
    report = case["report"]
    spot = report["on_the_spot"]
    return Report(report["by"], Severity(report["severity"]), OnTheSpot(**spot) if spot else None)


def lines_of(case) -> list[Line]:
    return [
        Line(
            kind=Kind(line["kind"]),
            by=line["by"],
            role=Role(line["role"]) if line["role"] else None,
            in_area=line["in_area"],
            outcome=Outcome(line["outcome"]) if line["outcome"] else None,
            seq=line["seq"],
            entry_id=line["entry_id"],
            details=line["details"],
        )
        for line in case["lines"]
    ]


def told(problem) -> dict:
    """The problem as the shared cases write it."""
    plain = {name: getattr(problem, name) for name in vars(problem)}
    lines = [
        {
            "entry_id": judged.line.entry_id,
            "fits": judged.fits,
            "doubts": sorted(judged.doubts),
            "state": judged.state,
        }
        for judged in problem.lines
    ]
    due_on = problem.due_on.isoformat() if isinstance(problem.due_on, date) else None
    return {**plain, "due_on": due_on, "lines": lines}
