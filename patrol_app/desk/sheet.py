"""The month's sheet: for each office its people, their cells and where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from patrol_app.desk.cells import Known, Mark, Span, mark_of
from patrol_app.desk.standing import Standing, standing_of
from patrol_app.domain.calendar import Period, PeriodKind, day_of, month_of, weeks_of
from patrol_app.domain.frequency import Frequency, made_and_due
from patrol_app.ledger.projections.days import days_in
from patrol_app.ledger.queries.month import Contact, DayBits, Duty

Bits = Mapping[tuple[str, str], DayBits]


@dataclass(frozen=True)
class Cell:
    """One cell: its days, what it says, and the days made in it."""

    span: Span
    mark: Mark
    made: tuple[date, ...]


@dataclass(frozen=True)
class Row:
    """One office's month: who, cell by cell, and how it stands."""

    duty: Duty
    cells: tuple[Cell, ...]
    standing: Standing
    contact: Contact | None


@dataclass(frozen=True)
class Sheet:
    """All rows of one role under its rule; `by_day` where a cell is a day."""

    rule: Frequency
    spans: tuple[Span, ...]
    rows: tuple[Row, ...]
    by_day: bool


def spans_of(rule: Frequency, month: Period) -> tuple[Span, ...]:
    """Give what a role's cells stand for: weeks for a weekly duty, days for a daily one, else the month."""
    if rule.period is PeriodKind.WEEK:
        return tuple(Span(week.from_on, week.to_on) for week in weeks_of(month))
    whole = Span(month.from_on, month.to_on)
    if is_by_day(rule):
        return tuple(Span(day, day) for day in whole.days())
    return (whole,)


def is_by_day(rule: Frequency) -> bool:
    """Say whether the duty is of many days a month, so that each day is worth a cell."""
    return rule.period is PeriodKind.MONTH and rule.times > 1


def months_needed(month: Period) -> tuple[str, str]:
    """Give the months (YYYY-MM) whose bits a sheet needs: a week may begin in the month before."""
    before = month_of(month.from_on - timedelta(days=1))
    return f"{before.from_on:%Y-%m}", f"{month.from_on:%Y-%m}"


def make_sheet(
    rule: Frequency,
    month: Period,
    duties: Sequence[Duty],
    bits: Bits,
    contacts: Mapping[str, Contact],
    *,
    today: date,
) -> Sheet:
    """Lay out the month of one role."""
    rows = tuple(
        make_row(rule, month, duty, bits, contacts.get(duty.person_id), today=today)
        for duty in duties
    )
    return Sheet(rule, spans_of(rule, month), rows, by_day=is_by_day(rule))


def make_row(
    rule: Frequency,
    month: Period,
    duty: Duty,
    bits: Bits,
    contact: Contact | None,
    *,
    today: date,
) -> Row:
    """Lay out one person's month and weigh it."""
    known = _known(duty, bits, months_needed(month), contact)
    cells = tuple(
        Cell(span, mark_of(span, known, today), tuple(sorted(known.made.intersection(span.days()))))
        for span in spans_of(rule, month)
    )
    count = made_and_due(rule, days=known.made, from_on=duty.from_on, to_on=duty.to_on, month=month)
    return Row(duty, cells, standing_of(count, [cell.mark for cell in cells]), contact)


def _known(duty: Duty, bits: Bits, months: Sequence[str], contact: Contact | None) -> Known:
    made: frozenset[date] = frozenset()
    clean: frozenset[date] = frozenset()
    for month in months:
        of_month = bits.get((duty.appointment_id, month), DayBits())
        made |= days_in(month, of_month.made)
        clean |= days_in(month, of_month.clean)
    return Known(
        from_on=duty.from_on,
        to_on=duty.to_on,
        made=made,
        clean=clean,
        pending=contact.pending_on if contact else frozenset(),
        heard_on=day_of(contact.last_at) - timedelta(days=1) if contact else None,
    )
