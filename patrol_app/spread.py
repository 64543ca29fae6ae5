"""Connections are spread evenly over the processes that serve: a phone stays with the process that took it.

Left alone, the process that wakes first takes all that come at once, as after a lost signal, and serves them with one
processor while the others stand idle.
"""

from __future__ import annotations

import os
import socket
import time
from multiprocessing.sharedctypes import RawArray
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

#: While the code is renewed there are twice as many as at other times.
MOST_PROCESSES = 64

#: In it a process with fewer connections takes one, even in the middle of its work.
GIVE_WAY_S = float(os.environ.get("GIVE_WAY_S", "0.005"))

_NOBODY = -1


class Spread:
    """How many connections each process has open, in memory that the processes forked later share."""

    def __init__(self) -> None:
        self._open = RawArray("i", [_NOBODY] * MOST_PROCESSES)

    def take_place(self) -> Place:
        """Give the place of a process about to begin; ValueError where there are too many."""
        place = Place(self._open, list(self._open).index(_NOBODY))
        place.note(0)
        return place


class Place:
    """Where one process says how many connections it has open, and sees those of the others."""

    def __init__(self, everywhere: Any, number: int) -> None:  # noqa: ANN401  ctypes has no name for its arrays
        self._open = everywhere
        self._number = number

    def note(self, connections: int) -> None:
        """Say how many connections this process has open."""
        self._open[self._number] = connections

    def leave(self) -> None:
        """Give the place up; the process has ended."""
        self._open[self._number] = _NOBODY

    def has_more_than_another(self) -> bool:
        """Say whether some other process has fewer connections open."""
        ours = self._open[self._number]
        return any(_NOBODY < others < ours for others in self._open)


class SpreadingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's worker of threads, which lets one with less to do go first; `place` is set before it is forked."""

    place: Place

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, unless a process with fewer has done so meanwhile."""
        if self.place.has_more_than_another():
            time.sleep(GIVE_WAY_S)
        super().accept(listener)
        self.place.note(self.nr_conns)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Say what is left after connections have ended."""
        super().wait_for_and_dispatch_events(timeout)
        self.place.note(self.nr_conns)
