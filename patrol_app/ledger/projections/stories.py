"""A problem's story told anew from its lines whenever one of them, or the report itself, arrives."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import Doubt
from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Appointment
from patrol_app.domain.story import JudgedLine, Line, OnTheSpot, Report, fold
from patrol_app.domain.workflow import Outcome, Severity
from patrol_app.ledger.queries.scope import list_appointments
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow
from patrol_app.ledger.tables.register import ReachRow


def refresh_story(session: Session, problem_id: str) -> None:
    """Fold the problem's lines into its row and judge each of them; does nothing until the report has arrived."""
    problem = session.get(ProblemRow, problem_id)
    if problem is None:
        return
    rows = session.scalars(
        select(ProblemEventRow)
        .where(
            ProblemEventRow.problem_id == problem_id,
            ProblemEventRow.ledger == problem.ledger,
        )
        .order_by(ProblemEventRow.seq, ProblemEventRow.line)
    ).all()
    offices = {
        held.id: held
        for held in list_appointments(session, {row.by for row in rows if row.by is not None})
    }
    reach = session.get_one(ReachRow, problem.reach_id)
    story = fold(_report(problem), [_line(row, offices, reach) for row in rows])
    problem.state = str(story.state)
    problem.held_by = str(story.held_by)
    problem.held_name = story.held_name
    problem.last_cured_by = story.last_cured_by
    problem.opinion = story.opinion
    problem.result = story.result
    problem.responsible_unit = story.responsible_unit
    problem.responsible_person = story.responsible_person
    problem.due_on = story.due_on
    problem.changed_at = max([problem.accepted_at, *(row.accepted_at for row in rows)])
    for row, judged in zip(rows, story.lines, strict=True):
        _judge(row, judged)


def _report(problem: ProblemRow) -> Report:
    cure = problem.on_the_spot
    return Report(
        by=problem.reported_by,
        severity=Severity(problem.severity),
        on_the_spot=None if cure is None else OnTheSpot(cure["opinion"], cure["result"]),
    )


def _line(row: ProblemEventRow, offices: Mapping[str, Appointment], reach: ReachRow) -> Line:
    held = offices.get(row.appointment_id or "")
    in_office = held is not None and held.holds_on(row.day_on)
    outcome: Any = row.details.get("outcome")
    is_recheck = row.kind == Kind.PATROL_COMPLETED
    # A recheck is made by walking there, a decision by being in charge there.
    walked_there = is_recheck and row.details["reach_id"] == reach.id
    in_charge = held is not None and held.covers_reach(reach.id, reach.area_path)
    return Line(
        kind=Kind(row.kind),
        by=row.by,
        role=held.role if held is not None and in_office else None,
        in_area=walked_there or (in_charge and not is_recheck),
        outcome=Outcome(outcome) if is_recheck else None,
        seq=row.seq,
        entry_id=row.entry_id,
        details=row.details,
    )


def _judge(row: ProblemEventRow, judged: JudgedLine) -> None:
    """Keep what the fold said of a line beside what was doubted of its entry; an unknown problem is known by now."""
    own = {Doubt(doubt) for doubt in row.own_doubts} - {Doubt.PROBLEM_UNKNOWN}
    row.role = None if judged.line.role is None else str(judged.line.role)
    row.fits = judged.fits
    row.doubts = sorted(own | judged.doubts)
