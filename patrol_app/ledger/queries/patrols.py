"""Patrols as the desk reads them: the 台账 page by page, and one of them with all that belongs to it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from patrol_app.domain.county.places import river_order
from patrol_app.domain.people import Actor
from patrol_app.ledger.queries.scope import lies_in, overseen_reach_ids
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.entries import EntryRow, VaultRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import AppointmentRow, AreaRow, PersonRow, PointRow, ReachRow

#: The item of the nine that is answered by looking at old problems.
RECHECKED = 9


@dataclass(frozen=True)
class PatrolsWanted:
    """What narrows the 台账: days from and to (both counted), where, who, and what was found; None does not narrow.

    `role` is the office the walk was made in; `item` 1–8 asks for something found in it, 9 for old problems looked at.
    """

    from_on: date | None = None
    to_on: date | None = None
    area_id: str | None = None
    reach_id: str | None = None
    person_id: str | None = None
    role: str | None = None
    found: bool | None = None
    doubted: bool | None = None
    item: int | None = None


@dataclass(frozen=True)
class PatrolMark:
    """Where a page of the 台账 ended: the next one goes on behind it."""

    day_on: date
    seq: int
    ledger: str


@dataclass(frozen=True)
class PatrolLine:
    """A patrol with the names its row does not hold."""

    patrol: PatrolRow
    person: str
    reach: ReachRow
    village: str


@dataclass(frozen=True)
class Gathered:
    """How many pictures are named and how many of them have arrived."""

    named: int = 0
    stored: int = 0


def list_patrols(
    session: Session,
    actor: Actor,
    on: date,
    wanted: PatrolsWanted,
    *,
    after: PatrolMark | None,
    limit: int,
    oldest_first: bool = False,
) -> list[PatrolLine]:
    """Give patrols of the actor's area, newest first unless asked otherwise, at most `limit`, behind the mark."""
    asked = _visible(actor, on).where(*_narrowed(wanted))
    place = (PatrolRow.day_on, PatrolRow.seq, PatrolRow.ledger)
    if after is not None:
        mark = tuple_(after.day_on, after.seq, after.ledger)
        asked = asked.where(tuple_(*place) > mark if oldest_first else tuple_(*place) < mark)
    order = place if oldest_first else tuple(column.desc() for column in place)
    rows = session.execute(asked.order_by(*order).limit(limit))
    return [PatrolLine(patrol, person, reach, village) for patrol, person, reach, village in rows]


def find_patrol(session: Session, actor: Actor, on: date, entry_id: str) -> PatrolLine | None:
    """Give one patrol of the actor's area, or None: also for one that exists elsewhere."""
    row = session.execute(_visible(actor, on).where(PatrolRow.entry_id == entry_id)).first()
    return None if row is None else PatrolLine(*row)


def find_patrol_entry(session: Session, actor: Actor, on: date, patrol_id: str) -> str | None:
    """Give the entry of the patrol a problem names, if the actor may see it; of doubles the first."""
    return session.scalar(
        select(PatrolRow.entry_id)
        .where(
            PatrolRow.patrol_id == patrol_id, PatrolRow.reach_id.in_(overseen_reach_ids(actor, on))
        )
        .order_by(PatrolRow.seq)
        .limit(1)
    )


def list_problems_of(
    session: Session, actor: Actor, on: date, rows: Sequence[PatrolRow]
) -> dict[str, list[ProblemRow]]:
    """Give, by entry, the problems that the walker reported on each patrol, as far as the actor oversees them.

    A problem names its patrol itself, so one that somebody else hung on it is not of this walk.
    """
    asked = select(ProblemRow).where(
        ProblemRow.patrol_id.in_([row.patrol_id for row in rows]),
        ProblemRow.reach_id.in_(overseen_reach_ids(actor, on)),
    )
    problems = session.scalars(asked.order_by(ProblemRow.number)).all()
    return {
        row.entry_id: [
            problem
            for problem in problems
            if (problem.patrol_id, problem.reported_by, problem.ledger)
            == (row.patrol_id, row.person_id, row.ledger)
        ]
        for row in rows
    }


def count_media(session: Session, entry_ids: Collection[str]) -> dict[str, Gathered]:
    """Count, by entry, the pictures named and those that have arrived."""
    counted = session.execute(
        select(MediumUseRow.entry_id, func.count(), func.count(MediumRow.sha256))
        .outerjoin(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
        .where(MediumUseRow.entry_id.in_(list(entry_ids)))
        .group_by(MediumUseRow.entry_id)
    )
    return {entry_id: Gathered(named, stored) for entry_id, named, stored in counted}


def list_media(session: Session, entry_ids: Collection[str]) -> list[tuple[MediumUseRow, bool]]:
    """Give the pictures named by these entries in the entries' order, and whether each has arrived."""
    rows = session.execute(
        select(MediumUseRow, MediumRow.sha256)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .outerjoin(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
        .where(MediumUseRow.entry_id.in_(list(entry_ids)))
        .order_by(EntryRow.seq, MediumUseRow.position)
    )
    return [(use, stored is not None) for use, stored in rows]


def find_entry_hash(session: Session, entry_id: str) -> str | None:
    """Give the hash under which the ledger keeps an entry."""
    return session.scalar(select(EntryRow.entry_hash).where(EntryRow.id == entry_id))


def find_private(session: Session, entry_id: str) -> dict[str, Any]:
    """Give the private half of an entry, empty when it has been erased."""
    return session.scalar(select(VaultRow.private).where(VaultRow.entry_id == entry_id)) or {}


def list_points(session: Session, reach_id: str) -> Sequence[PointRow]:
    """Give the places to visit on a reach, in river order."""
    points = session.scalars(
        select(PointRow).where(PointRow.reach_id == reach_id).order_by(PointRow.name, PointRow.id)
    )
    return sorted(points, key=lambda point: river_order(point.kind, point.place))


def list_names(session: Session, person_ids: Collection[str]) -> dict[str, str]:
    """Give people's names by id; somebody erased is missing."""
    rows = session.execute(
        select(PersonRow.id, PersonRow.name).where(PersonRow.id.in_(list(person_ids)))
    )
    return {row.id: row.name for row in rows}


def _visible(actor: Actor, on: date) -> Select[PatrolRow, str, ReachRow, str]:
    return (
        select(PatrolRow, PersonRow.name, ReachRow, AreaRow.name)
        .join(PersonRow, PersonRow.id == PatrolRow.person_id)
        .join(ReachRow, ReachRow.id == PatrolRow.reach_id)
        .join(AreaRow, AreaRow.id == ReachRow.area_id)
        .where(PatrolRow.reach_id.in_(overseen_reach_ids(actor, on)))
    )


def _narrowed(wanted: PatrolsWanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.from_on is not None:
        conditions.append(PatrolRow.day_on >= wanted.from_on)
    if wanted.to_on is not None:
        conditions.append(PatrolRow.day_on <= wanted.to_on)
    if wanted.area_id is not None:
        conditions.append(lies_in(wanted.area_id))
    if wanted.reach_id is not None:
        conditions.append(PatrolRow.reach_id == wanted.reach_id)
    if wanted.person_id is not None:
        conditions.append(PatrolRow.person_id == wanted.person_id)
    if wanted.role is not None:
        offices = select(AppointmentRow.id).where(AppointmentRow.role == wanted.role)
        conditions.append(PatrolRow.appointment_id.in_(offices))
    return [*conditions, *_narrowed_by_what_was_seen(wanted)]


def _narrowed_by_what_was_seen(wanted: PatrolsWanted) -> Iterator[ColumnElement[bool]]:
    if wanted.found is not None:
        yield PatrolRow.found_items != 0 if wanted.found else PatrolRow.found_items == 0
    if wanted.doubted is not None:
        doubts = func.json_array_length(PatrolRow.doubts)
        yield doubts > 0 if wanted.doubted else doubts == 0
    if wanted.item == RECHECKED:
        yield func.json_array_length(PatrolRow.rechecks) > 0
    elif wanted.item is not None:
        yield PatrolRow.found_items.op("&")(1 << (wanted.item - 1)) != 0
