"""The areas, reaches and people a page of the desk may be narrowed to: never more than its reader oversees."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor, Role
from patrol_app.ledger.queries.scope import overseen_reach_ids, visible_appointments, visible_areas
from patrol_app.ledger.tables.register import AppointmentRow, AreaRow, PersonRow, ReachRow


def list_areas(session: Session, actor: Actor, on: date) -> list[tuple[str, str]]:
    """Give id and name of the townships and villages of the actor's area, each township before its villages."""
    rows = session.execute(
        select(AreaRow.id, AreaRow.name)
        .where(visible_areas(actor, on), AreaRow.level != "county")
        .order_by(AreaRow.path)
    )
    return [(area_id, name) for area_id, name in rows]


def list_reaches(session: Session, actor: Actor, on: date) -> list[tuple[str, str]]:
    """Give id and name of the reaches of the actor's area, village by village."""
    rows = session.execute(
        select(ReachRow.id, ReachRow.river, ReachRow.name)
        .where(ReachRow.id.in_(overseen_reach_ids(actor, on)))
        .order_by(ReachRow.area_path, ReachRow.name)
    )
    return [(reach_id, f"{river} {name}") for reach_id, river, name in rows]


def list_people(
    session: Session, actor: Actor, on: date, *, area_id: str | None, limit: int
) -> list[tuple[str, str]]:
    """Give id and name of those who hold or held an office in the actor's area, narrowed to `area_id`, by name."""
    offices = select(AppointmentRow.person_id).where(visible_appointments(actor, on))
    if area_id is not None:
        path = select(AreaRow.path).where(AreaRow.id == area_id).scalar_subquery()
        offices = offices.where(AppointmentRow.area_path.startswith(path))
    rows = session.execute(
        select(PersonRow.id, PersonRow.name)
        .where(PersonRow.id.in_(offices))
        .order_by(PersonRow.name)
        .limit(limit)
    )
    return [(person_id, name) for person_id, name in rows]


def list_names(
    session: Session, actor: Actor, on: date, person_ids: Collection[str]
) -> list[tuple[str, str]]:
    """Give id and name of those of these people who hold or held an office in the actor's area."""
    rows = session.execute(
        select(PersonRow.id, PersonRow.name).where(
            PersonRow.id.in_(person_ids),
            PersonRow.id.in_(
                select(AppointmentRow.person_id).where(visible_appointments(actor, on))
            ),
        )
    )
    return [(person_id, name) for person_id, name in rows]


def list_own_areas(session: Session, actor: Actor, on: date) -> list[str]:
    """Give the names of the areas that the actor himself oversees, the widest first."""
    held = [held.area_id for held in actor.appointments if held.holds_on(on)]
    return list(
        session.scalars(
            select(AreaRow.name)
            .where(visible_areas(actor, on), AreaRow.id.in_(held))
            .order_by(func.length(AreaRow.path), AreaRow.path)
        )
    )


def list_month_areas(session: Session, actor: Actor, on: date) -> Sequence[AreaRow]:
    """Give the areas whose month can be looked at: the townships of a county, else the actor's own areas."""
    offices = [held for held in actor.appointments if held.holds_on(on)]
    own = session.scalars(
        select(AreaRow)
        .where(
            AreaRow.id.in_(
                select(AppointmentRow.area_id).where(
                    visible_appointments(actor, on),
                    AppointmentRow.id.in_([held.id for held in offices]),
                )
            )
        )
        .order_by(func.length(AreaRow.path), AreaRow.path)
    ).all()
    counties = [area.id for area in own if area.level == "county"]
    townships = session.scalars(
        select(AreaRow).where(AreaRow.parent_id.in_(counties)).order_by(AreaRow.path)
    ).all()
    return [*townships, *(area for area in own if area.id not in counties)]


def list_offices(session: Session, actor: Actor, on: date) -> list[tuple[str, Role]]:
    """Give the offices a person holds on the day `on`, each as its area's name and the role."""
    held = {one.id: one for one in actor.appointments if one.holds_on(on)}
    names = session.execute(
        select(AppointmentRow.id, AreaRow.name)
        .join(AreaRow, AreaRow.id == AppointmentRow.area_id)
        .where(AppointmentRow.id.in_(list(held)))
        .order_by(AreaRow.path)
    )
    return [(name, held[appointment_id].role) for appointment_id, name in names]
