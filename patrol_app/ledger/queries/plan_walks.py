"""A person's own last walks, as his phone shows them back to him."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.ledger.tables.duties import PatrolRow

#: Two whole months, so that last month's walks can be looked up when its figures are read.
LOOK_BACK = timedelta(days=62)

MOST_WALKS = 100


def list_own_walks(session: Session, person_id: str, on: date) -> Sequence[PatrolRow]:
    """Give the person's patrols of the last weeks, newest first."""
    return session.scalars(
        select(PatrolRow)
        .where(PatrolRow.person_id == person_id, PatrolRow.day_on >= on - LOOK_BACK)
        .order_by(PatrolRow.day_on.desc(), PatrolRow.seq.desc())
        .limit(MOST_WALKS)
    ).all()
