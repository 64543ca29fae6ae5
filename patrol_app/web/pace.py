"""How fast one person's requests may come, counted for all workers together in a file they share as memory.

A bucket a person: so many requests at once, and so many more each second. It holds what a phone sends after three weeks
without signal (500 photos, some 1,600 requests) and lets a runaway script do little. It is asked by person, never by
address: 300 phones behind one address are 300 people. Two workers that count in the same instant may lose one request
between them, which is no harm; a lock, or a row written for each request, would be.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from flask import Flask, current_app

from patrol_app.domain.errors import TooFast

AT_ONCE = 3_000
A_SECOND = 20

#: Somebody who was stopped waits for more than one request, in s.
RETRY_S = 10

#: A bucket: whose (64 bits of a hash), how much is in it, and when that was counted.
_BUCKET = struct.Struct("<Qdd")
_BUCKETS = 16_384
#: Where two people fall on one place, the later one takes the next.
_PLACES = 8

logger = logging.getLogger(__name__)


class Pace:
    """The buckets of everybody, in the file at `path`."""

    def __init__(self, path: Path) -> None:
        size_bytes = _BUCKET.size * _BUCKETS
        try:
            with path.open("ab") as file:
                # Laid out whole: on a full disk the first touch of a page that is not there would end the process.
                os.posix_fallocate(file.fileno(), 0, size_bytes)
            with path.open("r+b") as file:
                self._buckets = mmap.mmap(file.fileno(), size_bytes)
        except OSError:
            logger.warning("requests are counted by each worker alone", exc_info=True)
            self._buckets = mmap.mmap(-1, size_bytes)

    def take(self, person_id: str, at: datetime) -> bool:
        """Take one request out of a person's bucket; say whether there was one left."""
        whose = int.from_bytes(hashlib.blake2b(person_id.encode(), digest_size=8).digest())
        now_s = at.timestamp()
        for place in self._list_places(whose):
            owner, left, counted_s = _BUCKET.unpack_from(self._buckets, place)
            # A clock that was turned back gives nothing and takes nothing.
            left = min(AT_ONCE, left + max(now_s - counted_s, 0) * A_SECOND)
            if owner == whose or left >= AT_ONCE:
                left = left if owner == whose else AT_ONCE
                taken = left >= 1
                _BUCKET.pack_into(self._buckets, place, whose, left - 1 if taken else left, now_s)
                return taken
        # Everybody around is busy: nobody waits for that.
        return True

    def _list_places(self, whose: int) -> Iterator[int]:
        for step in range(_PLACES):
            yield (whose + step) % _BUCKETS * _BUCKET.size


def init_pace(app: Flask, folder: Path) -> None:
    """Open the buckets."""
    app.extensions["pace"] = Pace(folder / "pace")


def make_sure_of_pace(person_id: str, at: datetime) -> None:
    """Refuse a request of somebody who is too fast; raises TooFast."""
    pace: Pace = current_app.extensions["pace"]
    if not pace.take(person_id, at):
        raise TooFast(retry_after_s=RETRY_S)
