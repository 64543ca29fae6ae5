"""The days of duty: a month of an appointment as bits, each derived anew whenever one of its patrols moves."""

from datetime import date

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import WEIGHING
from patrol_app.ledger.database import run
from patrol_app.ledger.tables.duties import DutyMonthRow, PatrolCreditRow, PatrolRow

_CREDITED = (
    select(PatrolRow.doubts)
    .join(PatrolCreditRow, PatrolCreditRow.entry_id == PatrolRow.entry_id)
    .where(
        PatrolCreditRow.appointment_id == bindparam("appointment_id"),
        PatrolCreditRow.day_on == bindparam("day_on"),
    )
)
_SET = (
    update(DutyMonthRow)
    .where(
        DutyMonthRow.appointment_id == bindparam("of_appointment"),
        DutyMonthRow.month == bindparam("of_month"),
    )
    .values(
        made_days=DutyMonthRow.made_days.bitwise_and(bindparam("others")).bitwise_or(
            bindparam("made")
        ),
        clean_days=DutyMonthRow.clean_days.bitwise_and(bindparam("others")).bitwise_or(
            bindparam("clean")
        ),
    )
)
_BEGIN = insert(DutyMonthRow)


def refresh_day(session: Session, appointment_id: str, day_on: date) -> None:
    """Set the bits of one day of an appointment from the patrols credited to it: made, and made without a doubt."""
    credited = run(session, _CREDITED, appointment_id=appointment_id, day_on=day_on).scalars()
    bit = 1 << (day_on.day - 1)
    made = bit if credited else 0
    clean = bit if any(WEIGHING.isdisjoint(doubts) for doubts in credited) else 0
    month = f"{day_on:%Y-%m}"
    kept = run(
        session,
        _SET,
        of_appointment=appointment_id,
        of_month=month,
        others=~bit,
        made=made,
        clean=clean,
    )
    if kept.rowcount == 0:
        run(
            session,
            _BEGIN,
            appointment_id=appointment_id,
            month=month,
            made_days=made,
            clean_days=clean,
        )


def days_in(month: str, bits: int) -> frozenset[date]:
    """Give the days that the bits of a month name; `month` is "YYYY-MM", day 1 stands in bit 0."""
    first = date.fromisoformat(f"{month}-01")
    return frozenset(
        first.replace(day=bit + 1) for bit in range(bits.bit_length()) if bits >> bit & 1
    )
