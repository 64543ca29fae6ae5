"""The ledger itself: entries with their exact bytes, which only ever grow, and the erasable half beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base, UtcDateTime


class EntryRow(Base):
    """One entry: `envelope` is its RFC 8785 bytes, `leaf` the bytes hashed into the tree (contract: Leaf).

    `seq` runs from 0 without gaps in each ledger. `reach_id` and `problem_id` are copied out for scoping.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_book", "device_id", "device_seq"),)

    ledger: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    entry_hash: Mapped[str]
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    signature: Mapped[str | None]
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(index=True)
    appointment: Mapped[str | None]
    reach_id: Mapped[str | None] = mapped_column(index=True)
    problem_id: Mapped[str | None] = mapped_column(index=True)
    device_id: Mapped[str | None]
    device_seq: Mapped[int | None] = mapped_column(BigInteger)
    prev: Mapped[str | None]


class VaultRow(Base):
    """The private half of an entry (track, places, notes): erasable, while its commitment stays in the ledger."""

    __tablename__ = "vault"

    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    private_salt: Mapped[str]
    private: Mapped[dict[str, Any]] = mapped_column(JSON)
