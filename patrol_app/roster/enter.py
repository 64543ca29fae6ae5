"""Enters what a roster changes into the register: an entry for each row, in one transaction with all others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.register import Table
from patrol_app.domain.roster.plan import Change, ChangeKind, Duty, Plan, Wanted
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.register import change
from patrol_app.ledger.registered import read_row
from patrol_app.ledger.tables.register import AccountRow
from patrol_app.web.words import DEFAULT_LANGUAGE


def enter_plan(session: Session, plan: Plan, *, ledger: str, at: datetime) -> list[str]:
    """Enter every change and give the ids of the new people; the caller has begun writing, and commits."""
    entering = _Entering(session, ledger, at)
    for one in plan.changes:
        entering.enter(one)
    return entering.new_ids


class _Entering:
    """Enters one change after the other, and knows the ids of those who were new."""

    def __init__(self, session: Session, ledger: str, at: datetime) -> None:
        self._session = session
        self._ledger = ledger
        self._at = at
        self._ids: dict[str, str] = {}

    @property
    def new_ids(self) -> list[str]:
        """Give the ids of the people who were added, in the file's order."""
        return list(self._ids.values())

    def enter(self, one: Change) -> None:
        """Enter one change of a person or of an office."""
        if one.duty is not None:
            self._enter_office(one.person, one.duty)
        else:
            if one.kind is ChangeKind.PERSON_ADDED:
                self._ids[one.person.phone] = uuid7(self._at)
            self._enter_person(one.person)

    def _enter_person(self, person: Wanted) -> None:
        person_id = self._id_of(person)
        stands = read_row(self._session, Table.PERSON, person_id) or {"language": DEFAULT_LANGUAGE}
        self._change(
            Table.PERSON, person_id, {**stands, "name": person.name, "phone": person.phone}
        )
        if person.username is not None:
            _set_username(self._session, person_id, person.username)

    def _enter_office(self, person: Wanted, duty: Duty) -> None:
        values = {
            "person_id": self._id_of(person),
            "role": duty.role,
            "area_id": duty.area.id,
            "reach_ids": sorted(duty.reach_ids),
            "from_on": duty.from_on.isoformat(),
            "to_on": duty.to_on.isoformat() if duty.to_on else None,
        }
        self._change(Table.APPOINTMENT, duty.known.id if duty.known else uuid7(self._at), values)

    def _change(self, table: Table, row_id: str, values: dict[str, Any]) -> None:
        change(self._session, table, row_id, values, ledger=self._ledger, by=None, at=self._at)

    def _id_of(self, person: Wanted) -> str:
        return person.known.id if person.known else self._ids[person.phone]


def _set_username(session: Session, person_id: str, username: str) -> None:
    """Let the person log in under this name; without a password it opens nothing yet."""
    account = session.scalar(select(AccountRow).where(AccountRow.person_id == person_id))
    if account is None:
        session.add(AccountRow(username=username, person_id=person_id, password_hash=None))
    else:
        account.username = username
    session.flush()
