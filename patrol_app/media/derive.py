"""Copies of pictures for pages: made once, in a process of their own, and kept."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BoundedSemaphore
from types import MappingProxyType

from patrol_app.domain.errors import Busy, NotFound, PictureBroken
from patrol_app.media import derive_one
from patrol_app.media.disk import room_for_it
from patrol_app.media.store import Store

#: The sizes pages ask for, by their long edge in px.
EDGES_PX: Mapping[str, int] = MappingProxyType({"thumb": 320, "view": 1600})

#: Isolated from the environment: it sees neither our settings nor our modules.
WORKER = (sys.executable, "-I", derive_one.__file__)

TIMEOUT_S = 20
RETRY_S = 5

#: Of the threads that serve, so many may make copies, and the others wait so long for them at most.
_places = BoundedSemaphore(2)
PLACE_WAIT_S = 10


@dataclass(frozen=True)
class Stamp:
    """What is written on the copy to look at: its parts in their order, and the file of a font that can write them."""

    parts: tuple[str, ...]
    font: str


def make_copies(
    store: Store,
    sha256: str,
    stamp: Stamp | None,
    *,
    worker: Sequence[str] = WORKER,
    timeout_s: float = TIMEOUT_S,
) -> None:
    """Make the copies of all sizes from the original; without a stamp nothing is written on them.

    Raises NotFound (no original), PictureBroken (no picture inside), Busy (no copies now; the original is untouched,
    and the store notes that they got stuck unless it was only a matter of waiting one's turn), StorageFull.
    """
    source = store.original(sha256)
    if not source.exists():
        raise NotFound
    targets = {size: store.derived(sha256, size) for size in EDGES_PX}
    with _place(), room_for_it():
        for target in targets.values():
            target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=targets["view"].parent) as folder:
            made = {size: Path(folder) / size for size in targets}
            order = {
                "source": str(source),
                **{size: str(path) for size, path in made.items()},
                **{f"{size}_px": edge_px for size, edge_px in EDGES_PX.items()},
                "stamp": None if stamp is None else asdict(stamp),
            }
            try:
                _run(worker, json.dumps(order), timeout_s)
            except Busy:
                store.note_stuck(sha256)
                raise
            for size, target in targets.items():
                made[size].replace(target)
    store.forget_stuck(sha256)


def _run(command: Sequence[str], order: str, timeout_s: float) -> None:
    try:
        done = subprocess.run(  # noqa: S603  our own program, without arguments from outside
            command,
            env={},
            input=order,
            text=True,
            encoding="utf-8",
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
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=PLACE_WAIT_S):
        raise Busy(retry_after_s=RETRY_S)
    try:
        yield
    finally:
        _places.release()
