"""Books: registered before they are drained, and heard of with each call."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from patrol_app.domain.errors import NotAuthor
from patrol_app.domain.people import Actor
from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.database import begin_writing, run
from patrol_app.ledger.tables.books import BookRow
from patrol_app.sync.schemas.calls import make_sure_of_book

_NOTED = ("entries", "media", "oldest_at", "days", "lost")

_HEAR_OF = update(BookRow).where(
    BookRow.device_id == bindparam("of_book"), BookRow.person_id == bindparam("of_person")
)


def register(
    session: Session, actor: Actor, payload: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Take a call of `POST /api/v1/devices` and give its answer; raises BadShape, NotAuthor for another's book.

    Registering again renames the book; its key stays the first one, because entries were signed with it. Must be
    outside a transaction; the caller commits.
    """
    make_sure_of_book(payload)
    begin_writing(session)
    book = session.get(BookRow, payload["device_id"])
    if book is None:
        book = BookRow(
            device_id=payload["device_id"],
            person_id=actor.person_id,
            installation_id=payload["installation_id"],
            public_key=payload["public_key"],
            registered_at=now,
            pending=None,
        )
        session.add(book)
    elif book.person_id != actor.person_id:
        raise NotAuthor(device_id=book.device_id)
    book.label = payload["label"]
    book.last_contact_at = now
    return {
        "device_id": book.device_id,
        "registered_at": wire_time(book.registered_at),
        "server_time": wire_time(now),
    }


def note_contact(
    session: Session, actor: Actor, device_id: str, pending: Mapping[str, Any], now: datetime
) -> None:
    """Remember when the book was heard of and what its phone still holds; another's book is left alone."""
    run(
        session,
        _HEAR_OF,
        of_book=device_id,
        of_person=actor.person_id,
        last_contact_at=now,
        pending={key: pending[key] for key in _NOTED if key in pending},
    )
