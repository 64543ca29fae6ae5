"""The demo's people and places, entered into the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from patrol_app.commands.demo_people import (
    AREAS,
    LEDGERS,
    OFFICES,
    STRETCHES,
    Office,
    Place,
    Stretch,
    appointment_id,
    area_id,
    demo_id,
    ledger_of,
    person_id,
    reach_id,
)
from patrol_app.domain.calendar import SHANGHAI
from patrol_app.domain.people import Role
from patrol_app.domain.register import Table
from patrol_app.ledger.register import change
from patrol_app.ledger.tables.register import AccountRow
from patrol_app.web.passwords import hash_password

#: Printed in the README: accounts of a demo exist nowhere else.
PASSWORD = "demo-patrol-2026"  # noqa: S105  the demo's own


class Row(NamedTuple):
    """One row to enter: its county, table, id and values."""

    ledger: str
    table: Table
    id: str
    values: dict[str, Any]


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
    yield from (_area(*area) for area in AREAS)
    for stretch in STRETCHES:
        yield _reach(stretch)
        yield from (_point(stretch, place) for place in stretch.points)
    for number, office in enumerate(OFFICES, 1):
        yield _person(number, office)
        yield from (_appointment(office, role, from_on) for role in office.roles)


def _area(name: str, level: str, above: str | None) -> Row:
    values = {"level": level, "name": name, "parent_id": area_id(above) if above else None}
    return Row(ledger_of(name), Table.AREA, area_id(name), values)


def _reach(stretch: Stretch) -> Row:
    values = {
        "area_id": area_id(stretch.village),
        "river": "白水河",
        "name": f"{stretch.village}段",
        "banks": "both",
        "geometry": [list(at) for at in stretch.line_e6],
        "approximate": True,
    }
    return Row(ledger_of(stretch.village), Table.REACH, reach_id(stretch.village), values)


def _point(stretch: Stretch, place: Place) -> Row:
    values = {
        "reach_id": reach_id(stretch.village),
        "kind": place.kind,
        "name": place.name,
        "lon_e6": place.at_e6[0] if place.at_e6 else None,
        "lat_e6": place.at_e6[1] if place.at_e6 else None,
    }
    point_id = demo_id(f"point {stretch.village} {place.name}")
    return Row(ledger_of(stretch.village), Table.POINT, point_id, values)


def _person(number: int, office: Office) -> Row:
    values = {"name": office.name, "phone": f"138000000{number:02}", "language": "zh-CN"}
    # Who holds no office is known to the first county.
    ledger = ledger_of(office.area) if office.area else next(iter(LEDGERS.values()))
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
