"""Uploads that were begun and left: their bytes and rows are cleared away, and a phone that comes back begins anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.tables.media import UploadRow
from patrol_app.media.piecewise import EXPIRES_AFTER
from patrol_app.media.store import Store


def clear_abandoned(session: Session, store: Store, at: datetime) -> int:
    """Clear away the uploads whose time is over, and give how many; commits.

    What an entry awaits stays awaited. Rows go first: bytes without a row are found again by the next run.
    """
    before = at - EXPIRES_AFTER
    without_progress = set(store.incoming.list_untouched(before))
    session.rollback()
    begin_writing(session)
    begun = session.scalars(select(UploadRow.id).where(UploadRow.created_at < before)).all()
    left = without_progress | {one for one in begun if not store.incoming.has(one)}
    session.execute(delete(UploadRow).where(UploadRow.id.in_(sorted(left))))
    session.commit()
    for upload_id in left:
        store.incoming.drop(upload_id)
    return len(left)
