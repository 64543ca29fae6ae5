"""The demo's people and places, entered into the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from patrol_app.commands.demo_people import OFFICES, Office, appointment_id, person_id
from patrol_app.commands.demo_places import (
    area_id,
    layout,
    ledger_of,
    list_place_rows,
    reach_id,
)
from patrol_app.domain.calendar import SHANGHAI
from patrol_app.domain.county.rows import Row
from patrol_app.domain.people import Role
from patrol_app.domain.register import Table
from patrol_app.ledger.register import change
from patrol_app.ledger.tables.register import AccountRow
from patrol_app.web.passwords import hash_password

#: Printed in the README: accounts of a demo exist nowhere else.
PASSWORD = "demo-patrol-2026"  # noqa: S105  the demo's own


def enter_demo(session: Session, from_on: date) -> None:
    """Enter everybody and everything, in office since `from_on`; the caller has begun writing, and commits."""
    at = datetime.combine(from_on, time(), SHANGHAI)
    for row in _list_rows(from_on):
        change(session, row.table, row.id, row.values, ledger=row.ledger, by=None, at=at)
    secret = hash_password(PASSWORD)
    session.add_all(
        AccountRow(username=who.username, person_id=person_id(who.username), password_hash=secret)
        for who in OFFICES
    )


def _list_rows(from_on: date) -> Iterator[Row]:
    """Lay the register out, each row after those that it names."""
    yield from list_place_rows()
    for number, office in enumerate(OFFICES, 1):
        yield _person(number, office)
        yield from (_appointment(office, role, from_on) for role in office.roles)


def _person(number: int, office: Office) -> Row:
    values = {"name": office.name, "phone": f"138000000{number:02}", "language": "zh-CN"}
    # Who holds no office is known to the first county.
    ledger = ledger_of(office.area) if office.area else layout().rows[0].ledger
    return Row(ledger, Table.PERSON, person_id(office.username), values)


def _appointment(office: Office, role: Role, from_on: date) -> Row:
    values = {
        "person_id": person_id(office.username),
        "role": role,
        "area_id": area_id(office.area),
        "reach_ids": [reach_id(office.area)] if role is Role.PATROLLER else [],
        "from_on": from_on.isoformat(),
        "to_on": None,
    }
    held_id = appointment_id(office.username, role)
    return Row(ledger_of(office.area), Table.APPOINTMENT, held_id, values)
