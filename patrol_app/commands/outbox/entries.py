"""Files the entries of the file through the phones' own door, and keeps what is known of the phone true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.commands.outbox.carried import Carried
from patrol_app.domain.people import Actor
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.tables.books import BookRow
from patrol_app.sync.devices import note_contact, register
from patrol_app.sync.receive import Taken, take_in
from patrol_app.sync.schemas.calls import MAX_ENTRIES

_NOTHING_LEFT: Mapping[str, Any] = {"entries": 0, "media": 0, "oldest_at": None, "days": []}


def file_entries(
    session: Session, actor: Actor, carried: Carried, now: datetime, *, keeps: bool
) -> Iterator[Taken]:
    """Give what becomes of each entry, in the file's order; unless it `keeps` them, all is undone again.

    The phone's clock when the file was made says nothing of its error, for nobody knows how long the file was carried.
    """
    for start in range(0, len(carried.entries), MAX_ENTRIES):
        raws = carried.entries[start : start + MAX_ENTRIES]
        taken = take_in(session, actor, raws, sent_at=None, now=now)
        if keeps:
            session.commit()
        else:
            session.rollback()
        yield from taken


def register_books(session: Session, actor: Actor, carried: Carried, now: datetime) -> None:
    """Register the books that the server does not know, as the phone would have; commits.

    They were last heard of when the file was made: what was done after that nobody knows. A phone's clock that runs
    ahead is not believed, or it would never be missed.
    """
    heard_at = min(carried.made_at, now)
    for device_id in carried.device_ids:
        if session.get(BookRow, device_id) is not None:
            continue
        session.rollback()
        names = {"device_id": device_id, "installation_id": carried.installation_id}
        register(session, actor, {**names, "label": "", "public_key": None}, heard_at)
        session.commit()
    session.rollback()


def hear_of_books(session: Session, actor: Actor, carried: Carried, now: datetime) -> None:
    """Remember that nothing from before the file is on the phone any longer; commits.

    A book that was heard of later, or a file from a clock that runs ahead, tells nothing new.
    """
    begin_writing(session)
    books = select(BookRow).where(BookRow.device_id.in_(carried.device_ids))
    for book in session.scalars(books).all():
        if book.last_contact_at <= carried.made_at <= now:
            note_contact(session, actor, book.device_id, _NOTHING_LEFT, carried.made_at)
    session.commit()
