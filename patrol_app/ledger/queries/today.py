"""How a day stands in each village: counted where the rows are, so that a county of 3,000 people costs one question."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor, Role
from patrol_app.ledger.queries.scope import visible_appointments
from patrol_app.ledger.tables.books import BookRow
from patrol_app.ledger.tables.duties import DutyMonthRow
from patrol_app.ledger.tables.register import AppointmentRow


@dataclass(frozen=True)
class VillageDay:
    """The patrollers of one area: how many there are, have walked, and have neither walked nor been heard of."""

    area_path: str
    people: int
    walked: int
    unheard: int


def count_patrollers(
    session: Session, actor: Actor, on: date, *, heard_from: datetime
) -> list[VillageDay]:
    """Count, by area, the patrollers in office on the day `on` and how far their day is known."""
    contact = (
        select(BookRow.person_id, func.max(BookRow.last_contact_at).label("at"))
        .group_by(BookRow.person_id)
        .subquery()
    )
    bit = 1 << (on.day - 1)
    walked = func.coalesce(DutyMonthRow.made_days, 0).op("&")(bit) != 0
    heard = and_(contact.c.at.is_not(None), contact.c.at >= heard_from)
    rows = session.execute(
        select(
            AppointmentRow.area_path,
            func.count(),
            func.count().filter(walked),
            func.count().filter(~walked, ~heard),
        )
        .outerjoin(
            DutyMonthRow,
            and_(
                DutyMonthRow.appointment_id == AppointmentRow.id,
                DutyMonthRow.month == f"{on:%Y-%m}",
            ),
        )
        .outerjoin(contact, contact.c.person_id == AppointmentRow.person_id)
        .where(
            visible_appointments(actor, on),
            AppointmentRow.role == Role.PATROLLER,
            AppointmentRow.from_on <= on,
            or_(AppointmentRow.to_on.is_(None), AppointmentRow.to_on >= on),
        )
        .group_by(AppointmentRow.area_path)
    )
    return [VillageDay(*row) for row in rows]
