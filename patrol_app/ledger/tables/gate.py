"""What the gate remembers: device sessions, failed logins and languages, shared by all workers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base, UtcDateTime


class DeviceSessionRow(Base):
    """A logged-in browser; only the SHA-256 of its token is kept, so a stolen table opens nothing."""

    __tablename__ = "device_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginFailureRow(Base):
    """One failed login; `username` is as typed (at most 64 characters), whether or not such an account exists."""

    __tablename__ = "login_failure"
    __table_args__ = (
        Index("ix_login_failure_username", "username", "failed_at"),
        Index("ix_login_failure_address", "address", "failed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str]
    address: Mapped[str]
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LanguageChoiceRow(Base):
    """The language a person chose to read; no figure depends on it, so it is no entry, and it needs no account."""

    __tablename__ = "language_choice"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    language: Mapped[str]
