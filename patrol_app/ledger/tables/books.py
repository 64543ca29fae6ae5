"""Books (one person, one ledger, one browser profile) and the refusals that explain a gap in their numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base, UtcDateTime


class BookRow(Base):
    """A registered book, when it was last heard of, and what it then said it still held."""

    __tablename__ = "book"

    device_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    installation_id: Mapped[str]
    label: Mapped[str]
    public_key: Mapped[str | None]
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_contact_at: Mapped[datetime] = mapped_column(UtcDateTime)
    pending: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class RefusalRow(Base):
    """An item that could not be an entry: its number then reads 已拒收 instead of missing."""

    __tablename__ = "refusal"
    __table_args__ = (Index("ix_refusal_device", "device_id", "device_seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(index=True)
    device_id: Mapped[str | None]
    device_seq: Mapped[int | None] = mapped_column(BigInteger)
    entry_hash: Mapped[str | None]
    code: Mapped[str]
    person_id: Mapped[str | None]
    refused_at: Mapped[datetime] = mapped_column(UtcDateTime)
