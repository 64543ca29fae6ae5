"""The one write path: an entry is judged, appended to its county's ledger, and the read tables follow at once.

Nothing else writes entries or read tables. The caller opens the transaction with `begin_writing` and commits it, so
that a whole call of a phone costs one sync of the disk and stands or falls together.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Entry, Kind
from patrol_app.domain.errors import EntryConflict, HashMismatch, NotAuthor, PatrolError
from patrol_app.ledger.canonical import canonical, leaf_bytes, private_commit
from patrol_app.ledger.database import run
from patrol_app.ledger.parse import parse
from patrol_app.ledger.prepared import Row
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.project import project
from patrol_app.ledger.registered import judge_change
from patrol_app.ledger.standing import Standing, find_standing
from patrol_app.ledger.tables.books import RefusalRow
from patrol_app.ledger.tables.entries import EntryRow, VaultRow

_EARLIER = select(EntryRow.seq, EntryRow.entry_hash, EntryRow.accepted_at).where(
    EntryRow.id == bindparam("id")
)
_LAST = (
    select(EntryRow.seq, EntryRow.accepted_at)
    .where(EntryRow.ledger == bindparam("ledger"))
    .order_by(EntryRow.seq.desc())
    .limit(1)
)
_ENTER = insert(EntryRow)
_LOCK_AWAY = insert(VaultRow)
_NOTED = (
    select(RefusalRow.id)
    .where(
        RefusalRow.entry_id == bindparam("entry_id"),
        RefusalRow.entry_hash.is_not_distinct_from(bindparam("entry_hash")),
        RefusalRow.code == bindparam("code"),
    )
    .limit(1)
)
_NOTE = insert(RefusalRow)


@dataclass(frozen=True)
class Parcel:
    """An entry as it came, its shape already checked by the door: the hashed envelope and the private half.

    What follows from them is reckoned at once, before anybody waits for the writer's place: `entry`, `written` (the
    bytes that are hashed), `entry_hash`, and `private_hash`, which its `private_commit` should be.
    """

    envelope: Mapping[str, Any]
    private_salt: str
    private: Mapping[str, Any]
    signature: str | None
    entry: Entry = field(init=False, repr=False)
    written: bytes = field(init=False, repr=False)
    entry_hash: str = field(init=False)
    private_hash: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        written = canonical(dict(self.envelope))
        reckoned = {
            "entry": parse(self.envelope, self.private_salt, self.private, self.signature),
            "written": written,
            "entry_hash": hashlib.sha256(written).hexdigest(),
            "private_hash": private_commit(self.private_salt, self.private),
        }
        for name, value in reckoned.items():
            object.__setattr__(self, name, value)


class Status(StrEnum):
    """What became of a parcel (contract, POST /api/v1/entries)."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True)
class Filed:
    """The answer for one parcel: its place in the ledger, or the reason why it cannot be an entry."""

    id: str
    status: Status
    seq: int | None = None
    accepted_at: datetime | None = None
    error: PatrolError | None = None


def append(
    session: Session,
    parcel: Parcel,
    *,
    author: str | None,
    sent_at: datetime | None,
    server_at: datetime,
) -> Filed:
    """File one parcel; sending it again gives the same place. `author` is the session's person, None for the server.

    `sent_at` is the phone's clock when it sent, `server_at` ours when we received. A refusal is returned and noted,
    never raised, so that its neighbours in the same call go on.
    """
    entry, digest = parcel.entry, parcel.entry_hash
    try:
        found = _find_earlier(session, entry, digest, author)
        if found is not None:
            return Filed(entry.id, Status.DUPLICATE, found.seq, found.accepted_at)
        if parcel.private_hash != entry.private_commit:
            raise HashMismatch(id=entry.id)
        standing = find_standing(session, entry)
        if entry.kind is Kind.REGISTER_CHANGED:
            judge_change(session, entry)
    except PatrolError as refusal:
        note_refusal(
            session,
            entry_id=entry.id,
            device_id=entry.device_id,
            device_seq=entry.device_seq,
            entry_hash=digest,
            code=refusal.code,
            person_id=author,
            at=server_at,
        )
        return Filed(entry.id, Status.REFUSED, error=refusal)
    seq, accepted_at = _find_place(session, entry.ledger, server_at)
    _enter(session, parcel, standing, seq, accepted_at)
    arrival = Arrival(
        entry=entry,
        entry_hash=digest,
        seq=seq,
        accepted_at=accepted_at,
        sent_at=sent_at,
        server_at=server_at,
        standing=standing,
    )
    project(session, arrival)
    return Filed(entry.id, Status.ACCEPTED, seq, accepted_at)


def note_refusal(
    session: Session,
    *,
    entry_id: str,
    device_id: str | None,
    device_seq: int | None,
    entry_hash: str | None,
    code: str,
    person_id: str | None,
    at: datetime,
) -> None:
    """Remember that something was refused, so that its number in the book does not read as missing; once each."""
    noted = run(session, _NOTED, entry_id=entry_id, entry_hash=entry_hash, code=code).first()
    if noted is not None:
        return
    run(
        session,
        _NOTE,
        entry_id=entry_id,
        device_id=device_id,
        device_seq=device_seq,
        entry_hash=entry_hash,
        code=code,
        person_id=person_id,
        refused_at=at,
    )


def _find_earlier(session: Session, entry: Entry, digest: str, author: str | None) -> Row | None:
    """Give the place of the same entry sent before; raises NotAuthor and EntryConflict."""
    if author is not None and entry.by != author:
        raise NotAuthor(id=entry.id)
    earlier = run(session, _EARLIER, id=entry.id).first()
    if earlier is not None and earlier.entry_hash != digest:
        raise EntryConflict(id=entry.id)
    return earlier


def _find_place(session: Session, ledger: str, server_at: datetime) -> tuple[int, datetime]:
    """Give the next number of the ledger and the moment that stands beside it."""
    last = run(session, _LAST, ledger=ledger).first()
    if last is None:
        return 0, server_at
    # A server clock that jumps back must not reorder the ledger (trust.md F32).
    return last.seq + 1, max(server_at, last.accepted_at)


def _enter(
    session: Session, parcel: Parcel, standing: Standing, seq: int, accepted_at: datetime
) -> None:
    """Write the entry under its number with the bytes that the tree will hash, and its private half beside it."""
    entry = parcel.entry
    leaf = leaf_bytes(
        accepted_at=accepted_at,
        entry_hash=parcel.entry_hash,
        seq=seq,
        signature=entry.signature,
    )
    run(
        session,
        _ENTER,
        ledger=entry.ledger,
        seq=seq,
        id=entry.id,
        kind=str(entry.kind),
        entry_hash=parcel.entry_hash,
        envelope=parcel.written,
        signature=entry.signature,
        leaf=leaf,
        at=entry.at,
        accepted_at=accepted_at,
        by=entry.by,
        appointment=entry.appointment,
        reach_id=standing.reach_id,
        problem_id=standing.problem_id,
        device_id=entry.device_id,
        device_seq=entry.device_seq,
        prev=entry.prev,
    )
    run(
        session,
        _LOCK_AWAY,
        entry_id=entry.id,
        private_salt=entry.private_salt,
        private=dict(entry.private),
    )
