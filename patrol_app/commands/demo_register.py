"""The demo's people and places as rows of the register."""

from __future__ import annotations

from datetime import date

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
    person_id,
    reach_id,
)
from patrol_app.domain.people import Role
from patrol_app.ledger.register import Register
from patrol_app.ledger.tables.register import (
    AccountRow,
    AppointmentReachRow,
    AppointmentRow,
    AreaRow,
    PersonRow,
    PointRow,
    ReachRow,
)
from patrol_app.web.passwords import hash_password

#: Printed in the README: accounts of a demo exist nowhere else.
PASSWORD = "demo-patrol-2026"  # noqa: S105  the demo's own


def make_register(from_on: date) -> Register:
    """Lay out the whole register; everybody is in office since `from_on`."""
    areas = _list_areas()
    held = [(office, role) for office in OFFICES for role in office.roles]
    secret = hash_password(PASSWORD)
    return Register(
        areas=list(areas.values()),
        reaches=[_reach(stretch, areas[stretch.village]) for stretch in STRETCHES],
        points=[_point(stretch, place) for stretch in STRETCHES for place in stretch.points],
        people=[_person(number, office) for number, office in enumerate(OFFICES, 1)],
        accounts=[
            AccountRow(
                username=who.username, person_id=person_id(who.username), password_hash=secret
            )
            for who in OFFICES
        ],
        appointments=[
            AppointmentRow(
                id=appointment_id(office.username, role),
                person_id=person_id(office.username),
                role=role,
                ledger=areas[office.area].ledger,
                area_id=areas[office.area].id,
                area_path=areas[office.area].path,
                from_on=from_on,
                to_on=None,
            )
            for office, role in held
        ],
        appointment_reaches=[
            AppointmentReachRow(
                appointment_id=appointment_id(office.username, role), reach_id=reach_id(office.area)
            )
            for office, role in held
            if role is Role.PATROLLER
        ],
    )


def _list_areas() -> dict[str, AreaRow]:
    """Make the areas by name, each path going on from the one above it."""
    areas: dict[str, AreaRow] = {}
    for name, level, above in AREAS:
        parent = areas[above] if above else None
        own_id = area_id(name)
        areas[name] = AreaRow(
            id=own_id,
            ledger=parent.ledger if parent else LEDGERS[name],
            level=level,
            name=name,
            parent_id=parent.id if parent else None,
            path=f"{parent.path if parent else ''}{own_id}/",
        )
    return areas


def _reach(stretch: Stretch, village: AreaRow) -> ReachRow:
    return ReachRow(
        id=reach_id(stretch.village),
        ledger=village.ledger,
        area_id=village.id,
        area_path=village.path,
        river="白水河",
        name=f"{stretch.village}段",
        banks="both",
        geometry=[list(at) for at in stretch.line_e6],
        approximate=True,
    )


def _point(stretch: Stretch, place: Place) -> PointRow:
    return PointRow(
        id=demo_id(f"point {stretch.village} {place.name}"),
        reach_id=reach_id(stretch.village),
        kind=place.kind,
        name=place.name,
        lon_e6=place.at_e6[0] if place.at_e6 else None,
        lat_e6=place.at_e6[1] if place.at_e6 else None,
    )


def _person(number: int, office: Office) -> PersonRow:
    return PersonRow(
        id=person_id(office.username),
        name=office.name,
        phone=f"138000000{number:02}",
        language="zh-CN",
        disabled_at=None,
    )
