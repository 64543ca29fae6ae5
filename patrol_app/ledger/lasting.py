"""What has been committed lasts: all who have committed wait for one sync of SQLite's write-ahead log together.

A commit with `synchronous = NORMAL` leaves its pages in the log and does not wait for the disk, so that the next writer
comes in at once. SQLite itself syncs the log before it moves pages into the database, and the database before it
begins the log anew (sqlite.org/wal.html#ckpt): whatever was committed when a sync of the log begins is safe at its end.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from weakref import WeakValueDictionary, finalize

from patrol_app.domain.errors import Busy

#: How long emptying the log waits for those who write and read, in s.
PATIENCE_S = 10

logger = logging.getLogger(__name__)


class WriteAheadLog:
    """The log beside one database, of one process; exists while a connection to the database does."""

    def __init__(self, database: Path) -> None:
        self._database = database
        # Kept open: only who had it open before a write failed is told so by the kernel (fsync(2)).
        self._file = os.open(_name_log(database), os.O_RDONLY)
        finalize(self, os.close, self._file)
        self._syncing = threading.Lock()
        self._begun_ns = 0
        self._is_in_doubt = False

    def is_still_there(self) -> bool:
        """Say whether the database still has this log; SQLite deletes it when nobody is connected."""
        try:
            return os.path.samestat(os.fstat(self._file), _name_log(self._database).stat())
        except FileNotFoundError:
            return False

    def sync(self) -> None:
        """Wait until all that is committed now would survive a power cut; raises OSError, Busy where that is not so.

        Of those who wait at once one syncs for all. What failed once is never believed again: the kernel forgets what
        it could not write, and the next sync would succeed without it.
        """
        asked_ns = time.monotonic_ns()
        with self._syncing:
            if self._begun_ns > asked_ns:
                return
            begun_ns = time.monotonic_ns()
            if self._is_in_doubt:
                self._empty()
            else:
                self._sync()
            self._begun_ns = begun_ns

    def _sync(self) -> None:
        try:
            os.fdatasync(self._file)
        except OSError:
            self._is_in_doubt = True
            logger.critical("the disk did not keep what was written", exc_info=True)
            raise

    def _empty(self) -> None:
        """Move all of a doubtful log into the database and sync that, as only SQLite can; then nobody needs the log."""
        with closing(sqlite3.connect(self._database, timeout=PATIENCE_S)) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            if not empty_log(connection):
                raise Busy(retry_after_s=PATIENCE_S)
        self._is_in_doubt = False
        logger.critical("what the disk did not keep has been written again")


_logs: WeakValueDictionary[Path, WriteAheadLog] = WeakValueDictionary()
_finding = threading.Lock()


def open_log(connection: sqlite3.Connection) -> WriteAheadLog | None:
    """Give the log of a connection that has chosen to write one, None for a database in memory.

    Whoever is the first here does not know whether a sync has failed before, and begins with an empty log if nobody
    and nothing stands in the way; sets the connection's `busy_timeout`.
    """
    _, _, name = connection.execute("PRAGMA database_list").fetchone()
    if not name:
        return None
    # A first look has SQLite make the log; from now on it is there as long as we are connected.
    connection.execute("PRAGMA schema_version").fetchone()
    database = Path(name)
    with _finding:
        log = _logs.get(database)
        if log is None or not log.is_still_there():
            log = _logs[database] = WriteAheadLog(database)
            connection.execute("PRAGMA busy_timeout = 0")
            with suppress(sqlite3.OperationalError):
                empty_log(connection)
        return log


def empty_log(connection: sqlite3.Connection) -> bool:
    """Move what is in the log into the database and make it empty; say whether nobody stood in the way."""
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _name_log(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")
