"""A month of duty as the desk reads it: a small row a person, never the patrols themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from patrol_app.domain.calendar import Period, midnight_of
from patrol_app.domain.people import Actor, Role
from patrol_app.domain.workflow import OPEN, State
from patrol_app.ledger.queries.scope import overseen_reach_ids, visible_appointments
from patrol_app.ledger.tables.books import BookRow
from patrol_app.ledger.tables.duties import DutyMonthRow, PatrolCreditRow, PatrolRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import AppointmentRow, AreaRow, PersonRow, ReachRow


@dataclass(frozen=True)
class Duty:
    """An appointment that touches the month, with its holder and its area by name."""

    appointment_id: str
    person_id: str
    person: str
    role: Role
    area: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class DayBits:
    """A month's days as bits, day 1 in bit 0: those made, and those made without doubt."""

    made: int = 0
    clean: int = 0


@dataclass(frozen=True)
class Lost:
    """What a phone threw away before it was sent, as it said itself afterwards."""

    entries: int
    media: int
    days: tuple[date, ...]


@dataclass(frozen=True)
class Contact:
    """When a person's phones were last heard of, and what they said they hold or lost."""

    last_at: datetime
    pending_on: frozenset[date]
    entries: int = 0
    media: int = 0
    lost: tuple[Lost, ...] = ()

    def joined(self, other: Contact) -> Contact:
        """Give what is known of both of a person's phones."""
        return Contact(
            last_at=max(self.last_at, other.last_at),
            pending_on=self.pending_on | other.pending_on,
            entries=self.entries + other.entries,
            media=self.media + other.media,
            lost=self.lost + other.lost,
        )


@dataclass(frozen=True)
class ProblemCount:
    """The problems reported in a month, and how they stand now."""

    reported: int
    done: int
    overdue: int
    to_confirm: int


def list_duties(
    session: Session,
    actor: Actor,
    on: date,
    *,
    area_path: str,
    month: Period,
    roles: Collection[Role],
) -> list[Duty]:
    """Give the offices in an area that were held on a day of the month, as far as the actor oversees them."""
    rows = session.execute(
        select(AppointmentRow, PersonRow.name, AreaRow.name)
        .join(PersonRow, PersonRow.id == AppointmentRow.person_id)
        .join(AreaRow, AreaRow.id == AppointmentRow.area_id)
        .where(
            visible_appointments(actor, on),
            AppointmentRow.area_path.startswith(area_path, autoescape=True),
            AppointmentRow.role.in_(sorted(roles)),
            AppointmentRow.from_on <= month.to_on,
            or_(AppointmentRow.to_on.is_(None), AppointmentRow.to_on >= month.from_on),
        )
        .order_by(AppointmentRow.area_path, PersonRow.name, AppointmentRow.from_on)
    )
    return [_duty(held, person, area) for held, person, area in rows]


def find_duty(session: Session, actor: Actor, on: date, appointment_id: str) -> Duty | None:
    """Give one office in the actor's area, or None: also for one that is held elsewhere."""
    row = session.execute(
        select(AppointmentRow, PersonRow.name, AreaRow.name)
        .join(PersonRow, PersonRow.id == AppointmentRow.person_id)
        .join(AreaRow, AreaRow.id == AppointmentRow.area_id)
        .where(visible_appointments(actor, on), AppointmentRow.id == appointment_id)
    ).first()
    return None if row is None else _duty(*row)


def list_credited(
    session: Session, actor: Actor, on: date, appointment_id: str, days: Period
) -> list[str]:
    """Give the patrols that count for an office on these days, newest first, as far as the actor may open them."""
    return list(
        session.scalars(
            select(PatrolCreditRow.entry_id)
            .join(PatrolRow, PatrolRow.entry_id == PatrolCreditRow.entry_id)
            .where(
                PatrolCreditRow.appointment_id == appointment_id,
                PatrolCreditRow.day_on.between(days.from_on, days.to_on),
                PatrolRow.reach_id.in_(overseen_reach_ids(actor, on)),
            )
            .order_by(PatrolRow.day_on.desc(), PatrolRow.seq.desc())
        )
    )


def list_day_bits(
    session: Session, appointment_ids: Collection[str], months: Collection[str]
) -> dict[tuple[str, str], DayBits]:
    """Give the days made by appointment and month (YYYY-MM); who made none is missing."""
    rows = session.scalars(
        select(DutyMonthRow).where(
            DutyMonthRow.appointment_id.in_(list(appointment_ids)),
            DutyMonthRow.month.in_(list(months)),
        )
    )
    return {(row.appointment_id, row.month): DayBits(row.made_days, row.clean_days) for row in rows}


def list_contacts(session: Session, person_ids: Collection[str]) -> dict[str, Contact]:
    """Give the last contact by person, over all their phones; who was never heard of is missing."""
    contacts: dict[str, Contact] = {}
    for book in session.scalars(select(BookRow).where(BookRow.person_id.in_(list(person_ids)))):
        heard, known = _contact(book), contacts.get(book.person_id)
        contacts[book.person_id] = heard if known is None else known.joined(heard)
    return contacts


def count_problems(
    session: Session, actor: Actor, on: date, *, area_path: str, month: Period
) -> ProblemCount:
    """Count the problems reported in an area in the month, as they stand on the day `on`."""
    state = ProblemRow.state
    row = session.execute(
        select(
            func.count(),
            func.count().filter(state.in_([State.CONFIRMED, State.CLOSED])),
            func.count().filter(and_(state.in_(sorted(OPEN)), ProblemRow.due_on < on)),
            func.count().filter(state == State.HANDLED),
        )
        .join(ReachRow, ReachRow.id == ProblemRow.reach_id)
        .where(
            ProblemRow.reach_id.in_(overseen_reach_ids(actor, on)),
            ReachRow.area_path.startswith(area_path, autoescape=True),
            ProblemRow.reported_at >= midnight_of(month.from_on),
            ProblemRow.reported_at < midnight_of(month.to_on + timedelta(days=1)),
        )
    ).one()
    return ProblemCount(*row)


def _duty(held: AppointmentRow, person: str, area: str) -> Duty:
    return Duty(
        appointment_id=held.id,
        person_id=held.person_id,
        person=person,
        role=Role(held.role),
        area=area,
        from_on=held.from_on,
        to_on=held.to_on,
    )


def _contact(book: BookRow) -> Contact:
    pending = book.pending or {}
    return Contact(
        last_at=book.last_contact_at,
        pending_on=frozenset(date.fromisoformat(day) for day in pending.get("days", [])),
        entries=pending.get("entries", 0),
        media=pending.get("media", 0),
        lost=_lost_of(pending),
    )


def _lost_of(pending: Mapping[str, Any]) -> tuple[Lost, ...]:
    lost = pending.get("lost")
    if lost is None or lost["entries"] + lost["media"] == 0:
        return ()
    days = tuple(date.fromisoformat(day) for day in lost["days"])
    return (Lost(lost["entries"], lost["media"], days),)
