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


class CardRow(Base):
    """A card with a code that opens one session, once: only hashes of its two forms are kept.

    `code_hash` is the SHA-256 of the long code in the QR sign, `typed_hash` a keyed hash of the short one for typing.
    """

    __tablename__ = "card"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    typed_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """A deed at the gate that somebody may have to account for; rows are only ever added.

    `by` did it (null: the operator's command), `about` is whom it concerns, `what` the file it was done with, by its
    SHA-256; neither numbers nor secrets stand here.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_about", "about", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    deed: Mapped[str]
    by: Mapped[str | None]
    about: Mapped[str]
    address: Mapped[str]
    what: Mapped[str | None]
