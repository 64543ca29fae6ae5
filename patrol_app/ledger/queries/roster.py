"""Who is in office in an area, along which reaches, and whether somebody may be looked at."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor, Role
from patrol_app.ledger.queries.scope import visible_appointments
from patrol_app.ledger.tables.register import (
    AppointmentReachRow,
    AppointmentRow,
    AreaRow,
    PersonRow,
    ReachRow,
)


@dataclass
class Listed:
    """One person of a roster: his offices of the day as area and role, and the reaches named for them."""

    id: str
    name: str
    phone: str
    offices: list[tuple[str, Role]] = field(default_factory=list)
    reaches: list[str] = field(default_factory=list)


def list_roster(session: Session, actor: Actor, on: date, *, area_path: str) -> list[Listed]:
    """Give everybody who holds an office in the area on the day, from the top down, village by village."""
    return _list(
        session, actor, on, AppointmentRow.area_path.startswith(area_path, autoescape=True)
    )


def find_in_roster(session: Session, actor: Actor, on: date, person_id: str) -> Listed | None:
    """Give one person's line, None for who holds no office in the actor's area on the day."""
    found = _list(session, actor, on, AppointmentRow.person_id == person_id)
    return found[0] if found else None


def find_listed(session: Session, actor: Actor, on: date, person_id: str) -> PersonRow | None:
    """Give the person if he holds or held an office in the actor's area."""
    return session.scalar(
        select(PersonRow).where(
            PersonRow.id == person_id,
            PersonRow.id.in_(
                select(AppointmentRow.person_id).where(visible_appointments(actor, on))
            ),
        )
    )


def _list(session: Session, actor: Actor, on: date, which: ColumnElement[bool]) -> list[Listed]:
    rows = session.execute(
        select(AppointmentRow, PersonRow, AreaRow.name)
        .join(PersonRow, PersonRow.id == AppointmentRow.person_id)
        .join(AreaRow, AreaRow.id == AppointmentRow.area_id)
        .where(
            visible_appointments(actor, on),
            which,
            AppointmentRow.from_on <= on,
            or_(AppointmentRow.to_on.is_(None), AppointmentRow.to_on >= on),
        )
        .order_by(AppointmentRow.area_path, AppointmentRow.role.desc(), PersonRow.name)
    ).all()
    reaches = _reach_names(session, [held.id for held, _, _ in rows])
    people: dict[str, Listed] = {}
    for held, person, area in rows:
        listed = people.setdefault(person.id, Listed(person.id, person.name, person.phone))
        listed.offices.append((area, Role(held.role)))
        listed.reaches.extend(reaches[held.id])
    return list(people.values())


def _reach_names(session: Session, appointment_ids: Sequence[str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for appointment_id, name in session.execute(
        select(AppointmentReachRow.appointment_id, ReachRow.name)
        .join(ReachRow, ReachRow.id == AppointmentReachRow.reach_id)
        .where(AppointmentReachRow.appointment_id.in_(appointment_ids))
        .order_by(ReachRow.name)
    ):
        names[appointment_id].append(name)
    return names
