"""How a picture comes in: announced, sent piece by piece or at once, looked at when complete, then received for good.

Whoever opens an upload or takes its pieces must be outside a transaction.
"""

import hashlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Kind
from patrol_app.domain.errors import (
    MediaHashMismatch,
    MediaNotNamed,
    PatrolError,
    UploadGone,
    WrongOffset,
)
from patrol_app.ledger.append import append
from patrol_app.ledger.compose import compose, uuid7
from patrol_app.ledger.database import begin_writing, run
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow, UploadRow
from patrol_app.media.kinds import make_sure_of_announced, make_sure_of_medium
from patrol_app.media.quota import MOST_OPEN, make_sure_of_quota
from patrol_app.media.store import Store, hash_file

_BEGUN = select(UploadRow).where(
    UploadRow.id == bindparam("upload_id"), UploadRow.person_id == bindparam("by")
)
_OF_PICTURE = select(UploadRow.id).where(
    UploadRow.sha256 == bindparam("sha256"), UploadRow.person_id == bindparam("by")
)
#: Those in whose place a further one comes: their sender is told that they are gone, and opens them again.
_BEYOND_OPEN = (
    select(UploadRow.id)
    .where(UploadRow.person_id == bindparam("by"))
    .order_by(UploadRow.created_at.desc(), UploadRow.id.desc())
    .offset(MOST_OPEN - 1)
)
_BEGIN = insert(UploadRow)
_END = delete(UploadRow).where(UploadRow.id == bindparam("upload_id"))
_HELD = select(MediumRow.sha256).where(MediumRow.sha256 == bindparam("sha256"))
_NAMING = (
    select(MediumUseRow.entry_id, MediumUseRow.ledger)
    .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
    .where(MediumUseRow.sha256 == bindparam("sha256"), EntryRow.by == bindparam("by"))
    .order_by(EntryRow.accepted_at)
)
_STORED = (
    select(MediumRow.type, MediumRow.bytes)
    .join(MediumUseRow, MediumUseRow.sha256 == MediumRow.sha256)
    .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
    .where(MediumRow.sha256 == bindparam("sha256"), EntryRow.by == bindparam("by"))
    .limit(1)
)


@dataclass(frozen=True)
class Announced:
    """What a sender says of a picture before its bytes: `entry_id` is an entry that names it."""

    sha256: str
    type: str
    length_bytes: int
    entry_id: str


@dataclass(frozen=True)
class Upload:
    """An upload of one person; `offset_bytes` have arrived. One that is already stored is called by its hash."""

    id: str
    announced: Announced
    offset_bytes: int

    @property
    def is_stored(self) -> bool:
        """Say whether there is nothing left to send."""
        return self.offset_bytes == self.announced.length_bytes


def open_upload(
    session: Session, store: Store, announced: Announced, *, by: str, at: datetime
) -> Upload:
    """Open an upload.

    Raises MediaTypeUnsupported, MediaTooLarge, MediaNotNamed, TooMuchToday, StorageFull.
    """
    make_sure_of_announced(announced.type, announced.length_bytes)
    # If a power cut takes it, the picture is announced anew.
    begin_writing(session, lasting=False)
    _get_naming_ledger(session, announced, by)
    if _is_held(session, announced.sha256):
        return _stored(announced)
    make_sure_of_quota(session, by=by, length_bytes=announced.length_bytes, at=at)
    _forget(session, store, run(session, _BEYOND_OPEN, by=by).scalars())
    upload_id = uuid7(at)
    store.begin(upload_id)
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
    return Upload(upload_id, announced, 0)


def take_at_once(
    session: Session,
    store: Store,
    announced: Announced,
    pieces: Iterable[bytes],
    *,
    by: str,
    at: datetime,
) -> Upload:
    """Take a picture that comes whole with its announcement: one transaction instead of two; commits.

    One that breaks off leaves nothing, for its sender was told no address to go on at. Raises what `open_upload` and
    `receive_upload` raise, and UploadGone where there came fewer bytes than announced.
    """
    make_sure_of_announced(announced.type, announced.length_bytes)
    ledger = _get_naming_ledger(session, announced, by)
    is_held = _is_held(session, announced.sha256)
    if not is_held:
        make_sure_of_quota(session, by=by, length_bytes=announced.length_bytes, at=at)
    # A phone may take minutes; nothing is held open in the database meanwhile.
    session.rollback()
    if is_held:
        # Read all the same: who is cut off while he sends does not hear the answer.
        deque(pieces, maxlen=0)
        return _stored(announced)
    upload = Upload(uuid7(at), announced, 0)
    store.begin(upload.id)
    try:
        offset_bytes, digest = _write(store, upload, pieces, at_bytes=0)
        if offset_bytes < announced.length_bytes:
            raise UploadGone
        receive_upload(session, store, upload, by=by, at=at, digest=digest, ledger=ledger)
        session.commit()
    finally:
        store.drop(upload.id)
    return _stored(announced)


def get_upload(session: Session, store: Store, upload_id: str, *, by: str) -> Upload:
    """Give an upload of this person as it stands; raises UploadGone, also for another person's."""
    row = run(session, _BEGUN, upload_id=upload_id, by=by).first()
    if row is None:
        return _get_stored(session, upload_id, by)
    announced = Announced(row.sha256, row.type, row.length_bytes, row.entry_id)
    upload = Upload(row.id, announced, store.offset_bytes(row.id))
    if upload.is_stored:
        # All came, yet it was never received: somebody pulled the plug. It is sent again.
        raise UploadGone
    return upload


def take_pieces(
    session: Session,
    store: Store,
    upload: Upload,
    pieces: Iterable[bytes],
    *,
    at_bytes: int,
    by: str,
    at: datetime,
) -> int:
    """Write what comes, as it comes, and give the offset reached; with the last byte the picture is received.

    Nothing is written past the announced length. Raises WrongOffset, UploadGone, StorageFull: what was written before
    stays; and what `receive_upload` raises: then nothing stays. Commits, for a refusal must leave nothing behind.
    """
    length_bytes = upload.announced.length_bytes
    if upload.is_stored:
        if at_bytes != length_bytes:
            raise WrongOffset(offset_bytes=length_bytes)
        return length_bytes
    offset_bytes, digest = _write(store, upload, pieces, at_bytes=at_bytes)
    if offset_bytes == length_bytes:
        _finish(session, store, upload, by=by, at=at, digest=None if at_bytes else digest)
    return offset_bytes


def _write(
    store: Store, upload: Upload, pieces: Iterable[bytes], *, at_bytes: int
) -> tuple[int, str]:
    """Write what comes up to the announced length; give the offset reached and the SHA-256 of what was written.

    Each piece finds the end of the one before, or nothing is written: whoever wrote from 0 to the end wrote it all.
    """
    written = hashlib.sha256()
    offset_bytes = store.write(upload.id, b"", at_bytes=at_bytes)
    for piece in pieces:
        taken = piece[: upload.announced.length_bytes - offset_bytes]
        offset_bytes = store.write(upload.id, taken, at_bytes=offset_bytes)
        written.update(taken)
        if offset_bytes == upload.announced.length_bytes:
            break
    return offset_bytes, written.hexdigest()


def receive_upload(
    session: Session,
    store: Store,
    upload: Upload,
    *,
    by: str,
    at: datetime,
    digest: str | None = None,
    ledger: str | None = None,
) -> None:
    """Look at a complete upload, keep it, and say so in the ledger of the entry that names it.

    `digest` is the SHA-256 of its bytes where it was reckoned as they came, `ledger` that of the entry where it was
    looked up. Raises MediaHashMismatch, PictureBroken, PictureTooLarge, SoundBroken; UploadGone where another upload
    came first.
    """
    announced = upload.announced
    path = store.incoming(upload.id)
    try:
        if (digest or hash_file(path)) != announced.sha256:
            raise MediaHashMismatch(sha256=announced.sha256)
        make_sure_of_medium(path, announced.type)
        store.keep(upload.id, announced.sha256)
    except FileNotFoundError:
        raise UploadGone from None
    begin_writing(session)
    if not _is_held(session, announced.sha256):
        ledger = ledger or _get_naming_ledger(session, announced, by)
        _append_received(session, announced, ledger, by, at)
    _forget(session, store, run(session, _OF_PICTURE, sha256=announced.sha256, by=by).scalars())


def take_whole(
    session: Session, store: Store, raw: bytes, announced: Announced, *, by: str, at: datetime
) -> None:
    """Take a picture whose bytes are all at hand, through the same doors; commits."""
    upload = open_upload(session, store, announced, by=by, at=at)
    session.commit()
    if not upload.is_stored:
        take_pieces(session, store, upload, [raw], at_bytes=0, by=by, at=at)


def _finish(
    session: Session, store: Store, upload: Upload, *, by: str, at: datetime, digest: str | None
) -> None:
    try:
        receive_upload(session, store, upload, by=by, at=at, digest=digest)
    except PatrolError:
        session.rollback()
        begin_writing(session)
        _forget(session, store, [upload.id])
        session.commit()
        raise
    session.commit()


def _forget(session: Session, store: Store, upload_ids: Iterable[str]) -> None:
    """Throw away uploads with their bytes."""
    for upload_id in list(upload_ids):
        store.drop(upload_id)
        run(session, _END, upload_id=upload_id)


def _is_held(session: Session, sha256: str) -> bool:
    return run(session, _HELD, sha256=sha256).first() is not None


def _stored(announced: Announced) -> Upload:
    return Upload(announced.sha256, announced, announced.length_bytes)


def _get_naming_ledger(session: Session, announced: Announced, by: str) -> str:
    """Give the ledger of an entry of this author that names the picture, the announced one first."""
    named = run(session, _NAMING, sha256=announced.sha256, by=by).rows
    if not named:
        raise MediaNotNamed(sha256=announced.sha256)
    ledgers: dict[str, str] = {use.entry_id: use.ledger for use in named}
    return ledgers.get(announced.entry_id, next(iter(ledgers.values())))


def _append_received(
    session: Session, announced: Announced, ledger: str, by: str, at: datetime
) -> None:
    received = {
        "sha256": announced.sha256,
        "bytes": announced.length_bytes,
        "type": announced.type,
        "uploaded_by": by,
    }
    parcel = compose(
        Kind.MEDIA_RECEIVED,
        ledger=ledger,
        at=at,
        body={"media": [received]},
    )
    filed = append(session, parcel, author=None, sent_at=None, server_at=at)
    if filed.error is not None:
        raise filed.error


def _get_stored(session: Session, sha256: str, by: str) -> Upload:
    stored = run(session, _STORED, sha256=sha256, by=by).first()
    if stored is None:
        raise UploadGone
    return Upload(sha256, Announced(sha256, stored.type, stored.bytes, ""), stored.bytes)
