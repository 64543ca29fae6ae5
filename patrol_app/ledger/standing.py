"""Where an entry stands when it arrives: whose office, whose reach, which book; what cannot be an entry stops here."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Entry, Kind, problem_id_of, reach_id_of
from patrol_app.domain.errors import ForeignLedger, ForeignReach, NeverAppointed
from patrol_app.domain.people import Appointment
from patrol_app.ledger.queries.scope import list_appointments
from patrol_app.ledger.tables.books import BookRow, RefusalRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import ReachRow

#: What a person says for himself, in whatever office.
_FOR_ONESELF = (Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN)


@dataclass(frozen=True)
class Standing:
    """What the register and the ledger know of an entry's author, place and book at its arrival.

    `offices` are all appointments its author ever held, `appointment` the one it names; `reach_area_path` is the path
    of the village of `reach_id`, `reach_line` the reach's line downstream, empty where nobody knows it. `neighbours`
    are (number, entry hash, prev) of what the same book holds just before, at and just after this one's number, and
    of what was refused just before it (its prev is then None).
    """

    appointment: Appointment | None
    offices: tuple[Appointment, ...]
    reach_id: str | None
    reach_area_path: str | None
    reach_line: Sequence[Sequence[int]]
    reach_approximate: bool
    problem_id: str | None
    book_person_id: str | None
    neighbours: tuple[tuple[int, str, str | None], ...]


def find_standing(session: Session, entry: Entry) -> Standing:
    """Look up where `entry` stands; raises NeverAppointed, ForeignLedger and ForeignReach (contract, Ideas)."""
    offices = tuple(list_appointments(session, [entry.by])) if entry.by is not None else ()
    appointment = _appointment(entry, offices)
    reach = _reach(session, entry)
    return Standing(
        appointment=appointment,
        offices=offices,
        reach_id=None if reach is None else reach.id,
        reach_area_path=None if reach is None else reach.area_path,
        reach_line=[] if reach is None else reach.geometry or [],
        reach_approximate=reach is None or reach.approximate,
        problem_id=problem_id_of(entry),
        book_person_id=session.scalar(
            select(BookRow.person_id).where(BookRow.device_id == entry.device_id)
        ),
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


def _reach(session: Session, entry: Entry) -> ReachRow | None:
    """Give the reach that the entry names, or that of its problem if the problem has arrived already."""
    reach_id = reach_id_of(entry)
    if reach_id is not None:
        reach = session.get(ReachRow, reach_id)
        if reach is None or reach.ledger != entry.ledger:
            raise ForeignReach(reach_id=reach_id)
        return reach
    return session.scalar(
        select(ReachRow)
        .join(ProblemRow, ProblemRow.reach_id == ReachRow.id)
        .where(ProblemRow.id == problem_id_of(entry), ProblemRow.ledger == entry.ledger)
    )


def _neighbours(session: Session, entry: Entry) -> tuple[tuple[int, str, str | None], ...]:
    """Give what the author's book holds around this number; what others file under its name cannot spoil it."""
    if entry.device_id is None or entry.device_seq is None:
        return ()
    number = entry.device_seq
    taken = session.execute(
        select(EntryRow.device_seq, EntryRow.entry_hash, EntryRow.prev).where(
            EntryRow.device_id == entry.device_id,
            EntryRow.by == entry.by,
            EntryRow.device_seq.in_((number - 1, number, number + 1)),
        )
    )
    refused = session.execute(
        select(RefusalRow.device_seq, RefusalRow.entry_hash).where(
            RefusalRow.device_id == entry.device_id,
            RefusalRow.person_id == entry.by,
            RefusalRow.device_seq == number - 1,
        )
    )
    return (
        *((seq, digest, prev) for seq, digest, prev in taken if seq is not None),
        *((seq, digest, None) for seq, digest in refused if seq is not None and digest is not None),
    )
