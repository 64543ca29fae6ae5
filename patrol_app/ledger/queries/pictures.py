"""Pictures by their hash: whether each has arrived, and who may look at it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor
from patrol_app.ledger.database import run
from patrol_app.ledger.queries.scope import visible_uses
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import PersonRow, ReachRow

#: Asked for at once; a list of any length would have the statement written anew each time.
_AT_ONCE = 8

#: Who filed the entry is asked of each use; joined, all that he ever filed would be looked through.
_ARRIVALS = (
    select(MediumUseRow.sha256, MediumRow.seq)
    .outerjoin(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
    .where(
        MediumUseRow.sha256.in_([bindparam(f"hash_{place}") for place in range(_AT_ONCE)]),
        select(EntryRow.by).where(EntryRow.id == MediumUseRow.entry_id).scalar_subquery()
        == bindparam("by"),
    )
)


@dataclass(frozen=True)
class Picture:
    """What a page needs to know to show a stored picture."""

    sha256: str
    type: str
    bytes: int


@dataclass(frozen=True)
class FirstUse:
    """When, where and by whom a picture was first filed; what is not known is None."""

    taken_at: datetime | None
    source: str | None
    river: str | None
    reach: str | None
    person: str | None


def list_arrivals(session: Session, author: str, hashes: Collection[str]) -> dict[str, int | None]:
    """Give, by hash, the seq of its `media.received`, None while awaited; what no entry of his names is missing."""
    arrivals: dict[str, int | None] = {}
    left = list(hashes)
    while left:
        asked, left = left[:_AT_ONCE], left[_AT_ONCE:]
        places = {f"hash_{place}": sha256 for place, sha256 in enumerate(asked)}
        nobodys = {f"hash_{place}": None for place in range(len(asked), _AT_ONCE)}
        rows = run(session, _ARRIVALS, by=author, **places, **nobodys)
        arrivals.update((row.sha256, row.seq) for row in rows)
    return arrivals


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


def find_first_use(session: Session, sha256: str) -> FirstUse | None:
    """Give the first use of a stored picture in its ledger by whoever sent it, None for one that has not arrived.

    It was there before the picture came, so it stays the same whoever else names the picture later.
    """
    row = session.execute(
        select(
            MediumUseRow.taken_at,
            MediumUseRow.source,
            ReachRow.river,
            ReachRow.name,
            PersonRow.name,
        )
        .join(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .outerjoin(ProblemRow, ProblemRow.id == MediumUseRow.problem_id)
        .outerjoin(ReachRow, ReachRow.id == func.coalesce(EntryRow.reach_id, ProblemRow.reach_id))
        .outerjoin(PersonRow, PersonRow.id == EntryRow.by)
        .where(
            MediumUseRow.sha256 == sha256,
            EntryRow.ledger == MediumRow.ledger,
            EntryRow.by == MediumRow.uploaded_by,
        )
        .order_by(EntryRow.seq, MediumUseRow.position)
        .limit(1)
    ).first()
    return None if row is None else FirstUse(*row)
