"""Prepared statements: the same values in and out as by SQLAlchemy, the same faults, and nothing left out unseen."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from patrol_app.ledger.database import run, run_for_each
from patrol_app.ledger.tables.books import BookRow
from tests.cast import Cast

AT = datetime(2026, 11, 24, 8, 30, 0, 123_000, tzinfo=timezone(timedelta(hours=8)))
BOOK = {
    "device_id": "one",
    "person_id": Cast.patroller.person_id,
    "installation_id": "here",
    "public_key": None,
    "label": "我的手机",
    "registered_at": AT,
    "last_contact_at": AT,
    "pending": {"entries": 1, "days": ["2026-11-24"]},
}

ADD = insert(BookRow)
OF_PERSON = (
    select(BookRow)
    .where(BookRow.person_id == bindparam("person_id"), BookRow.device_id.in_(("one", "two")))
    .order_by(BookRow.device_id)
)
FIRST = (
    select(BookRow.device_id, BookRow.registered_at, BookRow.pending, BookRow.public_key)
    .where(BookRow.label == bindparam("label"))
    .order_by(BookRow.device_id)
    .limit(1)
)


def test_what_goes_in_comes_out_as_the_tables_say(session):
    run_for_each(session, ADD, [BOOK, {**BOOK, "device_id": "two"}])

    row = run(session, FIRST, label="我的手机").first()

    assert row is not None
    assert (row.device_id, row.registered_at, row.pending, row.public_key) == (
        "one",
        AT.astimezone(UTC),
        BOOK["pending"],
        None,
    )
    assert row.registered_at.tzinfo is UTC
    kept = session.scalars(OF_PERSON, {"person_id": Cast.patroller.person_id}).first()
    assert (kept.registered_at, kept.pending) == (row.registered_at, row.pending)


def test_a_limit_stands_though_nobody_names_its_value(session):
    run_for_each(session, ADD, [BOOK, {**BOOK, "device_id": "two"}])

    assert run(session, FIRST, label="我的手机").scalars() == ["one"]


def test_nothing_found_is_none(session):
    found = run(session, FIRST, label="nobody's")

    assert (found.first(), found.scalar(), found.scalars(), list(found)) == (None, None, [], [])


def test_what_the_database_refuses_is_refused_as_ever(session):
    run(session, ADD, **BOOK)

    with pytest.raises(IntegrityError, match="UNIQUE"):
        run(session, ADD, **BOOK)
    session.connection().exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(OperationalError, match="readonly"):
        run(session, ADD, **{**BOOK, "device_id": "two"})


def test_a_fault_says_nothing_of_people(session):
    run(session, ADD, **BOOK)

    with pytest.raises(IntegrityError) as fault:
        run(session, ADD, **BOOK)
    assert "我的手机" not in str(fault.value)


def test_a_moment_without_an_offset_is_refused(session):
    with pytest.raises(ValueError, match="without an offset"):
        run(session, ADD, **{**BOOK, "registered_at": AT.replace(tzinfo=None)})


def test_a_value_that_nobody_gives_is_no_null(session):
    with pytest.raises(TypeError, match="label"):
        run(session, FIRST)


def test_a_list_is_not_prepared(session):
    with pytest.raises(TypeError, match="list"):
        run(session, OF_PERSON, person_id=Cast.patroller.person_id)
