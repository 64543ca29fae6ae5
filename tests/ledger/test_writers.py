"""Eight writers at once: one after the other they take numbers without a gap, and a resend never takes a second one."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol_app.ledger.append import Status, append
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.tables.entries import EntryRow
from tests.builders import NOW, make_patrol
from tests.invariants import check_invariants
from tests.ledger.test_append import parcel_of

WRITERS = 8


def file_all(engine, entries):
    """File each entry in a transaction and on a connection of its own."""
    filed = []
    for entry in entries:
        with Session(engine) as session:
            begin_writing(session)
            filed.append(
                append(
                    session,
                    parcel_of(entry),
                    author=entry["by"],
                    sent_at=NOW,
                    server_at=NOW,
                )
            )
            session.commit()
    return filed


def count(session):
    return session.scalar(select(func.count()).select_from(EntryRow))


def test_each_writer_finds_its_own_numbers(session, settings):
    engine = session.get_bind()
    before = count(session)
    session.rollback()
    entries = [[make_patrol() for _ in range(5)] for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as writers:
        filed = [
            one for many in writers.map(lambda own: file_all(engine, own), entries) for one in many
        ]
    assert {one.status for one in filed} == {Status.ACCEPTED}
    assert len({one.seq for one in filed}) == len(filed)
    assert count(session) == before + len(filed)
    check_invariants(session, settings.media_dir)


def test_the_same_entry_from_all_at_once_stands_there_once(session, settings):
    engine = session.get_bind()
    before = count(session)
    session.rollback()
    entry = make_patrol()
    with ThreadPoolExecutor(WRITERS) as writers:
        filed = [
            many[0] for many in writers.map(lambda _: file_all(engine, [entry]), range(WRITERS))
        ]
    assert sorted(one.status for one in filed) == ["accepted", *["duplicate"] * (WRITERS - 1)]
    assert len({one.seq for one in filed}) == 1
    assert count(session) == before + 1
    check_invariants(session, settings.media_dir)
