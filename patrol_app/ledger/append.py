"""The one write path: an entry is judged, appended to its county's ledger, and the read tables follow at once.

Nothing else writes entries or read tables. The caller opens the transaction with `begin_writing` and commits it, so
that a whole call of a phone costs one sync of the disk and stands or falls together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Entry, Kind
from patrol_app.domain.errors import EntryConflict, HashMismatch, NotAuthor, PatrolError
from patrol_app.ledger.canonical import canonical, entry_hash, leaf_bytes, private_commit
from patrol_app.ledger.parse import parse
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.project import project
from patrol_app.ledger.registered import judge_change
from patrol_app.ledger.standing import Standing, find_standing
from patrol_app.ledger.tables.books import RefusalRow
from patrol_app.ledger.tables.entries import EntryRow, VaultRow


@dataclass(frozen=True)
class Parcel:
    """An entry as it came, its shape already checked by the door: the hashed envelope and the private half."""

    envelope: Mapping[str, Any]
    private_salt: str
    private: Mapping[str, Any]
    signature: str | None


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
    entry = parse(parcel.envelope, parcel.private_salt, parcel.private, parcel.signature)
    digest = entry_hash(parcel.envelope)
    try:
        found = _find_earlier(session, entry, digest, author)
        if found is not None:
            return Filed(entry.id, Status.DUPLICATE, found.seq, found.accepted_at)
        if private_commit(entry.private_salt, entry.private) != entry.private_commit:
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
    row = _entry_row(parcel, entry, digest, standing)
    _place(session, row, server_at)
    session.add_all([row, _vault_row(entry)])
    session.flush()
    arrival = Arrival(
        entry=entry,
        entry_hash=digest,
        seq=row.seq,
        accepted_at=row.accepted_at,
        sent_at=sent_at,
        server_at=server_at,
        standing=standing,
    )
    project(session, arrival)
    return Filed(entry.id, Status.ACCEPTED, row.seq, row.accepted_at)


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
    noted = select(RefusalRow.id).where(
        RefusalRow.entry_id == entry_id,
        RefusalRow.entry_hash == entry_hash,
        RefusalRow.code == code,
    )
    if session.scalar(noted.limit(1)) is not None:
        return
    session.add(
        RefusalRow(
            entry_id=entry_id,
            device_id=device_id,
            device_seq=device_seq,
            entry_hash=entry_hash,
            code=code,
            person_id=person_id,
            refused_at=at,
        )
    )


def _find_earlier(
    session: Session, entry: Entry, digest: str, author: str | None
) -> EntryRow | None:
    """Give the row of the same entry sent before; raises NotAuthor and EntryConflict."""
    if author is not None and entry.by != author:
        raise NotAuthor(id=entry.id)
    earlier = session.scalar(select(EntryRow).where(EntryRow.id == entry.id))
    if earlier is not None and earlier.entry_hash != digest:
        raise EntryConflict(id=entry.id)
    return earlier


def _entry_row(parcel: Parcel, entry: Entry, digest: str, standing: Standing) -> EntryRow:
    return EntryRow(
        ledger=entry.ledger,
        id=entry.id,
        kind=str(entry.kind),
        entry_hash=digest,
        envelope=canonical(dict(parcel.envelope)),
        signature=entry.signature,
        at=entry.at,
        by=entry.by,
        appointment=entry.appointment,
        reach_id=standing.reach_id,
        problem_id=standing.problem_id,
        device_id=entry.device_id,
        device_seq=entry.device_seq,
        prev=entry.prev,
    )


def _place(session: Session, row: EntryRow, server_at: datetime) -> None:
    """Give the row the next number of its ledger and the bytes that the tree will hash."""
    last = session.execute(
        select(EntryRow.seq, EntryRow.accepted_at)
        .where(EntryRow.ledger == row.ledger)
        .order_by(EntryRow.seq.desc())
        .limit(1)
    ).first()
    row.seq = 0 if last is None else last.seq + 1
    # A server clock that jumps back must not reorder the ledger (trust.md F32).
    row.accepted_at = server_at if last is None else max(server_at, last.accepted_at)
    row.leaf = leaf_bytes(
        accepted_at=row.accepted_at,
        entry_hash=row.entry_hash,
        seq=row.seq,
        signature=row.signature,
    )


def _vault_row(entry: Entry) -> VaultRow:
    return VaultRow(entry_id=entry.id, private_salt=entry.private_salt, private=dict(entry.private))
