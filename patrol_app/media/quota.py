"""How much one person may send, so that no single account fills the disk: far above what a working phone ever does.

Three weeks without signal are some 500 photos of 250 kB, 125 MB; a phone sends them one after the other. Nothing is
counted by address: behind one address may be a whole county.
"""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from patrol_app.domain.errors import TooMuchToday
from patrol_app.ledger.database import run
from patrol_app.ledger.tables.media import MediumRow

MOST_BYTES = 3_000_000_000
WINDOW = timedelta(days=1)

#: When some of the window's bytes are likely to be a day old, in s.
RETRY_S = 3600

#: Uploads of one person under way; each further one takes the place of the oldest.
MOST_OPEN = 20

#: Counted from what is in the store: nothing more is written for it.
_SENT_BYTES = select(func.coalesce(func.sum(MediumRow.bytes), 0)).where(
    MediumRow.uploaded_by == bindparam("person_id"), MediumRow.stored_at > bindparam("since")
)


def make_sure_of_quota(session: Session, *, by: str, length_bytes: int, at: datetime) -> None:
    """Refuse a further picture of somebody who has sent too much since yesterday; raises TooMuchToday."""
    sent_bytes: int = run(session, _SENT_BYTES, person_id=by, since=at - WINDOW).scalar()
    if sent_bytes + length_bytes > MOST_BYTES:
        raise TooMuchToday(retry_after_s=RETRY_S)
