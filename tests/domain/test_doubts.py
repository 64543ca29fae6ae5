"""What makes one look twice, fact by fact."""

from dataclasses import replace

import pytest

from patrol_app.domain.doubts import (
    WEIGHING,
    BookFacts,
    Doubt,
    FindingFacts,
    PatrolFacts,
    ProblemEntryFacts,
    doubts_of_book,
    doubts_of_findings,
    doubts_of_patrol,
    doubts_of_problem_entry,
)
from patrol_app.domain.entries import Kind, NamedMedium
from patrol_app.domain.people import Role

PATROL = PatrolFacts(
    unchecked=False,
    role=Role.PATROLLER,
    ended_early=False,
    id_taken=False,
    due=frozenset({"old-1"}),
    rechecked=frozenset({"old-1"}),
)
FINDINGS = FindingFacts(
    found_items=frozenset({3}),
    reported_items=frozenset({3}),
    named_problems=frozenset({"old-1"}),
    known_problems=frozenset({"old-1"}),
)
BOOK = BookFacts(
    registered=True,
    of_author=True,
    number_taken=False,
    entry_hash="hash 2",
    prev="hash 1",
    hashes_before=frozenset({"hash 1"}),
    prevs_after=frozenset({"hash 2"}),
)
BEFORE = NamedMedium("aa", "image/jpeg", 251004, "before", "problem-1", None)
AFTER = NamedMedium("bb", "image/jpeg", 251004, "after", "problem-1", "aa")
REPORT = ProblemEntryFacts(
    kind=Kind.PROBLEM_REPORTED,
    role=Role.PATROLLER,
    held_on_day=True,
    problem_known=True,
    patrol_known=True,
    on_the_spot=True,
    media=(BEFORE, AFTER),
)
HANDLED = replace(
    REPORT, kind=Kind.PROBLEM_HANDLED, role=Role.VILLAGE_CHIEF, on_the_spot=False, media=(AFTER,)
)


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({}, set()),
        ({"role": Role.CLERK}, {Doubt.ROLE_MAY_NOT}),
        ({"id_taken": True}, {Doubt.PATROL_ID_REUSED}),
        ({"rechecked": frozenset()}, {Doubt.RECHECK_MISSING}),
        ({"due": frozenset()}, {Doubt.RECHECK_EXTRA}),
        ({"due": frozenset({"old-2"})}, {Doubt.RECHECK_MISSING, Doubt.RECHECK_EXTRA}),
        ({"ended_early": True}, {Doubt.ENDED_EARLY}),
        ({"ended_early": True, "rechecked": frozenset()}, {Doubt.ENDED_EARLY}),
    ],
)
def test_a_patrol_is_doubted_for(changes, doubts):
    assert doubts_of_patrol(replace(PATROL, **changes)) == doubts


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({}, set()),
        ({"found_items": frozenset()}, set()),
        ({"reported_items": frozenset({4})}, {Doubt.FOUND_WITHOUT_PROBLEM}),
        ({"named_problems": frozenset({"old-1", "old-2"})}, {Doubt.PROBLEM_UNKNOWN}),
    ],
)
def test_findings_are_doubted_for(changes, doubts):
    assert doubts_of_findings(replace(FINDINGS, **changes)) == doubts


@pytest.mark.parametrize(
    ("changes", "doubts"),
    [
        ({}, set()),
        ({"prev": None, "hashes_before": frozenset(), "prevs_after": frozenset()}, set()),
        ({"hashes_before": frozenset()}, set()),
        ({"hashes_before": frozenset({"hash 1", "its clone"})}, set()),
        ({"registered": False, "of_author": False}, {Doubt.BOOK_UNKNOWN}),
        ({"of_author": False}, {Doubt.BOOK_OF_ANOTHER}),
        ({"number_taken": True}, {Doubt.BOOK_NUMBER_REUSED}),
        ({"prev": "something else"}, {Doubt.BOOK_BROKEN}),
        ({"prev": None}, {Doubt.BOOK_BROKEN}),
        ({"prevs_after": frozenset({"something else"})}, {Doubt.BOOK_BROKEN}),
        ({"prevs_after": frozenset({None})}, {Doubt.BOOK_BROKEN}),
    ],
)
def test_a_book_is_doubted_for(changes, doubts):
    assert doubts_of_book(replace(BOOK, **changes)) == doubts


@pytest.mark.parametrize(
    ("facts", "doubts"),
    [
        (REPORT, set()),
        (HANDLED, set()),
        (replace(REPORT, role=Role.COUNTY_OFFICE), {Doubt.ROLE_MAY_NOT}),
        (replace(HANDLED, role=Role.PATROLLER), set()),
        (replace(REPORT, held_on_day=False), {Doubt.APPOINTMENT_NOT_CURRENT}),
        (replace(HANDLED, problem_known=False), {Doubt.PROBLEM_UNKNOWN}),
        (replace(REPORT, patrol_known=False), {Doubt.PATROL_UNKNOWN}),
        (replace(REPORT, media=(BEFORE,)), {Doubt.MEDIA_MISSING_PAIR}),
        (replace(REPORT, media=(AFTER,)), {Doubt.MEDIA_MISSING_PAIR}),
        (
            replace(REPORT, media=(BEFORE, replace(AFTER, pairs_with=None))),
            {Doubt.MEDIA_MISSING_PAIR},
        ),
        (replace(REPORT, on_the_spot=False, media=()), set()),
        (replace(HANDLED, media=(BEFORE,)), {Doubt.MEDIA_MISSING_PAIR}),
    ],
)
def test_an_entry_about_a_problem_is_doubted_for(facts, doubts):
    assert doubts_of_problem_entry(facts) == doubts


def test_what_weighs_is_about_who_when_which_book_and_what_was_left_out():
    assert {
        "stand_in",
        "appointment_not_current",
        "clock",
        "patrol_id_reused",
        "book_of_another",
        "book_number_reused",
        "book_broken",
        "unchecked",
    } == WEIGHING
