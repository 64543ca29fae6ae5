"""When a thing happened, as far as the ledger can tell: a phone's clock is corrected before it decides anything."""

from datetime import datetime

from patrol_app.domain.clock import JudgedDay, judged_day
from patrol_app.ledger.projections.arrival import Arrival


def judge_moment(arrival: Arrival, at: datetime) -> JudgedDay:
    """Give the day of a moment that the entry names, and what there is to say about the clock that named it."""
    return judged_day(
        at,
        sent_at=arrival.sent_at,
        server_at=arrival.server_at,
        not_before=arrival.standing.beacon_at,
        accepted_at=arrival.accepted_at,
    )
