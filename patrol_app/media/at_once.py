"""A picture that comes whole with its announcement: one transaction instead of two."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from patrol_app.domain.errors import UploadGone
from patrol_app.ledger.compose import uuid7
from patrol_app.media.announced import Announced, make_sure_it_may_come
from patrol_app.media.kinds import make_sure_of_announced
from patrol_app.media.pieces import Checksum, verify, write
from patrol_app.media.received import receive_upload
from patrol_app.media.store import Store


def take_at_once(
    session: Session,
    store: Store,
    announced: Announced,
    pieces: Iterable[bytes],
    *,
    by: str,
    at: datetime,
    checksum: Checksum | None = None,
) -> None:
    """Take a picture whose bytes all come now, and commit.

    One that breaks off leaves nothing, for its sender was told no address to go on at. Raises what
    `make_sure_of_announced`, `make_sure_it_may_come`, `verify` and `receive_upload` raise, and UploadGone where there
    came fewer bytes than announced.
    """
    make_sure_of_announced(announced.type, announced.length_bytes)
    ledger = make_sure_it_may_come(session, announced, by=by, at=at)
    # A phone may take minutes; nothing is held open in the database meanwhile.
    session.rollback()
    if ledger is None:
        # Read all the same: who is cut off while he sends does not hear the answer.
        deque(pieces, maxlen=0)
        return
    turn = store.incoming.begin(uuid7(at))
    try:
        if checksum is not None:
            pieces = verify(store.incoming, pieces, checksum)
        offset_bytes, digest = write(
            store.incoming, turn, pieces, length_bytes=announced.length_bytes
        )
        if offset_bytes < announced.length_bytes:
            raise UploadGone
        receive_upload(session, store, announced, turn, by=by, at=at, digest=digest, ledger=ledger)
        session.commit()
    finally:
        store.incoming.drop(turn.upload_id)
