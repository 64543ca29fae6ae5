"""Writers take turns on SQLite, which lets one in at a time: threads by a lock, processes by asking often.

SQLite itself sleeps up to 100 ms before it looks again, and whoever comes by chance meanwhile goes first: of many
writers some wait for a second, and the disk stands idle (docs/bench.md).
"""

import sqlite3
import threading
import time
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, Pool

#: How long a process waits before it asks again whether another one has ended; a transaction takes some ms.
ASK_EVERY_S = 0.0005

_TURN = "patrol_turn"
_turns: defaultdict[str | None, threading.Lock] = defaultdict(threading.Lock)


def begin_turn(connection: Connection) -> None:
    """Begin a writing transaction once it is this writer's turn, kept until the connection goes back to its pool.

    Raises OperationalError with SQLITE_BUSY after the connection's own `busy_timeout`.
    """
    driver: Any = connection.connection.driver_connection
    (patience_ms,) = driver.execute("PRAGMA busy_timeout").fetchone()
    until = time.monotonic() + patience_ms / 1000
    turn = _turns[connection.engine.url.database]
    if turn.acquire(timeout=patience_ms / 1000):
        connection.info[_TURN] = turn
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while not _begins(driver):
            if time.monotonic() >= until:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            time.sleep(ASK_EVERY_S)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {patience_ms}")


def _begins(driver: sqlite3.Connection) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


@event.listens_for(Pool, "checkin")
def _end_turn(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    turn: threading.Lock | None = record.info.pop(_TURN, None)
    if turn is not None:
        turn.release()
