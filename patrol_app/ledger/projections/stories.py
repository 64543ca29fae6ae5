"""A problem's story told anew from its lines whenever one of them, or the report itself, arrives."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import Doubt
from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Appointment
from patrol_app.domain.story import (
    JudgedLine,
    Line,
    OnTheSpot,
    ProblemState,
    Report,
    fold,
)
from patrol_app.domain.workflow import Outcome, Severity
from patrol_app.ledger.database import run, run_for_each
from patrol_app.ledger.prepared import Row
from patrol_app.ledger.queries.scope import list_appointments
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow
from patrol_app.ledger.tables.register import ReachRow

_PROBLEM = (
    select(
        ProblemRow.ledger,
        ProblemRow.reach_id,
        ProblemRow.reported_by,
        ProblemRow.severity,
        ProblemRow.on_the_spot,
        ProblemRow.accepted_at,
        ReachRow.area_path,
    )
    .join(ReachRow, ReachRow.id == ProblemRow.reach_id)
    .where(ProblemRow.id == bindparam("problem_id"))
)
_LINES = (
    select(ProblemEventRow)
    .where(
        ProblemEventRow.problem_id == bindparam("problem_id"),
        ProblemEventRow.ledger == bindparam("ledger"),
    )
    .order_by(ProblemEventRow.seq, ProblemEventRow.line)
)
_STAND = update(ProblemRow).where(ProblemRow.id == bindparam("of_problem"))
_JUDGE = update(ProblemEventRow).where(
    ProblemEventRow.problem_id == bindparam("of_problem"),
    ProblemEventRow.entry_id == bindparam("of_entry"),
    ProblemEventRow.line == bindparam("of_line"),
)


def refresh_story(session: Session, problem_id: str) -> None:
    """Fold the problem's lines into its row and judge each of them; does nothing until the report has arrived."""
    problem = run(session, _PROBLEM, problem_id=problem_id).first()
    if problem is None:
        return
    rows = run(session, _LINES, problem_id=problem_id, ledger=problem.ledger).rows
    if not rows:
        return
    authors = {row.by for row in rows if row.by is not None}
    offices = {held.id: held for held in list_appointments(session, authors)}
    report = report_of(
        by=problem.reported_by, severity=problem.severity, on_the_spot=problem.on_the_spot
    )
    story = fold(report, [_line(row, offices, problem) for row in rows])
    changed_at = max([problem.accepted_at, *(row.accepted_at for row in rows)])
    run(session, _STAND, of_problem=problem_id, changed_at=changed_at, **columns_of(story))
    judged = zip(rows, story.lines, strict=True)
    run_for_each(session, _JUDGE, [_judge(row, line) for row, line in judged])


def report_of(*, by: str | None, severity: str, on_the_spot: Mapping[str, Any] | None) -> Report:
    """Give what of a report decides where its problem starts; `on_the_spot` as in its body."""
    cure = on_the_spot and OnTheSpot(on_the_spot["opinion"], on_the_spot["result"])
    return Report(by=by, severity=Severity(severity), on_the_spot=cure or None)


def columns_of(story: ProblemState) -> dict[str, Any]:
    """Give the columns of a problem's row that its story decides."""
    return {
        "state": str(story.state),
        "held_by": str(story.held_by),
        "held_name": story.held_name,
        "last_cured_by": story.last_cured_by,
        "opinion": story.opinion,
        "result": story.result,
        "responsible_unit": story.responsible_unit,
        "responsible_person": story.responsible_person,
        "due_on": story.due_on,
    }


def _line(row: Row, offices: Mapping[str, Appointment], problem: Row) -> Line:
    held = offices.get(row.appointment_id or "")
    in_office = held is not None and held.holds_on(row.day_on)
    is_recheck = row.kind == Kind.PATROL_COMPLETED
    # A recheck is made by walking there, a decision by being in charge there.
    walked_there = is_recheck and row.details["reach_id"] == problem.reach_id
    in_charge = held is not None and held.covers_reach(problem.reach_id, problem.area_path)
    return Line(
        kind=Kind(row.kind),
        by=row.by,
        role=held.role if held is not None and in_office else None,
        in_area=walked_there or (in_charge and not is_recheck),
        outcome=Outcome(row.details["outcome"]) if is_recheck else None,
        seq=row.seq,
        entry_id=row.entry_id,
        details=row.details,
    )


def _judge(row: Row, judged: JudgedLine) -> dict[str, Any]:
    """Keep what the fold said of a line beside what was doubted of its entry; an unknown problem is known by now."""
    own = {Doubt(doubt) for doubt in row.own_doubts} - {Doubt.PROBLEM_UNKNOWN}
    return {
        "of_problem": row.problem_id,
        "of_entry": row.entry_id,
        "of_line": row.line,
        "role": None if judged.line.role is None else str(judged.line.role),
        "fits": judged.fits,
        "doubts": sorted(own | judged.doubts),
    }
