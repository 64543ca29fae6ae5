"""The register's tables: each row as its last entry says it, with the paths that scoping asks for."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from patrol_app.domain.register import ERASED, FIELDS, Table, Type
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.registered import ROWS, change_of
from patrol_app.ledger.tables.register import AppointmentReachRow, AreaRow


def project_change(session: Session, arrival: Arrival) -> None:
    """Write the row as the entry says it, or take it out; the reaches of an office follow it."""
    change = change_of(arrival.entry)
    if change.table is Table.APPOINTMENT:
        session.execute(
            delete(AppointmentReachRow).where(AppointmentReachRow.appointment_id == change.id)
        )
    if change.after is None:
        session.delete(session.get_one(ROWS[change.table], change.id))
        return
    after = dict(change.after)
    reach_ids = after.pop("reach_ids", ())
    derived = _derive(session, change.table, change.id, after, arrival.entry.ledger)
    session.merge(ROWS[change.table](id=change.id, **_columns(change.table, after), **derived))
    # The database looks at every reference at once.
    session.flush()
    session.add_all(
        AppointmentReachRow(appointment_id=change.id, reach_id=reach_id) for reach_id in reach_ids
    )


def _columns(table: Table, after: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _read(field.type, after.get(name, ERASED))
        for name, field in FIELDS[table].items()
        if field.type is not Type.IDS
    }


def _read(type_: Type, value: Any) -> Any:  # noqa: ANN401  any value of a row
    if value is None:
        return None
    if type_ is Type.DAY:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if type_ is Type.MOMENT else value


def _derive(
    session: Session, table: Table, row_id: str, after: Mapping[str, Any], ledger: str
) -> dict[str, str]:
    """Give what follows from the place: the county, and the path of ids from it down."""
    match table:
        case Table.POINT:
            return {}
        case Table.PERSON | Table.RIVER | Table.CONFLUENCE | Table.SECTION:
            return {"ledger": ledger}
        case Table.AREA:
            above = _path(session, after["parent_id"])
            return {"ledger": ledger, "path": f"{above}{row_id}/"}
        case Table.REACH | Table.APPOINTMENT:
            return {"ledger": ledger, "area_path": _path(session, after["area_id"])}


def _path(session: Session, area_id: str | None) -> str:
    return "" if area_id is None else session.get_one(AreaRow, area_id).path
