"""Problems as the desk reads them: what waits, what there is, and one of them with its story."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from patrol_app.domain.people import Actor
from patrol_app.domain.workflow import OPEN, Holder, Severity, State
from patrol_app.ledger.queries.scope import lies_in, overseen_reach_ids
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow
from patrol_app.ledger.tables.register import AreaRow, ReachRow


@dataclass(frozen=True)
class ProblemsWanted:
    """What narrows the list of problems; None does not narrow, no states means all.

    `arrived_from`: reached the office at that moment or later; `due_before`: open and due on an earlier day;
    `unaccepted_from`: reached the office before that moment, and nobody has accepted it yet.
    """

    states: Collection[str] = ()
    severity: str | None = None
    area_id: str | None = None
    reach_id: str | None = None
    arrived_from: datetime | None = None
    due_before: date | None = None
    unaccepted_from: datetime | None = None


@dataclass(frozen=True)
class ProblemMark:
    """Where a page of problems ended: the next one starts with lower numbers."""

    number: int
    ledger: str


@dataclass(frozen=True)
class ProblemLine:
    """A problem with the names its row does not hold."""

    problem: ProblemRow
    reach: ReachRow
    village: str


def list_problems(
    session: Session,
    actor: Actor,
    on: date,
    wanted: ProblemsWanted,
    *,
    after: ProblemMark | None,
    limit: int,
) -> list[ProblemLine]:
    """Give problems of the actor's area, newest first, at most `limit`, from where the last page ended."""
    asked = _visible(actor, on).where(*_narrowed(wanted))
    if after is not None:
        asked = asked.where(
            tuple_(ProblemRow.number, ProblemRow.ledger) < tuple_(after.number, after.ledger)
        )
    newest_first = (ProblemRow.number.desc(), ProblemRow.ledger.desc())
    return _lines(session, asked.order_by(*newest_first).limit(limit))


def list_pressing(
    session: Session, actor: Actor, on: date, wanted: ProblemsWanted, *, limit: int
) -> list[ProblemLine]:
    """Give such problems, at most `limit`: major ones first, then what was due first, then the newest."""
    pressing_first = (
        case((ProblemRow.severity == Severity.MAJOR, 0), else_=1),
        ProblemRow.due_on.is_(None),
        ProblemRow.due_on,
        ProblemRow.number.desc(),
    )
    asked = _visible(actor, on).where(*_narrowed(wanted))
    return _lines(session, asked.order_by(*pressing_first).limit(limit))


def count_like(session: Session, actor: Actor, on: date, wanted: ProblemsWanted) -> int:
    """Count the problems that `list_problems` would give without a limit."""
    asked = _visible(actor, on).where(*_narrowed(wanted)).with_only_columns(func.count())
    return session.scalar(asked) or 0


def list_waiting(
    session: Session, actor: Actor, on: date, holders: Collection[Holder], *, limit: int
) -> list[ProblemLine]:
    """Give the open problems that these levels hold in the actor's area, longest waiting first."""
    asked = _visible(actor, on).where(*_waits_for(holders))
    return _lines(session, asked.order_by(ProblemRow.changed_at, ProblemRow.number).limit(limit))


def count_waiting(session: Session, actor: Actor, on: date, holders: Collection[Holder]) -> int:
    """Count the open problems that these levels hold in the actor's area."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ProblemRow)
            .where(ProblemRow.reach_id.in_(overseen_reach_ids(actor, on)), *_waits_for(holders))
        )
        or 0
    )


def find_problem(session: Session, actor: Actor, on: date, problem_id: str) -> ProblemLine | None:
    """Give one problem of the actor's area, or None: also for one that exists elsewhere."""
    return list_named(session, actor, on, [problem_id]).get(problem_id)


def list_named(
    session: Session, actor: Actor, on: date, problem_ids: Collection[str]
) -> dict[str, ProblemLine]:
    """Give those of the named problems that lie in the actor's area, by id."""
    asked = _visible(actor, on).where(ProblemRow.id.in_(list(problem_ids)))
    return {line.problem.id: line for line in _lines(session, asked)}


def list_events(session: Session, problem_id: str) -> Sequence[ProblemEventRow]:
    """Give a problem's story in the order of its ledger; what another county files about its id is none of it."""
    return session.scalars(
        select(ProblemEventRow)
        .join(ProblemRow, ProblemRow.id == ProblemEventRow.problem_id)
        .where(ProblemRow.id == problem_id, ProblemEventRow.ledger == ProblemRow.ledger)
        .order_by(ProblemEventRow.seq, ProblemEventRow.line)
    ).all()


def list_pictures(
    session: Session, problem_ids: Collection[str]
) -> list[tuple[MediumUseRow, bool]]:
    """Give all pictures of these problems, whoever named them, oldest entry first, and whether each has arrived."""
    in_story = (
        select(ProblemEventRow.entry_id)
        .where(ProblemEventRow.problem_id == ProblemRow.id, ProblemEventRow.entry_id == EntryRow.id)
        .exists()
    )
    rows = session.execute(
        select(MediumUseRow, MediumRow.sha256)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .join(ProblemRow, ProblemRow.id == MediumUseRow.problem_id)
        .outerjoin(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
        .where(
            ProblemRow.id.in_(list(problem_ids)),
            MediumUseRow.ledger == ProblemRow.ledger,
            or_(EntryRow.id == ProblemRow.id, in_story),
        )
        .order_by(EntryRow.seq, MediumUseRow.position)
    )
    return [(use, stored is not None) for use, stored in rows]


def find_thumbs(session: Session, problem_ids: Collection[str]) -> dict[str, str]:
    """Give, by problem, the hash of the picture that says most: as found, else any that has arrived."""
    as_found_last = case((MediumUseRow.role == "before", 1), else_=0)
    rows = session.execute(
        select(MediumUseRow.problem_id, MediumUseRow.sha256)
        .join(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
        .join(ProblemRow, ProblemRow.id == MediumUseRow.problem_id)
        .where(
            ProblemRow.id.in_(list(problem_ids)),
            MediumUseRow.ledger == ProblemRow.ledger,
            MediumRow.type.startswith("image/"),
        )
        .order_by(as_found_last, MediumUseRow.position.desc())
    )
    return {problem_id: sha256 for problem_id, sha256 in rows if problem_id is not None}


def _visible(actor: Actor, on: date) -> Select[ProblemRow, ReachRow, str]:
    return (
        select(ProblemRow, ReachRow, AreaRow.name)
        .join(ReachRow, ReachRow.id == ProblemRow.reach_id)
        .join(AreaRow, AreaRow.id == ReachRow.area_id)
        .where(ProblemRow.reach_id.in_(overseen_reach_ids(actor, on)))
    )


def _lines(session: Session, asked: Select[ProblemRow, ReachRow, str]) -> list[ProblemLine]:
    return [
        ProblemLine(problem, reach, village) for problem, reach, village in session.execute(asked)
    ]


def _waits_for(holders: Collection[Holder]) -> list[ColumnElement[bool]]:
    return [ProblemRow.state.in_(sorted(OPEN)), ProblemRow.held_by.in_(sorted(holders))]


def _narrowed(wanted: ProblemsWanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.states:
        conditions.append(ProblemRow.state.in_(sorted(wanted.states)))
    if wanted.severity is not None:
        conditions.append(ProblemRow.severity == wanted.severity)
    if wanted.area_id is not None:
        conditions.append(lies_in(wanted.area_id))
    if wanted.reach_id is not None:
        conditions.append(ProblemRow.reach_id == wanted.reach_id)
    if wanted.arrived_from is not None:
        # What arrived since has changed since, and that is what the index knows.
        conditions += [
            ProblemRow.changed_at >= wanted.arrived_from,
            ProblemRow.accepted_at >= wanted.arrived_from,
        ]
    if wanted.due_before is not None:
        conditions += [
            ProblemRow.state.in_(sorted(OPEN)),
            ProblemRow.due_on < wanted.due_before,
        ]
    if wanted.unaccepted_from is not None:
        conditions += [
            ProblemRow.state == State.REPORTED,
            ProblemRow.accepted_at < wanted.unaccepted_from,
        ]
    return conditions
