"""Uploads that were begun and left: their bytes and rows are cleared away, and a phone that comes back begins anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.tables.media import UploadRow
from patrol_app.media.store import Store

#: A phone that has been without signal for longer sends the picture from its beginning; it keeps it until it is stored.
LEFT_AFTER = timedelta(days=7)


def clear_abandoned(session: Session, store: Store, at: datetime) -> int:
    """Clear away the uploads of which no byte has come since `at` - LEFT_AFTER, and give how many; commits.

    What an entry awaits stays awaited. Rows go first: bytes without a row are found again by the next run.
    """
    before = at - LEFT_AFTER
    without_progress = set(store.list_untouched(before))
    session.rollback()
    begin_writing(session)
    begun = session.scalars(select(UploadRow.id).where(UploadRow.created_at < before)).all()
    left = without_progress | {one for one in begun if not store.incoming(one).exists()}
    session.execute(delete(UploadRow).where(UploadRow.id.in_(sorted(left))))
    session.commit()
    for upload_id in left:
        store.drop(upload_id)
    return len(left)
