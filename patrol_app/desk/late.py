"""What of the problems is late: past its day, or left lying before anybody accepted it."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from patrol_app.domain.calendar import day_of
from patrol_app.ledger.queries.problems import ProblemsWanted

#: So long a report may wait until somebody accepts it; the public rules of other places pass it up within a day.
ACCEPT_WITHIN = timedelta(days=1)


class Late(StrEnum):
    """The ways of being late; the words are in the catalogue under `desk.late`."""

    OVERDUE = "overdue"
    UNACCEPTED = "unaccepted"


def narrow_to_late(wanted: ProblemsWanted, late: str, now: datetime) -> ProblemsWanted:
    """Narrow what is wanted further: to problems late in this way at the moment `now`."""
    if late == Late.OVERDUE:
        return replace(wanted, due_before=day_of(now))
    return replace(wanted, unaccepted_from=now - ACCEPT_WITHIN)
