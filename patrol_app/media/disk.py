"""What the media folder asks of the disk beneath it, and what it says when that fails."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from patrol_app.domain.errors import StorageFull, UploadGone

#: When a full disk may have been seen to, in s.
RETRY_FULL_S = 600

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


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


def make_lasting_folder(path: Path) -> None:
    """Make a folder and those above it; each new name would survive a power cut. Costs a look where it is there."""
    if path.is_dir():
        return
    make_lasting_folder(path.parent)
    path.mkdir(exist_ok=True)
    sync(path.parent)


@contextmanager
def room_for_it() -> Iterator[None]:
    """Turn a full disk into StorageFull, which tells a phone to keep what it has and come again."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull(retry_after_s=RETRY_FULL_S) from error
        raise


@contextmanager
def gone_if_missing() -> Iterator[None]:
    """Turn an upload's file that is not there into UploadGone: somebody else has taken or dropped it meanwhile."""
    try:
        yield
    except FileNotFoundError:
        raise UploadGone from None
