"""What an entry is about."""

from datetime import UTC, datetime

import pytest

from patrol_app.domain.entries import Entry, Kind, problem_id_of, reach_id_of


def make_entry(kind, **body):
    return Entry(
        format=1,
        id="entry-1",
        ledger="140502",
        kind=kind,
        at=datetime(2026, 11, 22, tzinfo=UTC),
        mono_id=None,
        mono_ms=None,
        by="walker",
        appointment="office-1",
        device_id=None,
        device_seq=None,
        prev=None,
        beacon=None,
        media=(),
        body=body,
        private_commit="00",
        private_salt="00",
        private={},
        signature=None,
    )


@pytest.mark.parametrize(
    ("entry", "problem_id", "reach_id"),
    [
        (make_entry(Kind.PROBLEM_REPORTED, reach_id="baishui"), "entry-1", "baishui"),
        (make_entry(Kind.PROBLEM_HANDLED, problem_id="problem-1"), "problem-1", None),
        (make_entry(Kind.PATROL_COMPLETED, reach_id="baishui"), None, "baishui"),
        (make_entry(Kind.CONSENT_GIVEN, version=1), None, None),
    ],
    ids=lambda given: given.kind if isinstance(given, Entry) else "",
)
def test_an_entry_names_its_problem_and_its_reach(entry, problem_id, reach_id):
    assert (problem_id_of(entry), reach_id_of(entry)) == (problem_id, reach_id)
