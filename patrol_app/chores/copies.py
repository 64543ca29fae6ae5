"""The copies of pictures: made by the worker when a picture has come in, or when first asked for where it is behind."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from patrol_app.chores.stamps import find_stamp
from patrol_app.domain.errors import Busy
from patrol_app.media.derive import EDGES_PX, make_copies
from patrol_app.media.store import Store

#: When a copy that got stuck is worth asking for again, in s.
RETRY_STUCK_S = 600


def get_copy(session: Session, store: Store, sha256: str, size: str) -> Path:
    """Give the file of a picture's copy, making it if there is none yet; ends the session's transaction.

    Raises NotFound, PictureBroken, StorageFull; Busy where it got stuck before: then only the worker tries again.
    """
    target = store.derived(sha256, size)
    if not target.exists():
        if store.is_stuck(sha256):
            raise Busy(retry_after_s=RETRY_STUCK_S)
        draw_copies(session, store, sha256)
    return target


def draw_missing_copies(session: Session, store: Store, sha256: str) -> None:
    """Make the copies of a picture unless they are there: it may have been sent twice; raises as `make_copies`."""
    if not all(store.derived(sha256, size).exists() for size in EDGES_PX):
        draw_copies(session, store, sha256)


def draw_copies(session: Session, store: Store, sha256: str) -> None:
    """Make all copies of a picture, stamped; raises as `make_copies`."""
    stamp = find_stamp(session, sha256)
    # Making them takes a while; nothing is held open in the database meanwhile.
    session.rollback()
    make_copies(store, sha256, stamp)
