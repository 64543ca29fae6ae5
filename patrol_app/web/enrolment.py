"""Cards with a one-time code: made, looked up, used once, and dead after three days (OWASP ASVS 5.0, 6.4.1)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from patrol_app.ledger.tables.gate import CardRow
from patrol_app.ledger.tables.register import AccountRow
from patrol_app.web.installation import installed
from patrol_app.web.sessions import hash_token, revoke_sessions

LIFETIME = timedelta(hours=72)
CODE_BYTES = 20

#: Letters that nobody takes for another: no 0 and O, no 1, I and L. Twelve of them are 59 bits, with a limit on tries.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TYPED_CHARS = 12
_GROUP_CHARS = 4


@dataclass(frozen=True)
class Codes:
    """A new card's two secrets, to be printed and forgotten: for the QR sign, and for typing."""

    code: str = field(repr=False)
    typed: str = field(repr=False)
    expires_at: datetime


def make_card(session: Session, person_id: str, at: datetime) -> Codes:
    """Add a card for the person, whose earlier ones are dead from now on; the caller commits."""
    revoke_cards(session, person_id, at)
    code = secrets.token_urlsafe(CODE_BYTES)
    typed = "".join(secrets.choice(LETTERS) for _ in range(TYPED_CHARS))
    card = CardRow(
        id=secrets.token_hex(16),
        person_id=person_id,
        code_hash=hash_token(code),
        typed_hash=_typed_hash(installed().secret_keys[0], typed),
        made_at=at,
        expires_at=at + LIFETIME,
        used_at=None,
        revoked_at=None,
    )
    session.add(card)
    groups = (typed[start : start + _GROUP_CHARS] for start in range(0, TYPED_CHARS, _GROUP_CHARS))
    return Codes(code, " ".join(groups), card.expires_at)


def find_card(session: Session, code: str, at: datetime) -> CardRow | None:
    """Give the card that the code opens at `at`, in either form; None if it is unknown, used, revoked or too old."""
    typed = read_typed(code)
    hashes = [_typed_hash(key, typed) for key in installed().secret_keys] if typed else []
    return session.scalar(
        select(CardRow).where(
            CardRow.typed_hash.in_(hashes) if typed else CardRow.code_hash == hash_token(code),
            CardRow.used_at.is_(None),
            CardRow.revoked_at.is_(None),
            CardRow.expires_at > at,
        )
    )


def find_open_card(session: Session, person_id: str, at: datetime) -> CardRow | None:
    """Give the person's card that still waits to be used."""
    return session.scalar(
        select(CardRow).where(
            CardRow.person_id == person_id,
            CardRow.used_at.is_(None),
            CardRow.revoked_at.is_(None),
            CardRow.expires_at > at,
        )
    )


def read_typed(code: str) -> str | None:
    """Give the twelve letters of a code as people type it, None for what is no typed code."""
    plain = unicodedata.normalize("NFKC", code).upper()
    letters = "".join(letter for letter in plain if letter not in " -\t")
    is_typed = len(letters) == TYPED_CHARS and set(letters) <= set(LETTERS)
    return letters if is_typed else None


def revoke_cards(session: Session, person_id: str, at: datetime) -> None:
    """End the cards of the person that nobody has used yet; the caller commits."""
    session.execute(
        update(CardRow)
        .where(
            CardRow.person_id == person_id,
            CardRow.used_at.is_(None),
            CardRow.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )


def reset_person(session: Session, person_id: str, at: datetime) -> None:
    """End the person's sessions, cards and password: only a new card lets him in again. The caller commits."""
    revoke_sessions(session, person_id, at)
    revoke_cards(session, person_id, at)
    session.execute(
        update(AccountRow).where(AccountRow.person_id == person_id).values(password_hash=None)
    )


def _typed_hash(key: str, typed: str) -> str:
    """Hash the short code under our key: without it a stolen table could be tried out."""
    return hmac.new(key.encode(), typed.encode(), hashlib.sha256).hexdigest()
