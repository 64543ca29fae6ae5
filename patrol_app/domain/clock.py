"""On which day a patrol counts, whatever the phone's clock said: labelled, nobody accused."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from patrol_app.domain.calendar import day_of
from patrol_app.domain.doubts import Doubt

SKEW_WORTH_SAYING = timedelta(minutes=10)
OLDEST_WITHOUT_BEACON = timedelta(days=366)
"""A phone may be out of signal for weeks, a reset clock says 1970: what is older than this was never the date."""


@dataclass(frozen=True)
class JudgedDay:
    """The day a patrol belongs to, and what there is to say about the clock, if anything."""

    day_on: date
    doubt: Doubt | None


def judged_day(
    started_at: datetime,
    *,
    sent_at: datetime | None,
    server_at: datetime,
    not_before: datetime | None,
    accepted_at: datetime,
) -> JudgedDay:
    """Give the day of `started_at`, corrected by the skew between `sent_at` (phone, or None) and `server_at`.

    Outside [`not_before`, `accepted_at`] it is the day of acceptance with the doubt `clock`; `not_before` is when
    the last checkpoint that the phone had seen was made. A skew that moves the day is in doubt as well, one that
    does not is a label. All times aware; a naive one raises TypeError or ValueError. Source: contract, An entry.
    """
    skew = timedelta() if sent_at is None else server_at - sent_at
    corrected_at = started_at + skew
    earliest_at = not_before or accepted_at - OLDEST_WITHOUT_BEACON
    if not earliest_at <= corrected_at <= accepted_at:
        return JudgedDay(day_of(accepted_at), Doubt.CLOCK)
    day_on = day_of(corrected_at)
    if abs(skew) <= SKEW_WORTH_SAYING:
        return JudgedDay(day_on, None)
    return JudgedDay(day_on, Doubt.CLOCK_SKEWED if day_on == day_of(started_at) else Doubt.CLOCK)
