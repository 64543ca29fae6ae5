"""Read tables about patrols and duty: derived from entries, thrown away and rebuilt at will."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base, UtcDateTime


class PatrolRow(Base):
    """One patrol as the ledger's pages show it; `items` and `rechecks` as in the entry's body."""

    __tablename__ = "patrol"
    __table_args__ = (
        Index("ix_patrol_reach_day", "reach_id", "day_on"),
        Index("ix_patrol_person_day", "person_id", "day_on"),
        Index("ix_patrol_ledger_day", "ledger", "day_on", "seq"),
    )

    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    patrol_id: Mapped[str] = mapped_column(index=True)
    ledger: Mapped[str]
    seq: Mapped[int]
    person_id: Mapped[str]
    appointment_id: Mapped[str]
    reach_id: Mapped[str]
    day_on: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
    elapsed_ms: Mapped[int] = mapped_column(BigInteger)
    banks: Mapped[str]
    method: Mapped[str]
    weather: Mapped[str]
    water: Mapped[str]
    ended_early: Mapped[str | None]
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: The items in which something was found, item 1 in bit 0.
    found_items: Mapped[int]
    rechecks: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    visits: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    companions: Mapped[list[str]] = mapped_column(JSON)
    #: Thousandths of the reach's line that the track showed at its arrival; None where nobody can say.
    coverage_permille: Mapped[int | None]
    doubts: Mapped[list[str]] = mapped_column(JSON)
    #: What was doubted when it arrived; doubts that other entries settle later are derived anew beside it.
    first_doubts: Mapped[list[str]] = mapped_column(JSON)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)


class VisitRow(Base):
    """How long somebody stood at a point on a patrol, all his stays there together; day and seq are the patrol's."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_point_day", "point_id", "day_on", "seq"),)

    entry_id: Mapped[str] = mapped_column(ForeignKey("patrol.entry_id"), primary_key=True)
    point_id: Mapped[str] = mapped_column(primary_key=True)
    day_on: Mapped[date]
    seq: Mapped[int]
    elapsed_ms: Mapped[int] = mapped_column(BigInteger)


class PatrolCreditRow(Base):
    """For which of the walker's appointments a patrol's day counts."""

    __tablename__ = "patrol_credit"
    __table_args__ = (Index("ix_patrol_credit_day", "appointment_id", "day_on"),)

    entry_id: Mapped[str] = mapped_column(ForeignKey("patrol.entry_id"), primary_key=True)
    appointment_id: Mapped[str] = mapped_column(primary_key=True)
    day_on: Mapped[date]


class DutyMonthRow(Base):
    """A month of one appointment as bits, day 1 in bit 0: the grid of 3,000 people is 3,000 small rows."""

    __tablename__ = "duty_month"

    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    made_days: Mapped[int]
    clean_days: Mapped[int]


class ConsentRow(Base):
    """The last word of a person on the recording of tracks, by version of the text."""

    __tablename__ = "consent"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
