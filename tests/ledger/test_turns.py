"""Writers take turns: nobody is forgotten, and a turn that came to nothing is given back."""

import sqlite3
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from patrol_app.ledger.database import begin_writing

PATIENCE_S = 5


@pytest.fixture
def other(session):
    """A second session on the same database, with a connection of its own."""
    with Session(session.get_bind()) as other:
        yield other


def be_impatient(session):
    session.execute(text("PRAGMA busy_timeout = 1"))
    session.rollback()


def test_who_waits_too_long_is_told_so_and_comes_in_later(session, other):
    begin_writing(session)
    be_impatient(other)
    with pytest.raises(OperationalError) as busy:
        begin_writing(other)
    assert busy.value.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
    other.rollback()

    session.rollback()
    begin_writing(other)
    other.rollback()
    begin_writing(session)


def test_who_waits_for_another_process_is_told_so_and_keeps_nobody_out(session, other, settings):
    stranger = sqlite3.connect(settings.instance_dir / "patrol.sqlite3", isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    be_impatient(session)
    with pytest.raises(OperationalError):
        begin_writing(session)
    session.rollback()
    stranger.execute("ROLLBACK")
    stranger.close()

    begin_writing(other)


def test_who_waits_comes_in_as_soon_as_the_other_has_ended(session, other):
    begin_writing(session)
    came_in = threading.Event()

    def write():
        begin_writing(other)
        came_in.set()
        other.rollback()

    waiting = threading.Thread(target=write)
    waiting.start()
    assert not came_in.wait(0.05)
    session.commit()
    assert came_in.wait(PATIENCE_S)
    waiting.join()
