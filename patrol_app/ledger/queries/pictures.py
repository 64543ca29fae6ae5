"""Pictures by their hash: whether each has arrived, and who may look at it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor
from patrol_app.ledger.queries.scope import visible_uses
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow


@dataclass(frozen=True)
class Picture:
    """What a page needs to know to show a stored picture."""

    sha256: str
    type: str
    bytes: int


def list_arrivals(session: Session, author: str, hashes: Collection[str]) -> dict[str, int | None]:
    """Give, by hash, the seq of its `media.received`, None while awaited; what no entry of his names is missing."""
    if not hashes:
        return {}
    rows = session.execute(
        select(MediumUseRow.sha256, MediumRow.seq)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .outerjoin(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
        .where(MediumUseRow.sha256.in_(list(hashes)), EntryRow.by == author)
    )
    return {row.sha256: row.seq for row in rows}


def find_picture(session: Session, actor: Actor, on: date, sha256: str) -> Picture | None:
    """Give a stored picture that the actor may look at, or None: also for one that others may."""
    row = session.execute(
        select(MediumRow.sha256, MediumRow.type, MediumRow.bytes)
        .join(MediumUseRow, MediumUseRow.sha256 == MediumRow.sha256)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .where(MediumRow.sha256 == sha256, visible_uses(actor, on))
        .limit(1)
    ).first()
    return None if row is None else Picture(*row)
