"""Copies of pictures for pages, made when first asked for, in a process of their own, and kept."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from types import MappingProxyType

from patrol_app.domain.errors import Busy, NotFound, PictureBroken
from patrol_app.media import derive_one
from patrol_app.media.store import Store, room_for_it

#: The sizes pages ask for, by their long edge in px.
EDGES_PX: Mapping[str, int] = MappingProxyType({"thumb": 320, "view": 1600})

#: Isolated from the environment: it sees neither our settings nor our modules.
WORKER = (sys.executable, "-I", derive_one.__file__)

TIMEOUT_S = 20
RETRY_S = 5

#: Of the threads that serve, so many may wait for a copy; the others go on serving.
_places = BoundedSemaphore(2)


def get_copy(
    store: Store,
    sha256: str,
    size: str,
    *,
    worker: Sequence[str] = WORKER,
    timeout_s: float = TIMEOUT_S,
) -> Path:
    """Give the file of a picture's copy, making it if there is none yet.

    Raises NotFound (no original), PictureBroken (no picture inside), Busy (no copy now; the original is untouched).
    """
    target = store.derived(sha256, size)
    if target.exists():
        return target
    source = store.original(sha256)
    if not source.exists():
        raise NotFound
    with _place(timeout_s), room_for_it():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            made = Path(folder) / target.name
            _run([*worker, str(source), str(made), str(EDGES_PX[size])], timeout_s)
            made.replace(target)
    return target


def _run(command: Sequence[str], timeout_s: float) -> None:
    try:
        done = subprocess.run(  # noqa: S603  our own program; the arguments are paths and a number of ours
            command,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Busy(retry_after_s=RETRY_S) from None
    if done.returncode == derive_one.NO_PICTURE:
        raise PictureBroken
    if done.returncode != 0:
        raise Busy(retry_after_s=RETRY_S)


@contextmanager
def _place(timeout_s: float) -> Iterator[None]:
    if not _places.acquire(timeout=timeout_s):
        raise Busy(retry_after_s=RETRY_S)
    try:
        yield
    finally:
        _places.release()
