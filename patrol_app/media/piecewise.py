"""A picture that comes piece by piece: an upload is opened, goes on where it stands, ends with its last byte.

Whoever opens or ends an upload, or takes its pieces, must be outside a transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from patrol_app.domain.errors import PatrolError, UploadGone, WrongOffset
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing, run
from patrol_app.ledger.tables.media import UploadRow
from patrol_app.media.announced import Announced, get_stored, make_sure_it_may_come
from patrol_app.media.incoming import Turn
from patrol_app.media.kinds import make_sure_of_announced
from patrol_app.media.pieces import Checksum, verify, write
from patrol_app.media.quota import MOST_OPEN
from patrol_app.media.received import forget_uploads, receive_upload
from patrol_app.media.store import Store

#: After its last byte; a phone without signal for longer sends the picture from its beginning, and has kept it.
EXPIRES_AFTER = timedelta(days=7)

_BEGUN = select(UploadRow).where(
    UploadRow.id == bindparam("upload_id"), UploadRow.person_id == bindparam("by")
)
#: Those in whose place a further one comes: their sender is told that they are gone, and opens them again.
_BEYOND_OPEN = (
    select(UploadRow.id)
    .where(UploadRow.person_id == bindparam("by"))
    .order_by(UploadRow.created_at.desc(), UploadRow.id.desc())
    .offset(MOST_OPEN - 1)
)
_BEGIN = insert(UploadRow)


@dataclass(frozen=True)
class Upload:
    """An upload of one person; `offset_bytes` have arrived. One that is already stored is called by its hash."""

    id: str
    announced: Announced
    offset_bytes: int
    expires_at: datetime | None = None

    @property
    def is_stored(self) -> bool:
        """Say whether there is nothing left to send."""
        return self.offset_bytes == self.announced.length_bytes


def open_upload(
    session: Session, store: Store, announced: Announced, *, by: str, at: datetime
) -> Upload:
    """Open an upload; raises what `make_sure_of_announced` and `make_sure_it_may_come` raise, and StorageFull."""
    make_sure_of_announced(announced.type, announced.length_bytes)
    # If a power cut takes it, the picture is announced anew.
    begin_writing(session, lasting=False)
    if make_sure_it_may_come(session, announced, by=by, at=at) is None:
        return _stored(announced)
    forget_uploads(session, store, run(session, _BEYOND_OPEN, by=by).scalars())
    upload_id = uuid7(at)
    store.incoming.begin(upload_id)
    run(
        session,
        _BEGIN,
        id=upload_id,
        sha256=announced.sha256,
        type=announced.type,
        length_bytes=announced.length_bytes,
        entry_id=announced.entry_id,
        person_id=by,
        created_at=at,
    )
    return Upload(upload_id, announced, 0, at + EXPIRES_AFTER)


def get_upload(session: Session, store: Store, upload_id: str, *, by: str, at: datetime) -> Upload:
    """Give an upload of this person as it stands.

    Raises UploadGone, also for another person's, for one whose time is over, and where all came, yet it was never
    received: somebody pulled the plug, and it is sent again.
    """
    row = run(session, _BEGUN, upload_id=upload_id, by=by).first()
    if row is None:
        return _stored(get_stored(session, upload_id, by))
    turn = store.incoming.turn_of(row.id)
    expires_at = turn.touched_at + EXPIRES_AFTER
    if turn.offset_bytes == row.length_bytes or expires_at <= at:
        raise UploadGone
    announced = Announced(row.sha256, row.type, row.length_bytes, row.entry_id)
    return Upload(row.id, announced, turn.offset_bytes, expires_at)


def resume_upload(
    session: Session, store: Store, upload_id: str, *, by: str, at: datetime
) -> Upload:
    """Give an upload to somebody who will go on with it: whoever was writing to it writes no more."""
    upload = get_upload(session, store, upload_id, by=by, at=at)
    if upload.is_stored:
        return upload
    turn = store.incoming.take_turn(upload.id, length_bytes=upload.announced.length_bytes)
    return replace(upload, offset_bytes=turn.offset_bytes)


def take_pieces(
    session: Session,
    store: Store,
    upload: Upload,
    pieces: Iterable[bytes],
    *,
    at_bytes: int,
    by: str,
    at: datetime,
    checksum: Checksum | None = None,
) -> Upload:
    """Write what comes, as it comes, and give the upload as it stands then; with the last byte it is received.

    Whoever was writing to it before writes no more. Nothing is written past the announced length. Raises WrongOffset,
    UploadGone, ChecksumMismatch, StorageFull: what was written before stays; and what `receive_upload` raises: then
    nothing stays. Commits, for a refusal must leave nothing behind.
    """
    announced = upload.announced
    if upload.is_stored:
        if at_bytes != announced.length_bytes:
            raise WrongOffset(offset_bytes=announced.length_bytes)
        return upload
    turn = store.incoming.take_turn(
        upload.id, length_bytes=announced.length_bytes, at_bytes=at_bytes
    )
    if checksum is not None:
        pieces = verify(store.incoming, pieces, checksum)
    offset_bytes, digest = write(store.incoming, turn, pieces, length_bytes=announced.length_bytes)
    if offset_bytes < announced.length_bytes:
        return replace(upload, offset_bytes=offset_bytes, expires_at=at + EXPIRES_AFTER)
    _finish(session, store, announced, turn, by=by, at=at, digest=None if at_bytes else digest)
    return _stored(announced)


def end_upload(session: Session, store: Store, upload_id: str, *, by: str) -> None:
    """Throw an upload of this person away; raises UploadGone, also for what is stored: that is kept."""
    begin_writing(session, lasting=False)
    if run(session, _BEGUN, upload_id=upload_id, by=by).first() is None:
        raise UploadGone
    forget_uploads(session, store, [upload_id])


def _finish(
    session: Session,
    store: Store,
    announced: Announced,
    turn: Turn,
    *,
    by: str,
    at: datetime,
    digest: str | None,
) -> None:
    try:
        receive_upload(session, store, announced, turn, by=by, at=at, digest=digest)
    except PatrolError:
        session.rollback()
        begin_writing(session)
        forget_uploads(session, store, [turn.upload_id])
        session.commit()
        raise
    session.commit()


def _stored(announced: Announced) -> Upload:
    return Upload(announced.sha256, announced, announced.length_bytes)
