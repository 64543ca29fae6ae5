"""What the plan says of a person's own walks: the days made and owed, and the last patrols with what came of them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from patrol_app.domain.calendar import Period, PeriodKind, month_of, week_of, weeks_of
from patrol_app.domain.frequency import (
    DEFAULT_RULES,
    Count,
    Frequency,
    made_and_due,
    made_and_due_in_week,
)
from patrol_app.domain.people import Appointment
from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.projections.days import days_in
from patrol_app.ledger.queries.month import list_day_bits
from patrol_app.ledger.queries.patrols import Gathered, count_media
from patrol_app.ledger.queries.plan_walks import list_own_walks
from patrol_app.ledger.tables.duties import PatrolRow


def list_progress(
    session: Session, offices: Sequence[Appointment], on: date
) -> list[dict[str, Any]]:
    """Give what each office has made and owes: by month this one and the last, by week those of this month."""
    asked = [
        (held, rule, period)
        for held in offices
        if (rule := DEFAULT_RULES.get(held.role)) is not None
        for period in _list_periods(rule, on)
        if period.count_days(held.from_on, held.to_on)
    ]
    months = {f"{day:%Y-%m}" for _, _, period in asked for day in (period.from_on, period.to_on)}
    bits = list_day_bits(session, [held.id for held in offices], months)
    made: dict[str, set[date]] = {held.id: set() for held in offices}
    doubtful: dict[str, set[date]] = {held.id: set() for held in offices}
    for (appointment_id, month), days in bits.items():
        made[appointment_id] |= days_in(month, days.made)
        doubtful[appointment_id] |= days_in(month, days.made & ~days.clean)
    return [
        _progress(held, rule, period, made[held.id], doubtful[held.id])
        for held, rule, period in asked
    ]


def list_recent(session: Session, person_id: str, on: date) -> list[dict[str, Any]]:
    """Give the person's own last patrols, newest first."""
    walks = list_own_walks(session, person_id, on)
    gathered = count_media(session, [walk.entry_id for walk in walks])
    return [_recent(walk, gathered.get(walk.entry_id, Gathered())) for walk in walks]


def _list_periods(rule: Frequency, on: date) -> list[Period]:
    month = month_of(on)
    if rule.period is PeriodKind.MONTH:
        return [month, month_of(month.from_on - timedelta(days=1))]
    this_week = week_of(on)
    return [this_week, *(week for week in weeks_of(month) if week != this_week)]


def _progress(
    held: Appointment, rule: Frequency, period: Period, made: set[date], doubtful: set[date]
) -> dict[str, Any]:
    count = _count(held, rule, period, frozenset(made))
    return {
        "appointment_id": held.id,
        "role": held.role,
        "period": period.kind,
        "period_from": period.from_on.isoformat(),
        "period_to": period.to_on.isoformat(),
        "due": count.due,
        "made": count.made,
        "days": _days_of(period, made),
        "doubtful": _days_of(period, doubtful),
    }


def _count(held: Appointment, rule: Frequency, period: Period, days: frozenset[date]) -> Count:
    from_on, to_on = held.from_on, held.to_on
    if period.kind is PeriodKind.MONTH:
        return made_and_due(rule, days=days, from_on=from_on, to_on=to_on, month=period)
    return made_and_due_in_week(rule, days=days, from_on=from_on, to_on=to_on, week=period)


def _days_of(period: Period, days: Iterable[date]) -> list[str]:
    return sorted(day.isoformat() for day in days if period.holds(day))


def _recent(walk: PatrolRow, gathered: Gathered) -> dict[str, Any]:
    as_kept = "entry_id patrol_id ledger seq reach_id elapsed_ms coverage_permille doubts"
    return {
        **{key: getattr(walk, key) for key in as_kept.split()},
        "accepted_at": wire_time(walk.accepted_at),
        "day_on": walk.day_on.isoformat(),
        "started_at": wire_time(walk.started_at),
        "ended_at": wire_time(walk.ended_at),
        "found": sum(answer["finding"] == "found" for answer in walk.items),
        "rechecked": len(walk.rechecks),
        "media_named": gathered.named,
        "media_stored": gathered.stored,
    }
