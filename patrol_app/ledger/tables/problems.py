"""Read tables about problems: where each stands, and its lines in ledger order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base, UtcDateTime


class ProblemRow(Base):
    """A problem as it stands after all its lines; `number` is what people call it, counted in each ledger."""

    __tablename__ = "problem"
    __table_args__ = (
        Index("ix_problem_reach_state", "reach_id", "state"),
        Index("ix_problem_reach_changed", "reach_id", "changed_at"),
        Index("ix_problem_reach_reported", "reach_id", "reported_at"),
        Index("ix_problem_ledger_number", "ledger", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    ledger: Mapped[str]
    seq: Mapped[int]
    number: Mapped[int]
    reach_id: Mapped[str]
    patrol_id: Mapped[str | None] = mapped_column(index=True)
    origin: Mapped[str]
    item: Mapped[int]
    category: Mapped[str]
    severity: Mapped[str]
    what: Mapped[str]
    on_the_spot: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reported_by: Mapped[str | None]
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    doubts: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str]
    held_by: Mapped[str]
    held_name: Mapped[str | None]
    last_cured_by: Mapped[str | None]
    opinion: Mapped[str | None]
    result: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    responsible_person: Mapped[str | None]
    due_on: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProblemEventRow(Base):
    """One line of a problem's story: an entry about it, or a recheck made on a patrol (`line` counts within it)."""

    __tablename__ = "problem_event"

    problem_id: Mapped[str] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    ledger: Mapped[str]
    seq: Mapped[int]
    kind: Mapped[str]
    by: Mapped[str | None]
    appointment_id: Mapped[str | None]
    role: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: The day of `at` once the phone's clock is corrected: whose office it was is judged by it.
    day_on: Mapped[date]
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    fits: Mapped[bool]
    doubts: Mapped[list[str]] = mapped_column(JSON)
    #: What was doubted of the entry when it came; `doubts` adds what the story makes of it.
    own_doubts: Mapped[list[str]] = mapped_column(JSON)
