"""What is committed lasts: nobody is told so before the disk has it, and a sync that failed is never believed."""

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from patrol_app.domain.errors import Busy
from patrol_app.ledger import lasting
from patrol_app.ledger.database import begin_writing, make_sure_it_lasts
from tests.disk import PATIENCE_S, Disk

LOOKED_AFTER_S = 0.1


@pytest.fixture
def engine(session):
    """The database with a table to write into."""
    session.execute(text("CREATE TABLE note (n INTEGER)"))
    session.commit()
    engine = session.get_bind()
    engine.dispose()
    return engine


@pytest.fixture
def disk(engine, monkeypatch):
    return Disk(monkeypatch)


@pytest.fixture
def database(settings):
    return settings.instance_dir / "patrol.sqlite3"


def write(engine, n, *, lasting=True):
    with Session(engine) as session:
        begin_writing(session, lasting=lasting)
        session.execute(text("INSERT INTO note VALUES (:n)"), {"n": n})
        session.commit()


def read(engine):
    with Session(engine) as session:
        return list(session.scalars(text("SELECT n FROM note ORDER BY n")))


def read_file(database, tmp_path):
    """Read what the database's own file holds, without its log."""
    copy = shutil.copy(database, tmp_path / "copy.sqlite3")
    with sqlite3.connect(copy) as connection:
        rows = [n for (n,) in connection.execute("SELECT n FROM note ORDER BY n")]
    connection.close()
    return rows


def test_a_commit_ends_when_the_disk_has_it_and_the_next_writer_does_not_wait_for_that(
    engine, disk
):
    with ThreadPoolExecutor(1) as writers:
        with disk.held_up():
            written = writers.submit(write, engine, 1)
            disk.wait_until_asked()
            write(engine, 2, lasting=False)
            assert read(engine) == [1, 2]
            assert not written.done()
        written.result(PATIENCE_S)
    assert len(disk.kept) == 1


def test_who_commits_while_a_sync_is_under_way_waits_for_the_next_all_of_them_together(
    engine, disk
):
    with ThreadPoolExecutor(4) as writers:
        with disk.held_up():
            first = writers.submit(write, engine, 1)
            disk.wait_until_asked()
            others = [writers.submit(write, engine, n) for n in (2, 3, 4)]
            while len(read(engine)) < 4:
                pass
            wait(others, LOOKED_AFTER_S)
            # The first one's sync ends, and the next is held up in its turn.
            disk.let_one_through()
            first.result(PATIENCE_S)
            disk.wait_until_asked()
            assert not any(one.done() for one in others)
        wait(others, PATIENCE_S)
    assert all(one.done() and one.exception() is None for one in others)
    assert len(disk.kept) == 2


def test_nobody_waits_for_the_disk_who_does_not_write_to_last(engine, disk):
    write(engine, 1, lasting=False)
    read(engine)
    with Session(engine) as session:
        begin_writing(session)
        session.rollback()
    assert disk.kept == []


def test_who_says_that_something_is_here_waits_for_who_brought_it(engine, disk):
    with Session(engine) as session:
        write(engine, 1, lasting=False)
        make_sure_it_lasts(session)
        assert len(disk.kept) == 1
        assert not session.in_transaction()
        begin_writing(session, lasting=False)
        make_sure_it_lasts(session)
        assert len(disk.kept) == 1
        session.commit()
    assert len(disk.kept) == 2


def test_a_part_of_a_transaction_is_not_synced(engine, disk):
    with Session(engine) as session:
        begin_writing(session)
        with session.begin_nested():
            session.execute(text("INSERT INTO note VALUES (1)"))
        session.rollback()
    assert disk.kept == []


def test_who_writes_without_the_writers_place_is_synced_by_sqlite(engine):
    full, normal = 2, 1
    for _ in range(2):
        with Session(engine) as session:
            begin_writing(session)
            assert session.scalar(text("PRAGMA synchronous")) == normal
        with Session(engine) as session:
            assert session.scalar(text("PRAGMA synchronous")) == full


def test_a_sync_that_failed_is_not_believed_when_it_is_tried_again(
    engine, disk, database, tmp_path
):
    disk.is_broken = True
    with pytest.raises(OSError, match="broken"):
        write(engine, 1)
    assert read_file(database, tmp_path) == []

    disk.is_broken = False
    write(engine, 2)
    assert disk.kept == []
    assert read_file(database, tmp_path) == [1, 2]
    write(engine, 3)
    assert len(disk.kept) == 1


def test_while_a_failed_sync_cannot_be_made_good_nobody_is_told_that_all_is_well(
    engine, disk, monkeypatch
):
    monkeypatch.setattr(lasting, "PATIENCE_S", 0)
    with Session(engine) as reader:
        reader.execute(text("SELECT * FROM note"))
        disk.is_broken = True
        with pytest.raises(OSError, match="broken"):
            write(engine, 1)
        disk.is_broken = False
        for n in (2, 3):
            with pytest.raises(Busy):
                write(engine, n)
    write(engine, 4)


def test_the_log_that_is_synced_is_the_one_that_is_written(engine, disk, database):
    log = database.with_name(f"{database.name}-wal")
    write(engine, 1)
    engine.dispose()
    assert not log.exists()
    write(engine, 2)
    assert disk.kept == [str(log)] * 2


def test_a_process_begins_with_an_empty_log(engine, database, tmp_path):
    write(engine, 1)
    engine.dispose()
    stranger = sqlite3.connect(database)
    stranger.execute("INSERT INTO note VALUES (2)")
    stranger.commit()
    assert read_file(database, tmp_path) == [1]
    read(engine)
    assert read_file(database, tmp_path) == [1, 2]
    stranger.close()
