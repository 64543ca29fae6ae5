"""The problems that a phone carries with it: those to look at, with their story and pictures."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from patrol_app.domain.people import Actor
from patrol_app.domain.workflow import OPEN, State
from patrol_app.ledger.queries.patrols import list_names
from patrol_app.ledger.queries.scope import visible_reach_ids
from patrol_app.ledger.tables.entries import EntryRow, VaultRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow
from patrol_app.ledger.tables.register import AppointmentRow

#: Still to be worked on or looked at.
UNSETTLED = OPEN | {State.HANDLED}

#: How long a settled problem stays in the phone.
SETTLED_FOR = timedelta(days=30)

#: More than a phone can show; a county's office has its desk.
MOST_PROBLEMS = 300

#: Of one problem's story: a problem that stays open for a year is looked at every day.
MOST_LINES = 40


@dataclass(frozen=True)
class ReportFacts:
    """What of a report its row does not hold: the reporter's office and the place, where one was had."""

    role: str | None
    place: Mapping[str, Any] | None


@dataclass(frozen=True)
class CarriedProblem:
    """A problem with all that a phone shows of it; `pictures` say whether each has arrived."""

    problem: ProblemRow
    report: ReportFacts
    events: Sequence[ProblemEventRow]
    pictures: Sequence[tuple[MediumUseRow, bool]]


def list_carried_problems(
    session: Session,
    actor: Actor,
    on: date,
    at: datetime,
    *,
    since: Mapping[str, int] | None = None,
) -> tuple[list[CarriedProblem], dict[str, str]]:
    """Give the problems of the actor's reaches that are unsettled or freshly settled, and people's names by id.

    `since`: only those of which something is told by entries beyond so many of each ledger.
    """
    problems = _list_problems(session, actor, on, at, _told_since(since))
    ids = [problem.id for problem in problems]
    reports = _list_reports(session, ids)
    events = _list_events(session, ids)
    pictures = _list_pictures(session, ids)
    people = {problem.reported_by for problem in problems}
    people |= {event.by for story in events.values() for event in story}
    carried = [
        CarriedProblem(problem, reports[problem.id], events[problem.id], pictures[problem.id])
        for problem in problems
    ]
    return carried, list_names(session, [person_id for person_id in people if person_id])


def _list_problems(
    session: Session, actor: Actor, on: date, at: datetime, wanted: ColumnElement[bool]
) -> Sequence[ProblemRow]:
    """Ask twice, so that each question finds its rows by an index and never reads what was settled long ago."""
    mine = and_(ProblemRow.reach_id.in_(visible_reach_ids(actor, on)), wanted)
    newest_first = select(ProblemRow).order_by(ProblemRow.changed_at.desc(), ProblemRow.id)
    unsettled = session.scalars(
        newest_first.where(mine, ProblemRow.state.in_(sorted(UNSETTLED))).limit(MOST_PROBLEMS)
    ).all()
    settled = session.scalars(
        newest_first.where(
            mine,
            ProblemRow.changed_at >= at - SETTLED_FOR,
            ProblemRow.state.not_in(sorted(UNSETTLED)),
        ).limit(MOST_PROBLEMS - len(unsettled))
    ).all()
    return [*unsettled, *settled]


def _told_since(since: Mapping[str, int] | None) -> ColumnElement[bool]:
    """Give the condition on `ProblemRow` that it was reported, went on, or got a picture since."""
    if since is None:
        return true()
    if not since:
        return false()
    # Reckoned from the row: asked for a ledger by name, SQLite would go through all problems it ever had.
    known = case(dict(since), value=ProblemRow.ledger)
    went_on = select(ProblemEventRow.entry_id).where(
        ProblemEventRow.problem_id == ProblemRow.id,
        ProblemEventRow.ledger == ProblemRow.ledger,
        ProblemEventRow.seq >= known,
    )
    picture_came = (
        select(MediumUseRow.entry_id)
        .join(MediumRow, MediumRow.sha256 == MediumUseRow.sha256)
        .where(
            MediumUseRow.problem_id == ProblemRow.id,
            MediumRow.ledger == ProblemRow.ledger,
            MediumRow.seq >= known,
        )
    )
    return or_(ProblemRow.seq >= known, went_on.exists(), picture_came.exists())


def _list_reports(session: Session, problem_ids: Collection[str]) -> dict[str, ReportFacts]:
    rows = session.execute(
        select(EntryRow.id, AppointmentRow.role, VaultRow.private)
        .outerjoin(AppointmentRow, AppointmentRow.id == EntryRow.appointment)
        .outerjoin(VaultRow, VaultRow.entry_id == EntryRow.id)
        .where(EntryRow.id.in_(problem_ids))
    )
    return {row.id: ReportFacts(row.role, (row.private or {}).get("place")) for row in rows}


def _list_events(
    session: Session, problem_ids: Collection[str]
) -> Mapping[str, list[ProblemEventRow]]:
    age = (
        func.row_number()
        .over(
            partition_by=ProblemEventRow.problem_id,
            order_by=(ProblemEventRow.seq.desc(), ProblemEventRow.line.desc()),
        )
        .label("age")
    )
    aged = (
        select(ProblemEventRow, age)
        .join(ProblemRow, ProblemRow.id == ProblemEventRow.problem_id)
        .where(ProblemRow.id.in_(problem_ids), ProblemEventRow.ledger == ProblemRow.ledger)
        .subquery()
    )
    line = aliased(ProblemEventRow, aged)
    events: defaultdict[str, list[ProblemEventRow]] = defaultdict(list)
    for event in session.scalars(
        select(line).where(aged.c.age <= MOST_LINES).order_by(line.seq, line.line)
    ):
        events[event.problem_id].append(event)
    return events


def _list_pictures(
    session: Session, problem_ids: Collection[str]
) -> Mapping[str, list[tuple[MediumUseRow, bool]]]:
    """List the pictures in the ledger's order; those that others are compared with are never too old."""
    age = (
        func.row_number()
        .over(
            partition_by=MediumUseRow.problem_id,
            order_by=(EntryRow.seq.desc(), MediumUseRow.position.desc()),
        )
        .label("age")
    )
    aged = (
        select(MediumUseRow, EntryRow.seq, age)
        .join(EntryRow, EntryRow.id == MediumUseRow.entry_id)
        .join(ProblemRow, ProblemRow.id == MediumUseRow.problem_id)
        .where(ProblemRow.id.in_(problem_ids), MediumUseRow.ledger == ProblemRow.ledger)
        .subquery()
    )
    use = aliased(MediumUseRow, aged)
    pictures: defaultdict[str, list[tuple[MediumUseRow, bool]]] = defaultdict(list)
    rows = session.execute(
        select(use, MediumRow.sha256)
        .outerjoin(MediumRow, MediumRow.sha256 == use.sha256)
        .where(or_(aged.c.age <= MOST_LINES, use.role == "before"))
        .order_by(aged.c.seq, use.position)
    )
    for named, stored in rows:
        pictures[named.problem_id or ""].append((named, stored is not None))
    return pictures
