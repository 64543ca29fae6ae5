"""Who sees what: the one place that turns appointments into conditions on reaches and entries."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from patrol_app.domain.people import Actor, Appointment, Role
from patrol_app.ledger.database import run
from patrol_app.ledger.prepared import Row
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import (
    AppointmentReachRow,
    AppointmentRow,
    AreaRow,
    PersonRow,
    ReachRow,
)

_PERSON = select(PersonRow.id, PersonRow.name, PersonRow.language, PersonRow.disabled_at).where(
    PersonRow.id == bindparam("person_id")
)
_OFFICES = (
    select(AppointmentRow, AppointmentReachRow.reach_id)
    .outerjoin(AppointmentReachRow, AppointmentReachRow.appointment_id == AppointmentRow.id)
    .where(AppointmentRow.person_id == bindparam("person_id"))
)


def find_actor(session: Session, person_id: str, *, session_id: str | None = None) -> Actor | None:
    """Give the person with every office ever held, or None for one who is unknown or disabled."""
    person = run(session, _PERSON, person_id=person_id).first()
    if person is None or person.disabled_at is not None:
        return None
    return Actor(
        person_id=person.id,
        name=person.name,
        language=person.language,
        session_id=session_id,
        appointments=tuple(list_appointments(session, [person_id])),
    )


def list_appointments(session: Session, person_ids: Iterable[str]) -> list[Appointment]:
    """Give all appointments, past ones too, of these people, oldest first."""
    reaches: dict[str, set[str]] = {}
    rows: dict[str, Row] = {}
    for person_id in set(person_ids):
        for row in run(session, _OFFICES, person_id=person_id):
            rows[row.id] = row
            reaches.setdefault(row.id, set()).add(row.reach_id)
    held = (_appointment(row, frozenset(reaches[row.id] - {None})) for row in rows.values())
    return sorted(held, key=attrgetter("from_on", "id"))


def visible_reach_ids(actor: Actor, on: date) -> Select[str]:
    """Give, as a subquery, the reaches that the actor's offices of the day `on` cover."""
    return select(ReachRow.id).where(_any_of(_covers(held) for held in _current(actor, on)))


def overseen_reach_ids(actor: Actor, on: date) -> Select[str]:
    """Give, as a subquery, the reaches where the actor may see everybody's patrols: a chief's or an office's area."""
    offices = (held for held in _current(actor, on) if held.role is not Role.PATROLLER)
    return select(ReachRow.id).where(_any_of(_covers(held) for held in offices))


def overseen_ledgers(actor: Actor, on: date) -> list[str]:
    """Give the counties in which the actor holds an office that looks after others' work, by their ledgers."""
    offices = (held for held in _current(actor, on) if held.role is not Role.PATROLLER)
    return sorted({held.ledger for held in offices})


def visible_appointments(actor: Actor, on: date) -> ColumnElement[bool]:
    """Give the condition on `AppointmentRow` for the offices in the areas that the actor oversees."""
    return _any_of(
        AppointmentRow.area_path.startswith(held.area_path, autoescape=True)
        for held in _current(actor, on)
        if held.role is not Role.PATROLLER
    )


def visible_areas(actor: Actor, on: date) -> ColumnElement[bool]:
    """Give the condition on `AreaRow` for the areas that the actor oversees, and those in them."""
    return _any_of(
        AreaRow.path.startswith(held.area_path, autoescape=True)
        for held in _current(actor, on)
        if held.role is not Role.PATROLLER
    )


def lies_in(area_id: str) -> ColumnElement[bool]:
    """Give the condition on `ReachRow` that it lies in the area of that id; an id of no area has no reaches."""
    path = select(AreaRow.path).where(AreaRow.id == area_id).scalar_subquery()
    return ReachRow.area_path.startswith(path)


def sees_problem(
    actor: Actor, on: date, problem_id: InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """Give the condition that a row's problem lies on a reach the actor's offices cover, or was reported by him.

    Asked of each row by the problem's key: a list of all problems of an area would grow with history.
    """
    return (
        select(ProblemRow.id)
        .where(
            ProblemRow.id == problem_id,
            or_(
                ProblemRow.reach_id.in_(visible_reach_ids(actor, on)),
                ProblemRow.reported_by == actor.person_id,
            ),
        )
        .exists()
    )


def visible_entries(actor: Actor, on: date) -> ColumnElement[bool]:
    """Give the condition on `EntryRow` for what the actor may see: his own, his area's, his reaches' problems."""
    return or_(
        EntryRow.by == actor.person_id,
        EntryRow.reach_id.in_(overseen_reach_ids(actor, on)),
        sees_problem(actor, on, EntryRow.problem_id),
    )


def visible_uses(actor: Actor, on: date) -> ColumnElement[bool]:
    """Give the condition on `MediumUseRow` joined to its `EntryRow` and `MediumRow` for pictures the actor may see.

    Naming a hash is no right to the picture, having sent it is: otherwise a hash read somewhere would open somebody
    else's photo to whoever names it, and to his chief.
    """
    return and_(
        or_(
            visible_entries(actor, on),
            sees_problem(actor, on, MediumUseRow.problem_id),
        ),
        or_(MediumRow.uploaded_by == actor.person_id, MediumRow.uploaded_by == EntryRow.by),
    )


def _current(actor: Actor, on: date) -> list[Appointment]:
    return [held for held in actor.appointments if held.holds_on(on)]


def _covers(held: Appointment) -> ColumnElement[bool]:
    if held.role is Role.PATROLLER:
        return ReachRow.id.in_(sorted(held.reach_ids))
    return ReachRow.area_path.startswith(held.area_path, autoescape=True)


def _any_of(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *conditions)


def _appointment(row: Row, reach_ids: frozenset[str]) -> Appointment:
    return Appointment(
        id=row.id,
        person_id=row.person_id,
        role=Role(row.role),
        ledger=row.ledger,
        area_id=row.area_id,
        area_path=row.area_path,
        reach_ids=reach_ids,
        from_on=row.from_on,
        to_on=row.to_on,
    )
