"""Where pictures lie: a folder in which a file's name is the SHA-256 of its bytes, written once and never changed."""

import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from patrol_app.domain.errors import StorageFull, UploadGone, WrongOffset

#: When a full disk may have been seen to, in s.
RETRY_FULL_S = 600

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class Store:
    """A media folder: `incoming` is what is on its way, `originals` what is complete, `derived` pages' copies."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def original(self, sha256: str) -> Path:
        """Name the place of a complete picture, whether it is there or not."""
        return self._root / "originals" / sha256[:2] / sha256[2:4] / sha256

    def derived(self, sha256: str, size: str) -> Path:
        """Name the place of a page's copy, whether it is there or not."""
        return self._root / "derived" / size / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"

    def incoming(self, upload_id: str) -> Path:
        """Name the place of an upload's bytes, whether it is there or not."""
        return self._root / "incoming" / upload_id

    def begin(self, upload_id: str) -> None:
        """Make room for a new upload; raises StorageFull."""
        path = self.incoming(upload_id)
        with room_for_it():
            try:
                path.touch(exist_ok=False)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(exist_ok=False)

    def offset_bytes(self, upload_id: str) -> int:
        """Say how many bytes of an upload have arrived; raises UploadGone."""
        try:
            return self.incoming(upload_id).stat().st_size
        except FileNotFoundError:
            raise UploadGone from None

    def write(self, upload_id: str, piece: bytes, *, at_bytes: int) -> int:
        """Write a piece where its sender says it belongs and give the new offset; raises WrongOffset, UploadGone.

        The lock is held for this piece only, never while waiting for the network: a sender who stalled and wakes up
        after another went on finds another offset than his own and changes nothing.
        """
        with self._locked(upload_id) as descriptor, room_for_it():
            standing = os.fstat(descriptor).st_size
            if standing != at_bytes:
                raise WrongOffset(offset_bytes=standing)
            written = 0
            while written < len(piece):
                written += os.pwrite(descriptor, piece[written:], at_bytes + written)
            return at_bytes + written

    def keep(self, upload_id: str, sha256: str) -> None:
        """Move a complete upload to its place for good; what stands there already stays."""
        path = self.incoming(upload_id)
        target = self.original(sha256)
        with room_for_it():
            sync(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            sync(target.parent)

    def drop(self, upload_id: str) -> None:
        """Throw away the bytes of an upload, if there are any."""
        self.incoming(upload_id).unlink(missing_ok=True)

    def is_stuck(self, sha256: str) -> bool:
        """Say whether making the copies of a picture failed last time."""
        return self._stuck(sha256).exists()

    def note_stuck(self, sha256: str) -> None:
        """Remember that the copies of a picture could not be made, so that not every look at it tries again."""
        path = self._stuck(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def forget_stuck(self, sha256: str) -> None:
        """Forget that they could not be made, for now they are."""
        self._stuck(sha256).unlink(missing_ok=True)

    def _stuck(self, sha256: str) -> Path:
        return self._root / "derived" / "stuck" / sha256

    def list_untouched(self, before: datetime) -> Iterator[str]:
        """Give the uploads whose bytes came last before `before`, aware."""
        for path in self.incoming("").glob("*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    yield path.name

    @contextmanager
    def _locked(self, upload_id: str) -> Iterator[int]:
        try:
            descriptor = os.open(self.incoming(upload_id), os.O_RDWR)
        except FileNotFoundError:
            raise UploadGone from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file in lower-case hex, without holding it in memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, would survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def room_for_it() -> Iterator[None]:
    """Turn a full disk into StorageFull, which tells a phone to keep what it has and come again."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull(retry_after_s=RETRY_FULL_S) from error
        raise
