"""Notes who did what at the gate, for whoever has to account for it later; no secret and no number stands in it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask import has_request_context, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.ledger.tables.gate import AuditRow
from patrol_app.ledger.tables.register import PersonRow
from patrol_app.web.attempts import address_of

MOST_LISTED = 20


class Noted(StrEnum):
    """The deeds that are noted (trust, D34)."""

    LOGGED_IN = "logged_in"
    ENROLLED = "enrolled"
    CARD_MADE = "card_made"
    PHONES_REVOKED = "phones_revoked"
    PASSWORD_SET = "password_set"  # noqa: S105  the name of a deed
    PHONE_SHOWN = "phone_shown"
    OUTBOX_IMPORTED = "outbox_imported"


def note(
    session: Session,
    deed: Noted,
    *,
    by: str | None,
    about: str,
    at: datetime,
    what: str | None = None,
) -> None:
    """Add what `by` (a person's id, None for the operator) did about the person `about`; the caller commits.

    `what` names the thing it was done with: a file by its SHA-256.
    """
    address = address_of(request.remote_addr) if has_request_context() else ""
    session.add(AuditRow(at=at, deed=deed, by=by, about=about, address=address, what=what))


def list_noted(session: Session, about: str) -> list[tuple[datetime, str, str | None]]:
    """Give the last deeds about a person, newest first: when, which, and who did it (None: the operator)."""
    rows = session.execute(
        select(AuditRow.at, AuditRow.deed, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == AuditRow.by)
        .where(AuditRow.about == about)
        .order_by(AuditRow.at.desc(), AuditRow.id.desc())
        .limit(MOST_LISTED)
    )
    return [(at, deed, name) for at, deed, name in rows]
