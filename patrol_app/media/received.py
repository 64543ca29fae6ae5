"""What has come whole: looked at, kept for good, and said so in the ledger."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Kind
from patrol_app.domain.errors import MediaHashMismatch
from patrol_app.ledger.append import append
from patrol_app.ledger.compose import compose
from patrol_app.ledger.database import begin_writing, run
from patrol_app.ledger.tables.media import UploadRow
from patrol_app.media.announced import Announced, get_naming_ledger, is_held
from patrol_app.media.disk import gone_if_missing, hash_file
from patrol_app.media.incoming import Turn
from patrol_app.media.kinds import make_sure_of_medium
from patrol_app.media.store import Store

_OF_PICTURE = select(UploadRow.id).where(
    UploadRow.sha256 == bindparam("sha256"), UploadRow.person_id == bindparam("by")
)
_END = delete(UploadRow).where(UploadRow.id == bindparam("upload_id"))


def receive_upload(
    session: Session,
    store: Store,
    announced: Announced,
    turn: Turn,
    *,
    by: str,
    at: datetime,
    digest: str | None = None,
    ledger: str | None = None,
) -> None:
    """Look at a complete upload, keep it, and say so in the ledger of the entry that names it.

    `digest` is the SHA-256 of its bytes where it was reckoned as they came, `ledger` that of the entry where it was
    looked up. Raises MediaHashMismatch, PictureBroken, PictureTooLarge, SoundBroken, VideoBroken, StorageFull;
    UploadGone where another upload came first.
    """
    with gone_if_missing():
        if (digest or hash_file(turn.path)) != announced.sha256:
            raise MediaHashMismatch(sha256=announced.sha256)
        make_sure_of_medium(turn.path, announced.type)
        store.keep(turn, announced.sha256)
    begin_writing(session)
    if not is_held(session, announced.sha256):
        ledger = ledger or get_naming_ledger(session, announced, by)
        _append_received(session, announced, ledger, by, at)
    forget_uploads(
        session, store, run(session, _OF_PICTURE, sha256=announced.sha256, by=by).scalars()
    )


def forget_uploads(session: Session, store: Store, upload_ids: Iterable[str]) -> None:
    """Throw away uploads with their bytes."""
    for upload_id in list(upload_ids):
        store.incoming.drop(upload_id)
        run(session, _END, upload_id=upload_id)


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
