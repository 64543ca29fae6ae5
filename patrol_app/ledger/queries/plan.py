"""What a phone carries with it: the places of its person, and whom to call."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor, Role
from patrol_app.ledger.queries.scope import visible_reach_ids
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.register import (
    AppointmentRow,
    AreaRow,
    PersonRow,
    PointRow,
    ReachRow,
)

#: Whom a walker calls, and who stands above a village chief (domain, How problems move).
CALLED = (Role.VILLAGE_CHIEF, Role.ASSISTANT, Role.TOWNSHIP_CHIEF)

#: Whom a chief calls back about what they wrote.
CALLED_BACK: Mapping[Role, tuple[Role, ...]] = MappingProxyType(
    {
        Role.VILLAGE_CHIEF: (Role.PATROLLER,),
        Role.ASSISTANT: (Role.PATROLLER,),
        Role.TOWNSHIP_CHIEF: (Role.VILLAGE_CHIEF, Role.ASSISTANT),
    }
)


@dataclass(frozen=True)
class ReachToWalk:
    """A reach with its village by name and the points to visit."""

    reach: ReachRow
    village: str
    points: Sequence[PointRow]


@dataclass(frozen=True)
class Contact:
    """Somebody to call, in one of his offices."""

    person_id: str
    name: str
    phone: str
    role: Role
    area_id: str


def list_reaches_to_walk(session: Session, actor: Actor, on: date) -> list[ReachToWalk]:
    """Give the reaches of the actor's offices, village by village."""
    rows = session.execute(
        select(ReachRow, AreaRow.name)
        .join(AreaRow, AreaRow.id == ReachRow.area_id)
        .where(ReachRow.id.in_(visible_reach_ids(actor, on)))
        .order_by(ReachRow.area_path, ReachRow.name)
    ).all()
    points: defaultdict[str, list[PointRow]] = defaultdict(list)
    for point in session.scalars(
        select(PointRow)
        .where(PointRow.reach_id.in_(visible_reach_ids(actor, on)))
        .order_by(PointRow.id)
    ):
        points[point.reach_id].append(point)
    return [ReachToWalk(reach, village, points[reach.id]) for reach, village in rows]


def list_people_to_call(session: Session, actor: Actor, on: date) -> list[Contact]:
    """Give the chiefs of the actor's areas and of those above them, and of a chief's area who reports to him.

    Nearest first, himself left out.
    """
    offices = [held for held in actor.appointments if held.holds_on(on)]
    above = {path for held in offices for path in _paths_above(held.area_path)}
    below = [
        and_(
            AppointmentRow.area_path.startswith(held.area_path, autoescape=True),
            AppointmentRow.role.in_(CALLED_BACK[held.role]),
        )
        for held in offices
        if held.role in CALLED_BACK
    ]
    rows = session.execute(
        select(PersonRow, AppointmentRow)
        .join(AppointmentRow, AppointmentRow.person_id == PersonRow.id)
        .where(
            or_(
                and_(AppointmentRow.area_path.in_(sorted(above)), AppointmentRow.role.in_(CALLED)),
                *below,
            ),
            AppointmentRow.from_on <= on,
            or_(AppointmentRow.to_on.is_(None), AppointmentRow.to_on >= on),
            PersonRow.disabled_at.is_(None),
            PersonRow.id != actor.person_id,
        )
        .order_by(
            func.length(AppointmentRow.area_path).desc(), AppointmentRow.role.desc(), PersonRow.id
        )
    )
    return [
        Contact(person.id, person.name, person.phone, Role(held.role), held.area_id)
        for person, held in rows
    ]


def list_area_names(session: Session, area_ids: Collection[str]) -> dict[str, str]:
    """Give the names of areas by id."""
    rows = session.execute(select(AreaRow.id, AreaRow.name).where(AreaRow.id.in_(sorted(area_ids))))
    return {row.id: row.name for row in rows}


def list_ledgers(session: Session, codes: Collection[str]) -> dict[str, str]:
    """Give the counties' names by the code of their ledger."""
    rows = session.execute(
        select(AreaRow.ledger, AreaRow.name)
        .where(AreaRow.ledger.in_(sorted(codes)), AreaRow.level == "county")
        .order_by(AreaRow.ledger)
    )
    return {row.ledger: row.name for row in rows}


def count_entries(session: Session, ledger: str) -> int:
    """Give how many entries a ledger has, which is also where its next one will stand."""
    last = session.scalar(
        select(EntryRow.seq).where(EntryRow.ledger == ledger).order_by(EntryRow.seq.desc()).limit(1)
    )
    return 0 if last is None else last + 1


def find_accepted_at(session: Session, ledger: str, seq: int) -> datetime | None:
    """Give when an entry was accepted, None for one that the ledger does not have."""
    return session.scalar(
        select(EntryRow.accepted_at).where(EntryRow.ledger == ledger, EntryRow.seq == seq)
    )


def _paths_above(area_path: str) -> list[str]:
    """Give an area's own path and those it lies in: "a/b/c/" gives "a/", "a/b/" and "a/b/c/"."""
    ids = area_path.removesuffix("/").split("/")
    return ["/".join(ids[: count + 1]) + "/" for count in range(len(ids))]
