"""Bytes on their way: a file for each upload, marked with the turn of whoever may write to it."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile

from patrol_app.domain.errors import UploadGone, WrongOffset
from patrol_app.media.disk import gone_if_missing, make_lasting_folder, room_for_it

#: Held in memory at most, of a piece that must come whole before it is written; a phone's pieces are 256 kB.
SPOOLED_BYTES = 1_000_000

#: A mark is a moment of before 2007: no clock and no reader of the file sets it again.
_MARKS = 2**60


@dataclass(frozen=True)
class Turn:
    """Leave to write to an upload, until somebody takes the next turn.

    `offset_bytes` had arrived when the turn was taken, the last of them at `touched_at`. `mark` stands with the file,
    as the time at which it was last read: setting it needs no room on the disk, and no second file to go stale.
    """

    path: Path
    mark: int
    offset_bytes: int
    touched_at: datetime

    @property
    def upload_id(self) -> str:
        """Name the upload."""
        return self.path.name


class Incoming:
    """The folder of all uploads under way."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def begin(self, upload_id: str) -> Turn:
        """Make room for a new upload and give the first turn at it; raises StorageFull."""
        path = self._root / upload_id
        with room_for_it():
            try:
                path.touch(exist_ok=False)
            except FileNotFoundError:
                make_lasting_folder(self._root)
                path.touch(exist_ok=False)
        return self.turn_of(upload_id)

    def turn_of(self, upload_id: str) -> Turn:
        """Give the turn that is under way, without taking the next; raises UploadGone."""
        path = self._root / upload_id
        with gone_if_missing():
            return _turn(path, path.stat())

    def take_turn(self, upload_id: str, *, length_bytes: int, at_bytes: int | None = None) -> Turn:
        """Take the next turn: whoever had the one before writes no more, however late he wakes up.

        Nobody's turn is over where this raises: UploadGone, also where all bytes are there and being looked at;
        WrongOffset where the upload does not stand at `at_bytes`.
        """
        path = self._root / upload_id
        with _locked(path) as descriptor:
            found = os.fstat(descriptor)
            if found.st_size == length_bytes:
                raise UploadGone
            if at_bytes not in {None, found.st_size}:
                raise WrongOffset(offset_bytes=found.st_size)
            os.utime(descriptor, ns=(secrets.randbelow(_MARKS), found.st_mtime_ns))
            # As it was kept: some disks count time in coarser steps.
            return _turn(path, os.fstat(descriptor))

    def write(self, turn: Turn, piece: bytes, *, at_bytes: int) -> int:
        """Write a piece where its sender says it belongs and give the new offset.

        Raises UploadGone, StorageFull; WrongOffset where it belongs elsewhere or the turn is over. The lock is held for
        this piece only, never while waiting for the network.
        """
        with _locked(turn.path) as descriptor, room_for_it():
            found = os.fstat(descriptor)
            if found.st_atime_ns != turn.mark or found.st_size != at_bytes:
                raise WrongOffset(offset_bytes=found.st_size)
            written = 0
            while written < len(piece):
                written += os.pwrite(descriptor, piece[written:], at_bytes + written)
            return at_bytes + written

    def list_untouched(self, before: datetime) -> Iterator[str]:
        """Give the uploads whose bytes came last before `before`, aware."""
        for path in self._root.glob("*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    yield path.name

    def has(self, upload_id: str) -> bool:
        """Say whether there is anything of an upload."""
        return (self._root / upload_id).exists()

    def drop(self, upload_id: str) -> None:
        """Throw away the bytes of an upload, if there are any."""
        (self._root / upload_id).unlink(missing_ok=True)

    def spool(self) -> SpooledTemporaryFile[bytes]:
        """Give a file without a name for what may not be kept yet: closed, or after a power cut, it is gone."""
        return SpooledTemporaryFile(SPOOLED_BYTES, dir=str(self._root))


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Have an upload's file for oneself; raises UploadGone."""
    with gone_if_missing():
        descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        # While we waited it may have been dropped.
        if not os.fstat(descriptor).st_nlink:
            raise UploadGone
        yield descriptor
    finally:
        os.close(descriptor)


def _turn(path: Path, found: os.stat_result) -> Turn:
    touched_at = datetime.fromtimestamp(found.st_mtime, UTC)
    return Turn(path, found.st_atime_ns, found.st_size, touched_at)
