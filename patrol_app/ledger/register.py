"""The way into the register: who there is, who answers for what, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from patrol_app.ledger.tables.register import (
    AccountRow,
    AppointmentReachRow,
    AppointmentRow,
    AreaRow,
    PersonRow,
    PointRow,
    ReachRow,
)


@dataclass(frozen=True)
class Register:
    """Rows that belong together, each group needing those before it; areas stand from the county down."""

    areas: Sequence[AreaRow] = ()
    reaches: Sequence[ReachRow] = ()
    points: Sequence[PointRow] = ()
    people: Sequence[PersonRow] = ()
    accounts: Sequence[AccountRow] = ()
    appointments: Sequence[AppointmentRow] = ()
    appointment_reaches: Sequence[AppointmentReachRow] = ()


def enter(session: Session, register: Register) -> None:
    """Add the rows group by group, because the database looks at every reference at once; the caller commits."""
    for area in register.areas:
        session.add(area)
        session.flush()
    for group in (
        register.reaches,
        register.points,
        register.people,
        register.accounts,
        register.appointments,
        register.appointment_reaches,
    ):
        session.add_all(group)
        session.flush()
