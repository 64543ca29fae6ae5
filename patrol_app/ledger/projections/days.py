"""The days of duty: a month of an appointment as bits, each derived anew whenever one of its patrols moves."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import WEIGHING
from patrol_app.ledger.tables.duties import DutyMonthRow, PatrolCreditRow, PatrolRow


def refresh_day(session: Session, appointment_id: str, day_on: date) -> None:
    """Set the bits of one day of an appointment from the patrols credited to it: made, and made without a doubt."""
    credited = session.scalars(
        select(PatrolRow.doubts)
        .join(PatrolCreditRow, PatrolCreditRow.entry_id == PatrolRow.entry_id)
        .where(PatrolCreditRow.appointment_id == appointment_id, PatrolCreditRow.day_on == day_on)
    ).all()
    month = _month_row(session, appointment_id, f"{day_on:%Y-%m}")
    bit = 1 << (day_on.day - 1)
    made = bool(credited)
    clean = any(WEIGHING.isdisjoint(doubts) for doubts in credited)
    month.made_days = month.made_days | bit if made else month.made_days & ~bit
    month.clean_days = month.clean_days | bit if clean else month.clean_days & ~bit


def days_in(month: str, bits: int) -> frozenset[date]:
    """Give the days that the bits of a month name; `month` is "YYYY-MM", day 1 stands in bit 0."""
    first = date.fromisoformat(f"{month}-01")
    return frozenset(
        first.replace(day=bit + 1) for bit in range(bits.bit_length()) if bits >> bit & 1
    )


def _month_row(session: Session, appointment_id: str, month: str) -> DutyMonthRow:
    row = session.get(DutyMonthRow, (appointment_id, month))
    if row is None:
        row = DutyMonthRow(appointment_id=appointment_id, month=month, made_days=0, clean_days=0)
        session.add(row)
    return row
