"""Bytes on their way: a folder for each upload, in it one file, named by the number of the turn that may write."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile

from patrol_app.domain.errors import UploadGone, WrongOffset
from patrol_app.media.disk import gone_if_missing, room_for_it

#: Held in memory at most, of a piece that must come whole before it is written; a phone's pieces are 256 kB.
SPOOLED_BYTES = 1_000_000

_FIRST = "0"


@dataclass(frozen=True)
class Turn:
    """Leave to write to an upload, until somebody takes the next turn: then its file has another name.

    `offset_bytes` had arrived when the turn was taken, the last of them at `touched_at`.
    """

    path: Path
    offset_bytes: int
    touched_at: datetime

    @property
    def upload_id(self) -> str:
        """Name the upload."""
        return self.path.parent.name


class _TurnOver(Exception):
    """Somebody has taken the next turn, or the upload is gone."""


class Incoming:
    """The folder of all uploads under way."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, upload_id: str) -> Turn:
        """Make room for a new upload and give the first turn at it; raises StorageFull."""
        path = self._root / upload_id / _FIRST
        with room_for_it():
            path.parent.mkdir(parents=True)
            path.touch(exist_ok=False)
        return _turn(path, path.stat())

    def turn_of(self, upload_id: str) -> Turn:
        """Give the turn that is under way, without taking the next; raises UploadGone."""
        while True:
            with gone_if_missing():
                path = max((self._root / upload_id).iterdir(), key=_number_of, default=None)
            if path is None:
                raise UploadGone
            # It gets another name where the next turn is taken this very moment.
            with suppress(FileNotFoundError):
                return _turn(path, path.stat())

    def take_turn(self, upload_id: str, *, length_bytes: int, at_bytes: int | None = None) -> Turn:
        """Take the next turn: whoever had the one before writes no more, however late he wakes up.

        Nobody's turn is over where this raises: UploadGone, also where all bytes are there and being looked at;
        WrongOffset where the upload does not stand at `at_bytes`.
        """
        while True:
            turn = self.turn_of(upload_id)
            # Somebody else may take it first: then his is the one to be followed.
            with suppress(_TurnOver), _locked(turn) as descriptor:
                found = os.fstat(descriptor)
                if found.st_size == length_bytes:
                    raise UploadGone
                if at_bytes not in {None, found.st_size}:
                    raise WrongOffset(offset_bytes=found.st_size)
                following = turn.path.with_name(str(_number_of(turn.path) + 1))
                turn.path.rename(following)
                return _turn(following, found)

    def write(self, turn: Turn, piece: bytes, *, at_bytes: int) -> int:
        """Write a piece where its sender says it belongs and give the new offset.

        Raises UploadGone, StorageFull; WrongOffset where it belongs elsewhere or the turn is over. The lock is held for
        this piece only, never while waiting for the network.
        """
        try:
            with _locked(turn) as descriptor, room_for_it():
                standing = os.fstat(descriptor).st_size
                if standing != at_bytes:
                    raise WrongOffset(offset_bytes=standing)
                written = 0
                while written < len(piece):
                    written += os.pwrite(descriptor, piece[written:], at_bytes + written)
                return at_bytes + written
        except _TurnOver:
            standing = self.turn_of(turn.upload_id).offset_bytes
            raise WrongOffset(offset_bytes=standing) from None

    def list_untouched(self, before: datetime) -> Iterator[str]:
        """Give the uploads whose bytes came last before `before`, aware."""
        for folder in self._root.glob("*"):
            with suppress(FileNotFoundError):
                parts = list(folder.iterdir()) or [folder]
                if all(part.stat().st_mtime < before.timestamp() for part in parts):
                    yield folder.name

    def has(self, upload_id: str) -> bool:
        """Say whether there is anything of an upload."""
        return (self._root / upload_id).exists()

    def drop(self, upload_id: str) -> None:
        """Throw away the bytes of an upload, if there are any."""
        shutil.rmtree(self._root / upload_id, ignore_errors=True)

    def spool(self) -> SpooledTemporaryFile[bytes]:
        """Give a file without a name for what may not be kept yet: closed, or after a power cut, it is gone."""
        return SpooledTemporaryFile(SPOOLED_BYTES, dir=str(self._root))


@contextmanager
def _locked(turn: Turn) -> Iterator[int]:
    """Have a turn's file for oneself; raises _TurnOver."""
    try:
        descriptor = os.open(turn.path, os.O_RDWR)
    except FileNotFoundError:
        raise _TurnOver from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # While we waited it may have got another name.
        if not turn.path.exists():
            raise _TurnOver
        yield descriptor
    finally:
        os.close(descriptor)


def _turn(path: Path, found: os.stat_result) -> Turn:
    return Turn(path, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))


def _number_of(turn: Path) -> int:
    return int(turn.name)
