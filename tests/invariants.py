"""What must hold of a database whatever has happened to it; run after every fault (trust.md, Invariants)."""

import hashlib
import json
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from patrol_app.ledger.canonical import canonical, leaf_bytes, private_commit
from patrol_app.ledger.tables.entries import EntryRow, VaultRow
from patrol_app.ledger.tables.media import MediumRow


def check_invariants(session, media_dir: Path) -> None:
    """Raise AssertionError with the first entry or picture that is not as it must be."""
    ledgers = session.scalars(select(EntryRow.ledger).distinct()).all()
    for ledger in ledgers:
        rows = session.scalars(
            select(EntryRow).where(EntryRow.ledger == ledger).order_by(EntryRow.seq)
        ).all()
        assert [row.seq for row in rows] == list(range(len(rows)))
        assert all(one.accepted_at <= two.accepted_at for one, two in pairwise(rows))
        for row in rows:
            check_entry(row, session.get(VaultRow, row.id))
    for medium in session.scalars(select(MediumRow)):
        check_picture(medium, media_dir)


def check_entry(row: EntryRow, vault: VaultRow) -> None:
    """The kept bytes are the entry, the leaf and the commitment follow from them."""
    envelope = json.loads(row.envelope)
    assert canonical(envelope) == row.envelope, row.id
    assert hashlib.sha256(row.envelope).hexdigest() == row.entry_hash, row.id
    assert (envelope["id"], envelope["ledger"], envelope["kind"]) == (row.id, row.ledger, row.kind)
    leaf = leaf_bytes(
        accepted_at=row.accepted_at,
        entry_hash=row.entry_hash,
        seq=row.seq,
        signature=row.signature,
    )
    assert leaf == row.leaf, row.id
    commit = private_commit(vault.private_salt, vault.private)
    assert commit == envelope["private_commit"], row.id


def check_picture(medium: MediumRow, media_dir: Path) -> None:
    """Exactly one file of the store has the hash for its whole name (a copy for pages has more), and its bytes."""
    (kept,) = [path for path in media_dir.rglob(medium.sha256) if path.is_file()]
    content = kept.read_bytes()
    assert hashlib.sha256(content).hexdigest() == medium.sha256
    assert len(content) == medium.bytes
