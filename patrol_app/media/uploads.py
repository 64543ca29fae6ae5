"""How a picture comes in: announced, sent piece by piece, looked at when it is complete, then received for good.

Whoever opens an upload or takes its pieces must be outside a transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
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
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow, UploadRow
from patrol_app.media.pictures import get_type, make_sure_of_picture
from patrol_app.media.store import Store, hash_file


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
    """Open an upload; raises MediaTypeUnsupported, MediaNotNamed, StorageFull."""
    get_type(announced.type)
    begin_writing(session)
    _get_naming_ledger(session, announced, by)
    if session.get(MediumRow, announced.sha256) is not None:
        return Upload(announced.sha256, announced, announced.length_bytes)
    upload_id = uuid7(at)
    store.begin(upload_id)
    session.add(
        UploadRow(
            id=upload_id,
            sha256=announced.sha256,
            type=announced.type,
            length_bytes=announced.length_bytes,
            entry_id=announced.entry_id,
            person_id=by,
            created_at=at,
        )
    )
    return Upload(upload_id, announced, 0)


def get_upload(session: Session, store: Store, upload_id: str, *, by: str) -> Upload:
    """Give an upload of this person as it stands; raises UploadGone, also for another person's."""
    row = session.scalar(
        select(UploadRow).where(UploadRow.id == upload_id, UploadRow.person_id == by)
    )
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
    offset_bytes = store.write(upload.id, b"", at_bytes=at_bytes)
    for piece in pieces:
        room_bytes = length_bytes - offset_bytes
        offset_bytes = store.write(upload.id, piece[:room_bytes], at_bytes=offset_bytes)
        if offset_bytes == length_bytes:
            break
    if offset_bytes == length_bytes:
        _finish(session, store, upload, by=by, at=at)
    return offset_bytes


def receive_upload(
    session: Session, store: Store, upload: Upload, *, by: str, at: datetime
) -> None:
    """Look at a complete upload, keep it, and say so in the ledger of the entry that names it.

    Raises MediaHashMismatch, PictureBroken, PictureTooLarge; UploadGone where another upload of it came first.
    """
    announced = upload.announced
    path = store.incoming(upload.id)
    try:
        if hash_file(path) != announced.sha256:
            raise MediaHashMismatch(sha256=announced.sha256)
        make_sure_of_picture(path, announced.type)
        store.keep(upload.id, announced.sha256)
    except FileNotFoundError:
        raise UploadGone from None
    begin_writing(session)
    if session.get(MediumRow, announced.sha256) is None:
        _append_received(session, announced, by, at)
    _forget(session, store, UploadRow.sha256 == announced.sha256, UploadRow.person_id == by)


def take_whole(
    session: Session, store: Store, raw: bytes, announced: Announced, *, by: str, at: datetime
) -> None:
    """Take a picture whose bytes are all at hand, through the same doors; commits."""
    upload = open_upload(session, store, announced, by=by, at=at)
    session.commit()
    if not upload.is_stored:
        take_pieces(session, store, upload, [raw], at_bytes=0, by=by, at=at)


def _finish(session: Session, store: Store, upload: Upload, *, by: str, at: datetime) -> None:
    try:
        receive_upload(session, store, upload, by=by, at=at)
    except PatrolError:
        session.rollback()
        begin_writing(session)
        _forget(session, store, UploadRow.id == upload.id)
        session.commit()
        raise
    session.commit()


def _forget(session: Session, store: Store, *which: ColumnElement[bool]) -> None:
    """Throw away uploads with their bytes."""
    for upload_id in session.scalars(select(UploadRow.id).where(*which)):
        store.drop(upload_id)
    session.execute(delete(UploadRow).where(*which))


def _get_naming_ledger(session: Session, announced: Announced, by: str) -> str:
    """Give the ledger of an entry of this author that names the picture, the announced one first."""
    named = session.execute(
        select(MediumUseRow.entry_id, MediumUseRow.ledger)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .where(MediumUseRow.sha256 == announced.sha256, EntryRow.by == by)
        .order_by(EntryRow.accepted_at)
    ).all()
    if not named:
        raise MediaNotNamed(sha256=announced.sha256)
    ledgers: dict[str, str] = {use.entry_id: use.ledger for use in named}
    return ledgers.get(announced.entry_id, next(iter(ledgers.values())))


def _append_received(session: Session, announced: Announced, by: str, at: datetime) -> None:
    received = {
        "sha256": announced.sha256,
        "bytes": announced.length_bytes,
        "type": announced.type,
        "uploaded_by": by,
    }
    parcel = compose(
        Kind.MEDIA_RECEIVED,
        ledger=_get_naming_ledger(session, announced, by),
        at=at,
        body={"media": [received]},
    )
    filed = append(session, parcel, author=None, sent_at=None, server_at=at)
    if filed.error is not None:
        raise filed.error


def _get_stored(session: Session, sha256: str, by: str) -> Upload:
    stored = session.scalar(
        select(MediumRow)
        .join(MediumUseRow, MediumUseRow.sha256 == MediumRow.sha256)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .where(MediumRow.sha256 == sha256, EntryRow.by == by)
        .limit(1)
    )
    if stored is None:
        raise UploadGone
    return Upload(sha256, Announced(sha256, stored.type, stored.bytes, ""), stored.bytes)
