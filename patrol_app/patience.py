"""How long a request may take to come: a thread of gunicorn is given back from whoever drips byte by byte.

`gunicorn.conf.py` limits each wait for a byte; this limits all of them together. What has come of a picture stays, and
the phone goes on from there.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import TConn

from patrol_app.spread import SpreadingWorker

#: For a request's head, and to begin with its body.
GRACE_S = float(os.environ.get("GRACE_S", "30"))

#: On the whole a body comes at least so fast: a tenth of the slowest network we know, 64 kbit/s.
SLOWEST_BYTES_A_S = 800

#: Of a body that does not say how long it is.
UNTOLD_BYTES = 1_000_000

LOOK_EVERY_S = 1.0


class Deadlines:
    """Which connections must have sent what they are sending by when, in s of `time.monotonic`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until: dict[TConn, float] = {}

    def give(self, connection: TConn, length_bytes: int) -> None:
        """Give a connection time to send so much, from now on."""
        with self._lock:
            self._until[connection] = time.monotonic() + GRACE_S + length_bytes / SLOWEST_BYTES_A_S

    def forget(self, connection: TConn) -> None:
        """Let a connection be: it is done, and its number may soon belong to another."""
        with self._lock:
            self._until.pop(connection, None)

    def cut_overdue(self) -> None:
        """End the waiting for what has not come in time: the thread reads an end and goes on to the next."""
        with self._lock:
            for connection in [
                one for one, until in self._until.items() if until < time.monotonic()
            ]:
                del self._until[connection]
                with suppress(OSError):
                    # Not the method of an encrypted socket, which would forget its key under the reader's hands.
                    socket.socket.shutdown(connection.sock, socket.SHUT_RD)

    def watch(self) -> None:
        """Cut what is overdue, for ever."""
        while True:
            time.sleep(LOOK_EVERY_S)
            self.cut_overdue()


class PatientWorker(SpreadingWorker):
    """A worker with an end to its patience."""

    def init_process(self) -> None:
        """Begin to watch, then to serve."""
        self.deadlines = Deadlines()
        threading.Thread(target=self.deadlines.watch, daemon=True).start()
        super().init_process()

    def handle(self, conn: TConn) -> Any:  # noqa: ANN401  gunicorn's own affair
        """Give the head of a request its time."""
        self.deadlines.give(conn, 0)
        try:
            return super().handle(conn)
        finally:
            self.deadlines.forget(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:  # noqa: ANN401
        """Give its body more, by its length."""
        self.deadlines.give(conn, find_length_bytes(req.headers))
        return super().handle_request(req, conn)


def find_length_bytes(headers: list[tuple[str, str]]) -> int:
    """Give how long a request says its body is; one that comes in pieces of unknown number gets what entries need."""
    told = dict(headers)
    if "TRANSFER-ENCODING" in told:
        return UNTOLD_BYTES
    length = told.get("CONTENT-LENGTH", "0")
    return int(length) if length.isdecimal() else 0
