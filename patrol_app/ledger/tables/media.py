"""Pictures: what has been named by entries, what has arrived, and what is on its way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base, UtcDateTime


class MediumRow(Base):
    """A picture that is in the store, by its hash; immutable. `seq` is that of its `media.received`.

    `uploaded_by` is kept because naming a hash is no right to see the picture, having sent it is.
    """

    __tablename__ = "medium"
    __table_args__ = (Index("ix_medium_sender", "uploaded_by", "stored_at", "bytes"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    bytes: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    ledger: Mapped[str]
    seq: Mapped[int]


class MediumUseRow(Base):
    """A picture named by an entry, with the facts the phone noted beside it; `position` keeps the entry's order."""

    __tablename__ = "medium_use"
    __table_args__ = (Index("ix_medium_use_problem", "problem_id"),)

    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    ledger: Mapped[str]
    type: Mapped[str]
    bytes: Mapped[int]
    role: Mapped[str]
    problem_id: Mapped[str | None]
    pairs_with: Mapped[str | None]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source: Mapped[str | None]


class UploadRow(Base):
    """A tus upload under way; its bytes lie in the store's incoming folder under its id."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    type: Mapped[str]
    length_bytes: Mapped[int]
    entry_id: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
