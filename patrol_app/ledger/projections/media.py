"""Pictures: named by entries, later received by the server."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Entry, Kind, problem_id_of, problems_about
from patrol_app.ledger.database import run, run_for_each
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow

_NAME = insert(MediumUseRow)
_HELD = select(MediumRow.sha256).where(MediumRow.sha256 == bindparam("sha256"))
_HOLD = insert(MediumRow)


def note_named(session: Session, arrival: Arrival) -> None:
    """Keep which pictures the entry names, with the facts its phone noted; one that names none adds nothing."""
    entry = arrival.entry
    if entry.kind is Kind.MEDIA_RECEIVED:
        return
    facts, about, own = _facts(entry), problems_about(entry), problem_id_of(entry)
    run_for_each(
        session,
        _NAME,
        [
            {
                "entry_id": entry.id,
                "position": position,
                "sha256": named.sha256,
                "ledger": entry.ledger,
                "type": named.type,
                "bytes": named.bytes,
                "role": named.role,
                # A picture belongs to a problem by an entry about it: nobody hangs one on another's by its id.
                "problem_id": named.problem_id if named.problem_id in about else own,
                "pairs_with": named.pairs_with,
                "taken_at": _moment(facts.get(named.sha256, {}).get("taken_at")),
                "source": facts.get(named.sha256, {}).get("source"),
            }
            for position, named in enumerate(entry.media)
        ],
    )


def project_received(session: Session, arrival: Arrival) -> None:
    """Keep what has arrived; a picture that another ledger has received before stays as it is."""
    received: Any = arrival.entry.body["media"]
    for medium in received:
        if run(session, _HELD, sha256=medium["sha256"]).first() is None:
            run(
                session,
                _HOLD,
                sha256=medium["sha256"],
                type=medium["type"],
                bytes=medium["bytes"],
                stored_at=arrival.accepted_at,
                uploaded_by=medium["uploaded_by"],
                ledger=arrival.entry.ledger,
                seq=arrival.seq,
            )


def _facts(entry: Entry) -> dict[str, Mapping[str, Any]]:
    noted: Any = entry.private.get("media_facts", [])
    return {fact["sha256"]: fact for fact in noted}


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
