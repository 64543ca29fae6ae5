"""What stands in the register, row by row as an entry says it, and whether a change of it may be filed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Entry
from patrol_app.domain.errors import ForeignLedger
from patrol_app.domain.register import (
    FIELDS,
    Change,
    Known,
    Table,
    Values,
    list_references,
    make_sure_of_change,
    make_sure_of_shape,
)
from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.database import Base
from patrol_app.ledger.tables.books import BookRow
from patrol_app.ledger.tables.duties import DutyMonthRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.register import (
    AccountRow,
    AppointmentReachRow,
    AppointmentRow,
    AreaRow,
    PersonRow,
    PointRow,
    ReachRow,
)
from patrol_app.ledger.tables.rivers import ConfluenceRow, RiverRow, SectionRow

ROWS: Mapping[Table, type[Base]] = MappingProxyType(
    {
        Table.AREA: AreaRow,
        Table.REACH: ReachRow,
        Table.POINT: PointRow,
        Table.PERSON: PersonRow,
        Table.APPOINTMENT: AppointmentRow,
        Table.RIVER: RiverRow,
        Table.CONFLUENCE: ConfluenceRow,
        Table.SECTION: SectionRow,
    }
)

#: People serve in two counties, and a source upstream counts for the section of the county below.
_SHARED = (Table.PERSON, Table.POINT)


def read_row(session: Session, table: Table, row_id: str) -> dict[str, Any] | None:
    """Give the values of a row as an entry says them, personal ones too, or None where there is no such row."""
    row = session.get(ROWS[table], row_id)
    if row is None:
        return None
    values = {name: _wire(getattr(row, name)) for name in FIELDS[table] if name != "reach_ids"}
    if table is Table.APPOINTMENT:
        values["reach_ids"] = sorted(
            session.scalars(
                select(AppointmentReachRow.reach_id).where(
                    AppointmentReachRow.appointment_id == row_id
                )
            )
        )
    return values


def change_of(entry: Entry) -> Change:
    """Give the change that a `register.changed` carries, both halves together; what was erased of it is absent."""
    body: Any = entry.body
    private: Any = entry.private
    before, after = (
        None if body[time] is None else {**body[time], **private.get(time, {})}
        for time in ("before", "after")
    )
    return Change(Table(body["table"]), body["id"], before, after)


def judge_change(session: Session, entry: Entry) -> None:
    """Raise the refusal of a change that may not be filed (`domain/register.py`), ForeignLedger another county's."""
    change = change_of(entry)
    make_sure_of_shape(change)
    if _ledger_of(session, change.table, change.id) not in {None, entry.ledger}:
        raise ForeignLedger(ledger=entry.ledger)
    make_sure_of_change(
        change,
        Known(
            row=read_row(session, change.table, change.id),
            strangers=_list_strangers(session, change, entry.ledger),
            in_use=change.after is None and _is_in_use(session, change),
        ),
    )


def _list_strangers(session: Session, change: Change, ledger: str) -> list[str]:
    """Give the ids that the change names and this county does not have; people may serve in two counties."""
    strangers = []
    for values in (change.before, change.after):
        for table, row_id in list_references(change.table, change.id, values or {}):
            found = _ledger_of(session, table, row_id)
            if found is None or (table not in _SHARED and found != ledger):
                strangers.append(row_id)
    return strangers


def _ledger_of(session: Session, table: Table, row_id: str) -> str | None:
    """Give the county of a row, None where there is none; a point has that of the reach it names."""
    row: Any = session.get(ROWS[table], row_id)
    if row is not None and table is Table.POINT:
        row = session.get_one(ReachRow, row.reach_id)
    return None if row is None else str(row.ledger)


def _is_in_use(session: Session, change: Change) -> bool:
    """Say whether anything in the register or the ledger still speaks of the row."""
    conditions = _REFERENCES[change.table](change.id, change.before or {})
    return any(
        session.scalar(select(1).where(condition).limit(1)) is not None for condition in conditions
    )


def _references_to_area(row_id: str, _row: Values) -> list[ColumnElement[bool]]:
    return [
        AreaRow.parent_id == row_id,
        ReachRow.area_id == row_id,
        AppointmentRow.area_id == row_id,
    ]


def _references_to_reach(row_id: str, _row: Values) -> list[ColumnElement[bool]]:
    return [
        PointRow.reach_id == row_id,
        AppointmentReachRow.reach_id == row_id,
        EntryRow.reach_id == row_id,
    ]


def _references_to_point(row_id: str, row: Values) -> list[ColumnElement[bool]]:
    """Say that any entry about its reach may name it: to look into each walk would grow with history."""
    return [
        SectionRow.id == row_id,
        PointRow.section_id == row_id,
        PointRow.source_id == row_id,
        EntryRow.reach_id == row.get("reach_id"),
    ]


def _references_to_river(row_id: str, _row: Values) -> list[ColumnElement[bool]]:
    return [ConfluenceRow.river_id == row_id, ConfluenceRow.into_id == row_id]


def _references_to_person(row_id: str, _row: Values) -> list[ColumnElement[bool]]:
    return [
        AppointmentRow.person_id == row_id,
        AccountRow.person_id == row_id,
        BookRow.person_id == row_id,
        EntryRow.by == row_id,
    ]


def _references_to_appointment(row_id: str, row: Values) -> list[ColumnElement[bool]]:
    return [DutyMonthRow.appointment_id == row_id, EntryRow.by == row.get("person_id")]


_REFERENCES: Mapping[Table, Callable[[str, Values], list[ColumnElement[bool]]]] = MappingProxyType(
    {
        Table.AREA: _references_to_area,
        Table.REACH: _references_to_reach,
        Table.POINT: _references_to_point,
        Table.PERSON: _references_to_person,
        Table.APPOINTMENT: _references_to_appointment,
        Table.RIVER: _references_to_river,
        Table.CONFLUENCE: lambda _row_id, _row: [],
        Table.SECTION: lambda _row_id, _row: [],
    }
)


def _wire(value: object) -> object:
    if isinstance(value, datetime):
        return wire_time(value)
    return value.isoformat() if isinstance(value, date) else value
