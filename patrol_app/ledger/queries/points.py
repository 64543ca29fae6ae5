"""Reaches with their points, and one point with who came by: the map's pages, never more than the reader oversees."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from patrol_app.domain.county.places import river_order
from patrol_app.domain.people import Actor
from patrol_app.domain.workflow import OPEN
from patrol_app.ledger.queries.answered import find_answered
from patrol_app.ledger.queries.patrols import PatrolMark
from patrol_app.ledger.queries.scope import lies_in, overseen_reach_ids
from patrol_app.ledger.tables.duties import PatrolRow, VisitRow
from patrol_app.ledger.tables.entries import VaultRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import AreaRow, PersonRow, PointRow, ReachRow
from patrol_app.ledger.tables.rivers import SectionRow


@dataclass(frozen=True)
class Stretch:
    """A reach with its village by name, its points in river order, and how many of its problems are open."""

    reach: ReachRow
    village: str
    points: Sequence[PointRow]
    open_problems: int


@dataclass(frozen=True)
class PointPage:
    """A point with what its row does not hold: section facts, the section it counts for, the source it belongs to.

    `section_seen` and `source_seen` say whether the reader may open those, for they may lie in another area. A section
    in another county opens where the reader's county answers for it.
    """

    point: PointRow
    reach: ReachRow
    village: str
    facts: SectionRow | None
    section: PointRow | None
    section_seen: bool
    source: PointRow | None
    source_seen: bool
    outlets: Sequence[PointRow]


@dataclass(frozen=True)
class Visit:
    """Somebody stood at a point on a patrol."""

    patrol: PatrolRow
    name: str
    elapsed_ms: int


@dataclass(frozen=True)
class Spot:
    """Where an open problem was photographed, as its phone measured it."""

    problem: ProblemRow
    at_e6: tuple[int, int]


def list_stretches(
    session: Session, actor: Actor, on: date, *, area_id: str | None, limit: int
) -> list[Stretch]:
    """Give the reaches of the actor's area, or of one area in it, village by village, at most `limit`."""
    asked = (
        select(ReachRow, AreaRow.name)
        .join(AreaRow, AreaRow.id == ReachRow.area_id)
        .where(ReachRow.id.in_(overseen_reach_ids(actor, on)))
        .order_by(ReachRow.area_path, ReachRow.name)
        .limit(limit)
    )
    rows = session.execute(asked if area_id is None else asked.where(lies_in(area_id))).all()
    reach_ids = [reach.id for reach, _ in rows]
    points = _points_by_reach(session, reach_ids)
    waiting = _count_open(session, reach_ids)
    return [
        Stretch(reach, village, points[reach.id], waiting.get(reach.id, 0))
        for reach, village in rows
    ]


def list_sections(session: Session, point_ids: Collection[str]) -> dict[str, SectionRow]:
    """Give, by point, what sections are beyond points to visit."""
    rows = session.scalars(select(SectionRow).where(SectionRow.id.in_(list(point_ids))))
    return {row.id: row for row in rows}


def list_spots(session: Session, reach_ids: Collection[str], *, limit: int) -> list[Spot]:
    """Give where the newest open problems of these reaches are, as far as their phones knew and nobody erased it."""
    rows = session.execute(
        select(ProblemRow, VaultRow.private)
        .join(VaultRow, VaultRow.entry_id == ProblemRow.id)
        .where(ProblemRow.reach_id.in_(list(reach_ids)), ProblemRow.state.in_(sorted(OPEN)))
        .order_by(ProblemRow.number.desc())
        .limit(limit)
    )
    places = ((problem, _place(private)) for problem, private in rows)
    return [Spot(problem, at_e6) for problem, at_e6 in places if at_e6 is not None]


def find_point(session: Session, actor: Actor, on: date, point_id: str) -> PointPage | None:
    """Give one point of the actor's area, or None: also for one that exists elsewhere."""
    row = session.execute(
        select(PointRow, ReachRow, AreaRow.name)
        .join(ReachRow, ReachRow.id == PointRow.reach_id)
        .join(AreaRow, AreaRow.id == ReachRow.area_id)
        .where(PointRow.id == point_id, PointRow.reach_id.in_(overseen_reach_ids(actor, on)))
    ).first()
    if row is None:
        return None
    point, reach, village = row
    named = [one for one in (point.section_id, point.source_id) if one is not None]
    beside = {
        one.id: one for one in session.scalars(select(PointRow).where(PointRow.id.in_(named)))
    }
    seen = set(
        session.scalars(
            select(PointRow.id).where(
                PointRow.id.in_(named), PointRow.reach_id.in_(overseen_reach_ids(actor, on))
            )
        )
    )
    outlets = session.scalars(
        select(PointRow).where(PointRow.source_id == point_id).order_by(PointRow.name)
    ).all()
    return PointPage(
        point=point,
        reach=reach,
        village=village,
        facts=session.get(SectionRow, point_id),
        section=beside.get(point.section_id or ""),
        section_seen=point.section_id in seen
        or find_answered(session, actor, on, point.section_id or "") is not None,
        source=beside.get(point.source_id or ""),
        source_seen=point.source_id in seen,
        outlets=outlets,
    )


def list_visits(
    session: Session,
    actor: Actor,
    on: date,
    point_id: str,
    *,
    after: PatrolMark | None,
    limit: int,
) -> list[Visit]:
    """Give who stood at a point on a walk of the actor's area, newest first, from where the last page ended."""
    asked = (
        select(VisitRow.elapsed_ms, PatrolRow, PersonRow.name)
        .join(PatrolRow, PatrolRow.entry_id == VisitRow.entry_id)
        .join(PersonRow, PersonRow.id == PatrolRow.person_id)
        .where(
            VisitRow.point_id == point_id,
            PatrolRow.reach_id.in_(overseen_reach_ids(actor, on)),
        )
    )
    order = (VisitRow.day_on, VisitRow.seq, VisitRow.entry_id)
    if after is not None:
        asked = asked.where(tuple_(VisitRow.day_on, VisitRow.seq) < tuple_(after.day_on, after.seq))
    rows = session.execute(asked.order_by(*(one.desc() for one in order)).limit(limit))
    return [Visit(patrol, name, elapsed_ms) for elapsed_ms, patrol, name in rows]


def _points_by_reach(session: Session, reach_ids: Sequence[str]) -> dict[str, list[PointRow]]:
    points: defaultdict[str, list[PointRow]] = defaultdict(list)
    for point in session.scalars(
        select(PointRow).where(PointRow.reach_id.in_(reach_ids)).order_by(PointRow.name)
    ):
        points[point.reach_id].append(point)
    for of_reach in points.values():
        of_reach.sort(key=lambda point: river_order(point.kind, point.place))
    return points


def _count_open(session: Session, reach_ids: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(ProblemRow.reach_id, func.count())
        .where(ProblemRow.reach_id.in_(reach_ids), ProblemRow.state.in_(sorted(OPEN)))
        .group_by(ProblemRow.reach_id)
    )
    return dict(list(rows))


def _place(private: dict[str, Any]) -> tuple[int, int] | None:
    """Read where a report was made; a newer phone may write more, an erased half holds nothing."""
    match private.get("place"):
        case {"at": [int(lon_e6), int(lat_e6)]}:
            return lon_e6, lat_e6
        case _:
            return None
