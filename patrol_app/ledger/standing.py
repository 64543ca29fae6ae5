"""Where an entry stands when it arrives: whose office, whose reach, which book; what cannot be an entry stops here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, String, bindparam, func, null, select, union_all
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Entry, Kind, problem_id_of, reach_id_of
from patrol_app.domain.errors import ForeignLedger, ForeignReach, NeverAppointed
from patrol_app.domain.people import Appointment
from patrol_app.ledger.database import run
from patrol_app.ledger.prepared import Row
from patrol_app.ledger.queries.scope import list_appointments
from patrol_app.ledger.tables.books import BookRow, RefusalRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import ReachRow

#: What a person says for himself, in whatever office.
_FOR_ONESELF = (Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN)

#: The reach that the entry names, or that of its problem if the problem has arrived already.
_REACH_ID = func.coalesce(
    bindparam("reach_id", type_=String),
    select(ProblemRow.reach_id)
    .where(
        ProblemRow.id == bindparam("problem_id"),
        ProblemRow.ledger == bindparam("ledger"),
    )
    .scalar_subquery(),
)
_REACH = select(ReachRow.id, ReachRow.area_path, ReachRow.geometry, ReachRow.approximate).where(
    ReachRow.id == _REACH_ID, ReachRow.ledger == bindparam("ledger")
)
_KNOWN = select(
    select(BookRow.person_id)
    .where(BookRow.device_id == bindparam("device_id"))
    .scalar_subquery()
    .label("book_person_id"),
    select(EntryRow.accepted_at)
    .where(EntryRow.ledger == bindparam("ledger"), EntryRow.seq == bindparam("beacon_seq"))
    .scalar_subquery()
    .label("beacon_at"),
)
_NEIGHBOURS: CompoundSelect[Any] = union_all(
    select(EntryRow.device_seq, EntryRow.entry_hash, EntryRow.prev).where(
        EntryRow.device_id == bindparam("device_id"),
        EntryRow.by == bindparam("by"),
        EntryRow.device_seq.between(bindparam("before"), bindparam("after")),
    ),
    select(RefusalRow.device_seq, RefusalRow.entry_hash, null()).where(
        RefusalRow.device_id == bindparam("device_id"),
        RefusalRow.person_id == bindparam("by"),
        RefusalRow.device_seq == bindparam("before"),
        RefusalRow.entry_hash.is_not(None),
    ),
)


@dataclass(frozen=True)
class Standing:
    """What the register and the ledger know of an entry's author, place and book at its arrival.

    `offices` are all appointments its author ever held, `appointment` the one it names; `reach_area_path` is the path
    of the village of `reach_id`, `reach_line` the reach's line downstream, empty where nobody knows it. `beacon_at` is
    when the last checkpoint that its phone had seen was made, None without one. `neighbours` are (number, entry hash,
    prev) of what the same book holds just before, at and just after this one's number, and of what was refused just
    before it (its prev is then None).
    """

    appointment: Appointment | None
    offices: tuple[Appointment, ...]
    reach_id: str | None
    reach_area_path: str | None
    reach_line: Sequence[Sequence[int]]
    reach_approximate: bool
    problem_id: str | None
    book_person_id: str | None
    beacon_at: datetime | None
    neighbours: tuple[tuple[int, str, str | None], ...]


def find_standing(session: Session, entry: Entry) -> Standing:
    """Look up where `entry` stands; raises NeverAppointed, ForeignLedger and ForeignReach (contract, Ideas)."""
    offices = tuple(list_appointments(session, [entry.by])) if entry.by is not None else ()
    appointment = _appointment(entry, offices)
    reach = _reach(session, entry)
    book_person_id, beacon_at = _book(session, entry)
    return Standing(
        appointment=appointment,
        offices=offices,
        reach_id=None if reach is None else reach.id,
        reach_area_path=None if reach is None else reach.area_path,
        reach_line=[] if reach is None else reach.geometry or [],
        reach_approximate=reach is None or reach.approximate,
        problem_id=problem_id_of(entry),
        book_person_id=book_person_id,
        beacon_at=beacon_at,
        neighbours=_neighbours(session, entry),
    )


def _appointment(entry: Entry, offices: tuple[Appointment, ...]) -> Appointment | None:
    if entry.by is None:
        return None
    named = next((held for held in offices if held.id == entry.appointment), None)
    ledgers = {held.ledger for held in offices} if named is None else {named.ledger}
    if named is None and (entry.appointment is not None or entry.kind not in _FOR_ONESELF):
        raise NeverAppointed(appointment=entry.appointment)
    if entry.ledger not in ledgers:
        raise ForeignLedger(ledger=entry.ledger)
    return named


def _reach(session: Session, entry: Entry) -> Row | None:
    reach_id, problem_id = reach_id_of(entry), problem_id_of(entry)
    if reach_id is None and problem_id is None:
        return None
    reach = run(
        session, _REACH, reach_id=reach_id, problem_id=problem_id, ledger=entry.ledger
    ).first()
    if reach_id is not None and reach is None:
        raise ForeignReach(reach_id=reach_id)
    return reach


def _book(session: Session, entry: Entry) -> tuple[str | None, datetime | None]:
    """Give whose the entry's book is, and when the last checkpoint that its phone had seen was made."""
    if entry.device_id is None and entry.beacon is None:
        return None, None
    known: Any = run(
        session,
        _KNOWN,
        ledger=entry.ledger,
        device_id=entry.device_id,
        beacon_seq=None if entry.beacon is None else entry.beacon.size - 1,
    ).first()
    return known.book_person_id, known.beacon_at


def _neighbours(session: Session, entry: Entry) -> tuple[tuple[int, str, str | None], ...]:
    """Give what the author's book holds around this number; what others file under its name cannot spoil it."""
    if entry.device_id is None or entry.device_seq is None:
        return ()
    near = run(
        session,
        _NEIGHBOURS,
        device_id=entry.device_id,
        by=entry.by,
        before=entry.device_seq - 1,
        after=entry.device_seq + 1,
    )
    return tuple((row.device_seq, row.entry_hash, row.prev) for row in near)
