"""The register as a roster is compared with it."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Role
from patrol_app.domain.roster.known import Area, Known, Office, Person, Reach
from patrol_app.ledger.tables.register import (
    AccountRow,
    AppointmentReachRow,
    AppointmentRow,
    AreaRow,
    PersonRow,
    ReachRow,
)


def list_counties(session: Session) -> list[Area]:
    """Give the counties there are."""
    return [area for area in _areas(session) if area.level == "county"]


def read_known(session: Session, county: str) -> Known | None:
    """Give what is known of the county of that code, None where there is no such county."""
    areas = _areas(session)
    own = next((area for area in areas if area.level == "county" and area.ledger == county), None)
    if own is None:
        return None
    accounts = session.execute(select(AccountRow.username, AccountRow.person_id))
    usernames = {username: person_id for username, person_id in accounts}  # noqa: C416  rows are no pairs to mypy
    return Known(
        county=own,
        areas=areas,
        reaches=tuple(
            Reach(row.id, row.area_id, row.river, row.name)
            for row in session.scalars(
                select(ReachRow).where(ReachRow.ledger == county).order_by(ReachRow.id)
            )
        ),
        people=_people(session, county, {person: name for name, person in usernames.items()}),
        usernames=usernames,
    )


def _areas(session: Session) -> tuple[Area, ...]:
    rows = session.scalars(select(AreaRow).order_by(AreaRow.path))
    return tuple(Area(row.id, row.ledger, row.level, row.name, row.path) for row in rows)


def _people(session: Session, county: str, usernames: dict[str, str]) -> tuple[Person, ...]:
    offices = _offices(session, county)
    rows = session.scalars(
        select(PersonRow).where(PersonRow.ledger == county).order_by(PersonRow.id)
    )
    return tuple(
        Person(row.id, row.name, row.phone, usernames.get(row.id), tuple(offices[row.id]))
        for row in rows
    )


def _offices(session: Session, county: str) -> dict[str, list[Office]]:
    reaches: dict[str, set[str]] = defaultdict(set)
    for appointment_id, reach_id in session.execute(
        select(AppointmentReachRow.appointment_id, AppointmentReachRow.reach_id)
    ):
        reaches[appointment_id].add(reach_id)
    offices: dict[str, list[Office]] = defaultdict(list)
    for row in session.scalars(
        select(AppointmentRow)
        .where(AppointmentRow.ledger == county)
        .order_by(AppointmentRow.from_on, AppointmentRow.id)
    ):
        offices[row.person_id].append(
            Office(
                id=row.id,
                person_id=row.person_id,
                role=Role(row.role),
                area_id=row.area_id,
                reach_ids=frozenset(reaches[row.id]),
                from_on=row.from_on,
                to_on=row.to_on,
            )
        )
    return offices
