"""When a thing happened, as far as the ledger can tell: a phone's clock is corrected before it decides anything."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.clock import JudgedDay, judged_day
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.tables.entries import EntryRow


def judge_moment(session: Session, arrival: Arrival, at: datetime) -> JudgedDay:
    """Give the day of a moment that the entry names, and what there is to say about the clock that named it."""
    beacon = arrival.entry.beacon
    seen_at = None
    if beacon is not None and beacon.size > 0:
        seen_at = session.scalar(
            select(EntryRow.accepted_at).where(
                EntryRow.ledger == arrival.entry.ledger, EntryRow.seq == beacon.size - 1
            )
        )
    return judged_day(
        at,
        sent_at=arrival.sent_at,
        server_at=arrival.server_at,
        not_before=seen_at,
        accepted_at=arrival.accepted_at,
    )
