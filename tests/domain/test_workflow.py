"""The transition table itself, and what it lets a walker say."""

import pytest

from patrol_app.domain.entries import Kind
from patrol_app.domain.workflow import (
    DEED_OF,
    OPEN,
    TRANSITIONS,
    Outcome,
    State,
    due_for_recheck,
)
from tests.cases.read import read_cases

OVER = {State.CONFIRMED, State.CLOSED}


@pytest.mark.parametrize("case", read_cases("rechecks"))
def test_a_shared_case_holds(case):
    state = State(case["state"])
    due = due_for_recheck(state, last_cured_by=case["last_cured_by"], by=case["by"])
    fitting = {event for held, event in TRANSITIONS if held is state and event in set(Outcome)}
    assert (due, sorted(fitting)) == (case["due"], case["outcomes"])


def test_a_cure_is_due_to_anybody_where_nobody_is_named():
    assert due_for_recheck(State.HANDLED, last_cured_by="walker")


def test_every_event_is_somebodys_deed_and_leads_somewhere():
    events = {event for _, event in TRANSITIONS}
    assert events == set(DEED_OF)
    assert events == {*Outcome, *(kind for kind in Kind if kind.startswith("problem."))} - {
        Kind.PROBLEM_REPORTED
    }


def test_only_a_fresh_look_or_a_chief_ends_a_problem():
    ending = {(state, event) for (state, event), then in TRANSITIONS.items() if then in OVER}
    ending -= {(state, Kind.PROBLEM_TOLD) for state in OVER}
    assert ending == {(State.HANDLED, Outcome.SOLVED), (State.HANDLED, Kind.PROBLEM_CONFIRMED)}


def test_nothing_moves_what_is_over():
    moved = {event for (state, event) in TRANSITIONS if state in OVER}
    assert moved == {Kind.PROBLEM_TOLD}


def test_every_state_is_open_cured_or_over():
    assert {*OPEN, State.HANDLED, *OVER} == set(State)
