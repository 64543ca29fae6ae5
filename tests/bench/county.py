"""A county for the bench: villages with one reach and one patroller each, logged in, their phones' books registered."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy.orm import Session

from patrol_app.app import create_app
from patrol_app.domain.people import Role
from patrol_app.domain.register import Table
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.register import change
from patrol_app.ledger.tables.books import BookRow
from patrol_app.settings import Settings
from patrol_app.web.sessions import open_session

LEDGER = "140502"
IN_OFFICE_SINCE = "2020-01-01"
#: A reach of 40 corners, some 10 m from one to the next.
LINE_E6 = [[112_880_000 + 90 * step, 35_440_000 + 60 * step] for step in range(40)]


@dataclass(frozen=True)
class Walker:
    """One patroller with his reach, his phone's book and the token of his session."""

    person_id: str
    appointment_id: str
    reach_id: str
    device_id: str
    token: str


def make_settings(folder: Path, secret: str) -> Settings:
    """Settings of an installation in `folder`, as its server reads them from the environment."""
    return Settings.from_environ({"PATROL_INSTANCE_DIR": str(folder), "PATROL_SECRET_KEYS": secret})


def make_county(settings: Settings, people: int, at: datetime) -> list[Walker]:
    """Lay the tables by migration, enter the register and log everybody in."""
    app = create_app(settings)
    with app.app_context():
        upgrade()
        session = db.session()
        session.rollback()
        begin_writing(session)
        for table, row_id, values in _list_places():
            change(session, table, row_id, values, ledger=LEDGER, by=None, at=at)
        walkers = [_settle(session, number, at) for number in range(people)]
        session.commit()
        db.session.remove()
        db.engine.dispose()
    return walkers


def _list_places() -> Iterator[tuple[Table, str, dict[str, Any]]]:
    yield Table.AREA, _name(0, 0), {"level": "county", "name": "测试县"}
    town = {"level": "township", "name": "测试乡", "parent_id": _name(0, 0)}
    yield Table.AREA, _name(0, 1), town


def _settle(session: Session, number: int, at: datetime) -> Walker:
    """Enter one village with its reach and its patroller, and log him in on his phone."""
    village_id, reach_id, person_id, appointment_id = (_name(kind, number) for kind in range(1, 5))
    village = {"level": "village", "name": f"测试村{number}", "parent_id": _name(0, 1)}
    reach = {
        "area_id": village_id,
        "river": "测试河",
        "name": f"测试段{number}",
        "banks": "both",
        "geometry": LINE_E6,
        "approximate": True,
    }
    person = {"name": f"示例{number}", "phone": f"1380000{number:04}", "language": "zh-CN"}
    appointment = {
        "person_id": person_id,
        "role": Role.PATROLLER,
        "area_id": village_id,
        "reach_ids": [reach_id],
        "from_on": IN_OFFICE_SINCE,
    }
    for table, row_id, values in (
        (Table.AREA, village_id, village),
        (Table.REACH, reach_id, reach),
        (Table.PERSON, person_id, person),
        (Table.APPOINTMENT, appointment_id, appointment),
    ):
        change(session, table, row_id, values, ledger=LEDGER, by=None, at=at)
    device_id = _open_book(session, person_id, at)
    token = open_session(session, person_id, at)
    return Walker(person_id, appointment_id, reach_id, device_id, token)


def _open_book(session: Session, person_id: str, at: datetime) -> str:
    book = BookRow(
        device_id=uuid7(at),
        person_id=person_id,
        installation_id=uuid7(at),
        public_key=None,
        label=f"bench {secrets.token_hex(4)}",
        registered_at=at,
        last_contact_at=at,
        pending=None,
    )
    session.add(book)
    return book.device_id


def _name(kind: int, number: int) -> str:
    return f"{kind:08x}-0000-7000-8000-{number:012x}"
