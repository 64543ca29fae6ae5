"""What a projection is given: the entry, its place in the ledger, and where it stood when it came."""

from dataclasses import dataclass
from datetime import datetime

from patrol_app.domain.entries import Entry
from patrol_app.ledger.standing import Standing


@dataclass(frozen=True)
class Arrival:
    """An entry just appended at `seq`; `sent_at` is the phone's clock then, `server_at` ours."""

    entry: Entry
    entry_hash: str
    seq: int
    accepted_at: datetime
    sent_at: datetime | None
    server_at: datetime
    standing: Standing
