"""The demo's people and places, entered into the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from patrol_app.commands.demo.people import Office, appointment_id, person_id
from patrol_app.commands.demo.places import (
    area_id,
    layout,
    ledger_of,
    list_place_rows,
    reach_id,
)
from patrol_app.commands.demo.story import Story
from patrol_app.domain.calendar import SHANGHAI
from patrol_app.domain.county.rows import Row
from patrol_app.domain.people import Role
from patrol_app.domain.register import Table
from patrol_app.ledger.register import change
from patrol_app.ledger.tables.register import AccountRow
from patrol_app.web.passwords import hash_password

#: Printed in the README: accounts of a demo exist nowhere else.
PASSWORD = "demo-patrol-2026"  # noqa: S105  the demo's own


def enter_demo(session: Session, story: Story, today: date) -> None:
    """Enter everybody and everything; the caller has begun writing, and commits.

    Who did not come or leave on the way is in office since New Year of last year.
    """
    since_on = date(today.year - 1, 1, 1)
    at = datetime.combine(since_on, time(), SHANGHAI)
    for row in _list_rows(story, since_on, today):
        change(session, row.table, row.id, row.values, ledger=row.ledger, by=None, at=at)
    secret = hash_password(PASSWORD)
    session.add_all(
        AccountRow(username=who.username, person_id=person_id(who.username), password_hash=secret)
        for who in story.offices
    )


def _list_rows(story: Story, since_on: date, today: date) -> Iterator[Row]:
    """Lay the register out, each row after those that it names."""
    yield from list_place_rows()
    for number, office in enumerate(story.offices, 1):
        yield _person(number, office)
        from_on = _ago(today, office.came_ago) or since_on
        to_on = _ago(today, office.left_ago)
        yield from (_appointment(office, role, from_on, to_on) for role in office.roles)


def _ago(today: date, days: int | None) -> date | None:
    return None if days is None else today - timedelta(days=days)


def _person(number: int, office: Office) -> Row:
    values = {"name": office.name, "phone": f"1380000{number:04}", "language": "zh-CN"}
    # Who holds no office is known to the first county.
    ledger = ledger_of(office.area) if office.area else layout().rows[0].ledger
    return Row(ledger, Table.PERSON, person_id(office.username), values)


def _appointment(office: Office, role: Role, from_on: date, to_on: date | None) -> Row:
    values = {
        "person_id": person_id(office.username),
        "role": role,
        "area_id": area_id(office.area),
        "reach_ids": [reach_id(office.area)] if role is Role.PATROLLER else [],
        "from_on": from_on.isoformat(),
        "to_on": None if to_on is None else to_on.isoformat(),
    }
    held_id = appointment_id(office.username, role)
    return Row(ledger_of(office.area), Table.APPOINTMENT, held_id, values)
