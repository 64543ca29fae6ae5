"""The database as all rooms see it: one declarative base, one session maker, aware times, writers one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeDecorator

from patrol_app.ledger.lasting import WriteAheadLog, open_log
from patrol_app.ledger.prepared import Answer, prepare
from patrol_app.ledger.turns import begin_turn

#: How long a writer waits for another one before it gives up, in ms. A commit takes about 1 ms.
BUSY_TIMEOUT_MS = 10_000

_WRITING = "patrol_writing"
_SYNCED_AT_ONCE = "synchronous = FULL"
_SYNCED_LATER = "synchronous = NORMAL"
_SYNCHRONOUS = "patrol_synchronous"
_CONNECTION = "patrol_connection"
_LOG = "patrol_log"
_DUE = "patrol_due"


class Base(DeclarativeBase):
    """The parent of all rows; flask-sqlalchemy's own model class is invisible to the type checker."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment kept as UTC: SQLite drops offsets, so a naive value is a mistake and is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Turn an aware moment into naive UTC; raises ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without an offset cannot be kept"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the kept moment its offset back."""
        return None if value is None else value.replace(tzinfo=UTC)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def begin_writing(session: Session, *, lasting: bool = True) -> None:
    """Take the writer's place before anything is read, so that what is read is still true at commit.

    Must be the first thing in a transaction, RuntimeError otherwise. On SQLite it is `BEGIN IMMEDIATE`: a reader that
    turns into a writer half-way is refused by the database, and `max(seq) + 1` without it fails most of the time.
    Its commit gives the place up, waits until all would survive a power cut, and raises OSError, Busy where the disk
    does not keep it: then it stands there and may be lost. What is not `lasting` may be lost in a power cut with all
    after it, up to the next commit that is: it waits for no disk, and is for what can be asked for again.
    """
    if session.in_transaction():
        message = "a transaction is under way: end it before writing"
        raise RuntimeError(message)
    connection = session.connection(execution_options={_WRITING: True})
    if lasting:
        session.info[_LOG] = connection.info.get(_LOG)


def make_sure_it_lasts(session: Session) -> None:
    """See to it that what was read survives a power cut, before anybody is told that it is here.

    Another one may have committed it a moment ago, and be waiting for the disk himself. A writer waits at his commit;
    who only reads waits now, with his transaction ended. Raises OSError, Busy where the disk does not keep it.
    """
    connection = session.connection()
    log: WriteAheadLog | None = connection.info.get(_LOG)
    if connection.get_execution_options().get(_WRITING):
        session.info[_LOG] = log
        return
    session.rollback()
    if log is not None:
        log.sync()


def run(session: Session, statement: ClauseElement, **values: object) -> Answer:
    """Run a statement that was put together once, with its values; rows come as columns, not as objects.

    Putting a statement together takes six times as long as running it (docs/bench.md), so that the path of each entry
    keeps its own as constants. What the session holds as objects is neither written first nor made new.
    """
    connection = _connection_of(session)
    return prepare(statement, connection.dialect, tuple(values)).run(connection, values)


def run_for_each(
    session: Session, statement: ClauseElement, rows: Sequence[Mapping[str, object]]
) -> None:
    """Run a statement once for each of the rows, for none not at all."""
    if rows:
        connection = _connection_of(session)
        prepare(statement, connection.dialect, tuple(rows[0])).run_for_each(connection, rows)


def _connection_of(session: Session) -> Connection:
    """Give the connection of the transaction under way, or of a new one; the session itself takes longer to find it.

    A nested transaction begins when the session is asked, and one that failed is known to the session alone.
    """
    connection: Connection | None = session.info.get(_CONNECTION)
    if connection is None or session.in_nested_transaction() or not connection.in_transaction():
        return session.connection()
    return connection


@event.listens_for(Engine, "connect")
def _prepare(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Give each SQLite connection our promises: write-ahead log, a commit that survives a power cut, real keys."""
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver must not begin transactions on its own: `_begin` says which kind.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", _SYNCED_AT_ONCE, "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    record.info[_LOG] = open_log(connection)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    is_writing = connection.get_execution_options().get(_WRITING, False)
    driver: Any = connection.connection.driver_connection
    # Whoever writes without having said so (a migration) is synced by SQLite itself.
    synchronous = _SYNCED_LATER if is_writing else _SYNCED_AT_ONCE
    if connection.info.get(_SYNCHRONOUS, _SYNCED_AT_ONCE) != synchronous:
        driver.execute(f"PRAGMA {synchronous}")
        connection.info[_SYNCHRONOUS] = synchronous
    if is_writing:
        begin_turn(connection)
    else:
        driver.execute("BEGIN")


@event.listens_for(Session, "after_begin")
def _note_connection(
    session: Session, _transaction: SessionTransaction, connection: Connection
) -> None:
    session.info[_CONNECTION] = connection


@event.listens_for(Session, "after_commit")
def _note_due(session: Session) -> None:
    if session.get_nested_transaction() is None:
        session.info[_DUE] = session.info.pop(_LOG, None)


@event.listens_for(Session, "after_transaction_end")
def _wait_together(session: Session, transaction: SessionTransaction) -> None:
    """Sync what a writer committed, now that his connection and with it the writer's place are given back."""
    if transaction.parent is not None:
        return
    session.info.pop(_CONNECTION, None)
    session.info.pop(_LOG, None)
    log: WriteAheadLog | None = session.info.pop(_DUE, None)
    if log is not None:
        log.sync()
