"""What is said of a picture before its bytes: which entry names it, and whether it is here already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from patrol_app.domain.errors import MediaNotNamed, UploadGone
from patrol_app.ledger.database import make_sure_it_lasts, run
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.media.quota import make_sure_of_quota

_HELD = select(MediumRow.sha256).where(MediumRow.sha256 == bindparam("sha256"))
_NAMING = (
    select(MediumUseRow.entry_id, MediumUseRow.ledger)
    .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
    .where(MediumUseRow.sha256 == bindparam("sha256"), EntryRow.by == bindparam("by"))
    .order_by(EntryRow.accepted_at)
)
_STORED = (
    select(MediumRow.type, MediumRow.bytes, MediumUseRow.entry_id)
    .join(MediumUseRow, MediumUseRow.sha256 == MediumRow.sha256)
    .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
    .where(MediumRow.sha256 == bindparam("sha256"), EntryRow.by == bindparam("by"))
    .limit(1)
)


@dataclass(frozen=True)
class Announced:
    """What a sender says of a picture before its bytes: `entry_id` is an entry that names it."""

    sha256: str
    type: str
    length_bytes: int
    entry_id: str


def make_sure_it_may_come(
    session: Session, announced: Announced, *, by: str, at: datetime
) -> str | None:
    """Give the ledger of the entry that names what is announced, None where its bytes are here already.

    Raises MediaNotNamed, TooMuchToday.
    """
    ledger = get_naming_ledger(session, announced, by)
    if is_held(session, announced.sha256):
        make_sure_it_lasts(session)
        return None
    make_sure_of_quota(session, by=by, length_bytes=announced.length_bytes, at=at)
    return ledger


def get_naming_ledger(session: Session, announced: Announced, by: str) -> str:
    """Give the ledger of an entry of this author that names the picture, the announced one first."""
    named = run(session, _NAMING, sha256=announced.sha256, by=by).rows
    if not named:
        raise MediaNotNamed(sha256=announced.sha256)
    ledgers: dict[str, str] = {use.entry_id: use.ledger for use in named}
    return ledgers.get(announced.entry_id, next(iter(ledgers.values())))


def is_held(session: Session, sha256: str) -> bool:
    """Say whether a picture's bytes are here for good, whoever sent them."""
    return run(session, _HELD, sha256=sha256).first() is not None


def get_stored(session: Session, sha256: str, by: str) -> Announced:
    """Give a picture that is here and that an entry of this author names; raises UploadGone for any other."""
    stored = run(session, _STORED, sha256=sha256, by=by).first()
    if stored is None:
        raise UploadGone
    make_sure_it_lasts(session)
    return Announced(sha256, stored.type, stored.bytes, stored.entry_id)
