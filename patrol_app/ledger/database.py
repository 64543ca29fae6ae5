"""The database as all rooms see it: one declarative base, one session maker, aware times, writers one by one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeDecorator

from patrol_app.ledger.prepared import Answer, prepare
from patrol_app.ledger.turns import begin_turn

#: How long a writer waits for another one before it gives up, in ms. A commit takes about 1 ms.
BUSY_TIMEOUT_MS = 10_000

_WRITING = "patrol_writing"
_LASTING = "patrol_lasting"


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
    What is not `lasting` may be lost in a power cut with all after it, up to the next commit that is: it waits for no
    disk, and is for what can be asked for again.
    """
    if session.in_transaction():
        message = "a transaction is under way: end it before writing"
        raise RuntimeError(message)
    session.connection(execution_options={_WRITING: True, _LASTING: lasting})


def run(session: Session, statement: ClauseElement, **values: object) -> Answer:
    """Run a statement that was put together once, with its values; rows come as columns, not as objects.

    Putting a statement together takes six times as long as running it (docs/bench.md), so that the path of each entry
    keeps its own as constants. What the session holds as objects is neither written first nor made new.
    """
    connection = session.connection()
    return prepare(statement, connection.dialect, tuple(values)).run(connection, values)


def run_for_each(
    session: Session, statement: ClauseElement, rows: Sequence[Mapping[str, object]]
) -> None:
    """Run a statement once for each of the rows, for none not at all."""
    if rows:
        connection = session.connection()
        prepare(statement, connection.dialect, tuple(rows[0])).run_for_each(connection, rows)


@event.listens_for(Engine, "connect")
def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Give each SQLite connection our promises: write-ahead log, a commit that survives a power cut, real keys."""
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver must not begin transactions on its own: `_begin` says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    options = connection.get_execution_options()
    if not options.get(_WRITING):
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN")
        return
    synchronous = "FULL" if options[_LASTING] else "NORMAL"
    if connection.info.setdefault("synchronous", "FULL") != synchronous:
        connection.exec_driver_sql(f"PRAGMA synchronous = {synchronous}")
        connection.info["synchronous"] = synchronous
    begin_turn(connection)
