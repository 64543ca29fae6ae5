"""What must hold of a database whatever has happened to it; run after every fault (trust.md, Invariants).

I1 I2 I5 I9 and I10 are looked at here. I3, I4 and I8 are of roots and receipts, which there are none of yet, I6 of gaps
that nothing tells of yet; I7 is held by `tests/test_access_table.py`.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select

from patrol_app.ledger.canonical import canonical, leaf_bytes, private_commit
from patrol_app.ledger.tables.entries import EntryRow, VaultRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow, UploadRow
from patrol_app.media.store import Store
from patrol_app.sync.schemas.entry import BESIDE_ENVELOPE

#: How long a writer that works at this moment may keep his place.
PATIENCE_S = 5
#: A mobile number of mainland China; a longer number or a hash that contains one is none.
TELEPHONE = re.compile(rb"(?<![0-9A-Za-z.+-])1[3-9][0-9]{9}(?![0-9A-Za-z])")
#: What is private must not stand in what is hashed, for it could never be erased.
PRIVATE_KEYS = {"track", "fixes", "place", "media_facts", "other_companions", "note"}


def check_invariants(
    session, media_dir: Path, acknowledged: Iterable[Mapping[str, Any]] = ()
) -> None:
    """Raise AssertionError with the first entry or picture that is not as it must be.

    `acknowledged` are entries as they were sent, of which the server has said that it has them.
    """
    session.rollback()
    ledgers = session.scalars(select(EntryRow.ledger).distinct()).all()
    for ledger in ledgers:
        rows = session.scalars(
            select(EntryRow).where(EntryRow.ledger == ledger).order_by(EntryRow.seq)
        ).all()
        assert [row.seq for row in rows] == list(range(len(rows)))
        assert all(one.accepted_at <= two.accepted_at for one, two in pairwise(rows))
        for row in rows:
            check_entry(row, session.get(VaultRow, row.id))
    for sent in acknowledged:
        check_acknowledged(session, sent)
    check_pictures(session, media_dir)
    for log in media_dir.parent.glob("*.log"):
        assert not TELEPHONE.search(log.read_bytes()), log
    check_nothing_is_left(session, media_dir)


def check_entry(row: EntryRow, vault: VaultRow) -> None:
    """The kept bytes are the entry, the leaf and the commitment follow from them, and nothing private is among them."""
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
    assert not PRIVATE_KEYS & set(envelope["body"]), row.id
    assert not TELEPHONE.search(row.leaf), row.id


def check_acknowledged(session, sent: Mapping[str, Any]) -> None:
    """What the server has answered for stands there once, byte by byte as it was sent, its private half too."""
    (row,) = session.scalars(select(EntryRow).where(EntryRow.id == sent["id"])).all()
    envelope = {key: value for key, value in sent.items() if key not in BESIDE_ENVELOPE}
    assert row.envelope == canonical(envelope), row.id
    assert row.signature == sent["signature"], row.id
    vault = session.get(VaultRow, row.id)
    assert (vault.private_salt, vault.private) == (sent["private_salt"], sent["private"]), row.id


def check_pictures(session, media_dir: Path) -> None:
    """Each picture of the store is said of in its ledger once and has its bytes; none is kept that no entry names."""
    received = [
        medium["sha256"]
        for row in session.scalars(select(EntryRow).where(EntryRow.kind == "media.received"))
        for medium in json.loads(row.envelope)["body"]["media"]
    ]
    named = set(session.scalars(select(MediumUseRow.sha256)))
    media = {medium.sha256: medium for medium in session.scalars(select(MediumRow))}
    kept = {path.name: path for path in (media_dir / "originals").glob("*/*/*") if path.is_file()}
    assert sorted(received) == sorted(media)
    assert set(media) <= set(kept)
    # Pulling the plug just before the commit leaves bytes that are waited for; they are sent again.
    assert set(kept) <= named
    for sha256, path in kept.items():
        content = path.read_bytes()
        assert path == Store(media_dir).original(sha256)
        assert hashlib.sha256(content).hexdigest() == sha256
        assert sha256 not in media or len(content) == media[sha256].bytes


def check_nothing_is_left(session, media_dir: Path) -> None:
    """What is on its way belongs to an open upload and is no longer than it; nobody keeps the writer's place."""
    uploads = {row.id: row for row in session.scalars(select(UploadRow))}
    session.rollback()
    for path in (media_dir / "incoming").glob("*"):
        upload = uploads.get(path.name)
        assert upload is not None, f"{path} is nobody's"
        assert path.stat().st_size <= upload.length_bytes
    database = session.get_bind().url.database
    with closing(sqlite3.connect(database, timeout=PATIENCE_S, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
