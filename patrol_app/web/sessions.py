"""Device sessions: a logged-in browser, known by a token of which only the SHA-256 is kept (trust, Gate)."""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from flask import request
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from patrol_app.domain.people import Actor
from patrol_app.ledger.database import begin_writing, db, run
from patrol_app.ledger.prepared import Row
from patrol_app.ledger.queries.scope import list_appointments
from patrol_app.ledger.tables.gate import DeviceSessionRow, LanguageChoiceRow
from patrol_app.ledger.tables.register import PersonRow
from patrol_app.web.installation import installed

IDLE = timedelta(days=45)
ABSOLUTE = timedelta(days=180)

#: How exactly we know when a session was last used; each look costs a write.
SEEN_EVERY = timedelta(hours=1)

TOKEN_BYTES = 32

_OPENED = (
    select(
        DeviceSessionRow.id,
        DeviceSessionRow.last_seen_at,
        DeviceSessionRow.person_id,
        PersonRow.name,
        func.coalesce(LanguageChoiceRow.language, PersonRow.language).label("language"),
    )
    .join(PersonRow, PersonRow.id == DeviceSessionRow.person_id)
    .outerjoin(LanguageChoiceRow, LanguageChoiceRow.person_id == DeviceSessionRow.person_id)
    .where(
        DeviceSessionRow.token_hash == bindparam("token_hash"),
        DeviceSessionRow.revoked_at.is_(None),
        DeviceSessionRow.last_seen_at > bindparam("seen_after"),
        DeviceSessionRow.created_at > bindparam("created_after"),
        PersonRow.disabled_at.is_(None),
    )
)

logger = logging.getLogger(__name__)


def find_actor_of_cookie(at: datetime) -> Actor | None:
    """Give the person behind the request's cookie, or None; leaves no transaction open.

    Person and offices are read anew each time, so that a dismissal holds from the next request on.
    His language is the one he chose, else the one the register names.
    """
    token = read_cookie()
    session = db.session()
    found = find_session(session, token, at) if token else None
    offices = list_appointments(session, [found.person_id]) if found else []
    session.rollback()
    if found is None:
        return None
    if at - found.last_seen_at >= SEEN_EVERY:
        _note_seen(session, found.id, at)
    return Actor(
        person_id=found.person_id,
        name=found.name,
        language=found.language,
        session_id=found.id,
        appointments=tuple(offices),
    )


def find_session(session: Session, token: str, at: datetime) -> Row | None:
    """Give the session that `token` opens at `at`, None if it is unknown, revoked or too old, or the person disabled.

    `id` and `last_seen_at` are its own, `person_id`, `name` and `language` (the one to speak) those of the person.
    """
    return run(
        session,
        _OPENED,
        token_hash=hash_token(token),
        seen_after=at - IDLE,
        created_after=at - ABSOLUTE,
    ).first()


def open_session(session: Session, person_id: str, at: datetime) -> str:
    """Add a session for the person and give its token; the caller commits."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        DeviceSessionRow(
            id=secrets.token_hex(16),
            token_hash=hash_token(token),
            person_id=person_id,
            created_at=at,
            last_seen_at=at,
            revoked_at=None,
        )
    )
    return token


def revoke_session(session: Session, token: str, at: datetime) -> None:
    """End the session that `token` opens, if there is one; the caller commits."""
    session.execute(
        update(DeviceSessionRow)
        .where(
            DeviceSessionRow.token_hash == hash_token(token),
            DeviceSessionRow.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )


def count_sessions(session: Session, person_id: str, at: datetime) -> int:
    """Count the browsers in which the person is logged in at `at`."""
    opened = select(func.count(DeviceSessionRow.id)).where(
        DeviceSessionRow.person_id == person_id,
        DeviceSessionRow.revoked_at.is_(None),
        DeviceSessionRow.last_seen_at > at - IDLE,
        DeviceSessionRow.created_at > at - ABSOLUTE,
    )
    return session.scalar(opened) or 0


def revoke_sessions(
    session: Session, person_id: str, at: datetime, *, but: str | None = None
) -> None:
    """End every session of the person, on whatever phone, except that of the token `but`; the caller commits."""
    session.execute(
        update(DeviceSessionRow)
        .where(
            DeviceSessionRow.person_id == person_id,
            DeviceSessionRow.revoked_at.is_(None),
            DeviceSessionRow.token_hash != hash_token(but or ""),
        )
        .values(revoked_at=at)
    )


def hash_token(token: str) -> str:
    """Give what is kept of a token; it is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_cookie() -> str | None:
    """Give the token the browser sent."""
    return request.cookies.get(cookie_name())


def set_cookie(response: Response, token: str) -> None:
    """Hand the browser its token, to keep as long as a session can last."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=ABSOLUTE,
        path="/",
        secure=installed().https,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response) -> None:
    """Take the token back from the browser."""
    response.delete_cookie(
        cookie_name(), path="/", secure=installed().https, httponly=True, samesite="Lax"
    )


def cookie_name() -> str:
    """Give the cookie's name; over https the prefix binds it to this host and to https (RFC 6265bis, 4.1.3)."""
    return "__Host-patrol" if installed().https else "patrol"


def _note_seen(session: Session, session_id: str, at: datetime) -> None:
    try:
        begin_writing(session)
        session.execute(
            update(DeviceSessionRow)
            .where(DeviceSessionRow.id == session_id)
            .values(last_seen_at=at)
        )
        session.commit()
    except OperationalError:
        # On a full disk people still read; the session only looks idle for a while longer.
        session.rollback()
        logger.warning("a session's last use could not be noted", exc_info=True)
