"""Who is in office in an area, along which reaches, and whether somebody may be looked at."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor, Role
from patrol_app.ledger.queries.places import list_month_areas
from patrol_app.ledger.queries.scope import visible_appointments, visible_areas
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


def list_roster(session: Session, actor: Actor, on: date, area: AreaRow) -> list[Listed]:
    """Give everybody who holds an office in the area on the day, from the top down, village by village.

    Of a county only its own office: all its townships at once would be thousands.
    """
    path = AppointmentRow.area_path
    is_its_own = path == area.path
    is_inside = path.startswith(area.path, autoescape=True)
    return _list(session, actor, on, is_its_own if area.level == "county" else is_inside)


def list_roster_areas(session: Session, actor: Actor, on: date) -> list[AreaRow]:
    """Give the areas whose roster can be looked at: as for the month, and the county itself for its own people."""
    counties = session.scalars(
        select(AreaRow).where(visible_areas(actor, on), AreaRow.level == "county")
    )
    return [*list_month_areas(session, actor, on), *counties]


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
