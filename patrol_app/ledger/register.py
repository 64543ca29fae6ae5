"""The way into the register: who there is, who answers for what, and where; each change an entry like any other."""

from datetime import datetime

from sqlalchemy.orm import Session

from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Appointment
from patrol_app.domain.register import Table, Values, complete, is_personal
from patrol_app.ledger.append import Filed, append
from patrol_app.ledger.compose import compose
from patrol_app.ledger.registered import read_row


def change(
    session: Session,
    table: Table,
    row_id: str,
    after: Values | None,
    *,
    ledger: str,
    by: Appointment | None,
    at: datetime,
) -> Filed | None:
    """File that a row is now `after` (None: taken out) and give its place, or None where that is so already.

    `after` holds all values of the row as an entry says them (`domain/register.py`, FIELDS); those not given are null.
    `ledger` is the county's; a person belongs to that of his first entry. `by` is the office that decides, None for a
    command of the operator. Raises BadShape, RegisterStale, RegisterInUse, RegisterFixed, UnknownReference,
    DatesReversed, NeverAppointed or ForeignLedger, and nothing is filed. The caller has begun writing, and commits.
    """
    before = read_row(session, table, row_id)
    after = None if after is None else complete(table, after)
    if after == before:
        return None
    halves = {"before": before, "after": after}
    parcel = compose(
        Kind.REGISTER_CHANGED,
        ledger=ledger,
        at=at,
        by=None if by is None else by.person_id,
        appointment=None if by is None else by.id,
        body={
            "table": table,
            "id": row_id,
            **{time: _half(table, row, personal=False) for time, row in halves.items()},
        },
        private={
            time: half for time, row in halves.items() if (half := _half(table, row, personal=True))
        },
    )
    filed = append(session, parcel, author=None, sent_at=None, server_at=at)
    if filed.error is not None:
        raise filed.error
    return filed


def _half(table: Table, row: Values | None, *, personal: bool) -> Values | None:
    if row is None:
        return None
    return {name: row[name] for name in row if is_personal(table, name) is personal}
