"""Patrols: which day one belongs to, for whom it counts, and what it says of old problems."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.credit import Credit, credit_of
from patrol_app.domain.doubts import Doubt, PatrolFacts, doubts_of_patrol
from patrol_app.domain.track import JudgedTrack, judge_track
from patrol_app.domain.workflow import State, due_for_recheck
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.books import book_doubts
from patrol_app.ledger.projections.findings import known_problems, refresh_findings
from patrol_app.ledger.projections.moments import judge_moment
from patrol_app.ledger.projections.problems import add_line
from patrol_app.ledger.projections.stories import refresh_story
from patrol_app.ledger.tables.duties import PatrolCreditRow, PatrolRow
from patrol_app.ledger.tables.problems import ProblemRow


def project_patrol(session: Session, arrival: Arrival) -> None:
    """Keep the patrol, credit its day, and add its rechecks to the stories of their problems."""
    body: Mapping[str, Any] = arrival.entry.body
    day = judge_moment(session, arrival, datetime.fromisoformat(body["started_at"]))
    credit = _credit(arrival, body["reach_id"], day.day_on)
    track = _judge_track(arrival)
    doubts = _doubts(session, arrival, body) | credit.doubts | book_doubts(arrival) | track.doubts
    if day.doubt is not None:
        doubts |= {day.doubt}
    session.add(_row(arrival, body, day.day_on, doubts, track.coverage_permille))
    session.flush()
    session.add_all(
        PatrolCreditRow(entry_id=arrival.entry.id, appointment_id=appointment_id, day_on=day.day_on)
        for appointment_id in credit.appointment_ids
    )
    for line, recheck in enumerate(body["rechecks"]):
        details = {**recheck, "reach_id": body["reach_id"]}
        add_line(
            session,
            arrival,
            recheck["problem_id"],
            details=details,
            doubts=frozenset(),
            line=line,
        )
    for problem_id in dict.fromkeys(recheck["problem_id"] for recheck in body["rechecks"]):
        refresh_story(session, problem_id)
    refresh_findings(session, arrival.entry.ledger, body["patrol_id"])
    _settle_reports(session, arrival)


def _settle_reports(session: Session, arrival: Arrival) -> None:
    """Take from the problems that its walker reported ahead of their patrol that it is unknown."""
    entry = arrival.entry
    for problem in session.scalars(
        select(ProblemRow).where(
            ProblemRow.patrol_id == entry.body["patrol_id"],
            ProblemRow.ledger == entry.ledger,
            ProblemRow.reported_by == entry.by,
        )
    ):
        problem.doubts = [doubt for doubt in problem.doubts if doubt != Doubt.PATROL_UNKNOWN]


def _row(
    arrival: Arrival,
    body: Mapping[str, Any],
    day_on: date,
    doubts: frozenset[Doubt],
    coverage_permille: int | None,
) -> PatrolRow:
    entry = arrival.entry
    as_sent = (
        "patrol_id reach_id elapsed_ms banks method weather water ended_early items rechecks"
        " visits companions"
    )
    return PatrolRow(
        entry_id=entry.id,
        ledger=entry.ledger,
        seq=arrival.seq,
        person_id=entry.by,
        appointment_id=entry.appointment,
        day_on=day_on,
        started_at=datetime.fromisoformat(body["started_at"]),
        ended_at=datetime.fromisoformat(body["ended_at"]),
        doubts=sorted(doubts),
        first_doubts=sorted(doubts),
        coverage_permille=coverage_permille,
        accepted_at=arrival.accepted_at,
        **{key: body[key] for key in as_sent.split()},
    )


def _judge_track(arrival: Arrival) -> JudgedTrack:
    private: Mapping[str, Any] = arrival.entry.private
    fixes = (private.get("track") or {}).get("fixes", [])
    standing = arrival.standing
    return judge_track(standing.reach_line, fixes, approximate=standing.reach_approximate)


def _credit(arrival: Arrival, reach_id: str, day_on: date) -> Credit:
    standing = arrival.standing
    if standing.appointment is None or standing.reach_area_path is None:
        message = "a patrol without its appointment and reach never comes this far"
        raise ValueError(message)
    return credit_of(
        standing.appointment,
        standing.offices,
        reach_id=reach_id,
        area_path=standing.reach_area_path,
        day_on=day_on,
    )


def _doubts(session: Session, arrival: Arrival, body: Mapping[str, Any]) -> frozenset[Doubt]:
    entry, held = arrival.entry, arrival.standing.appointment
    if held is None:
        return frozenset()
    started_at = datetime.fromisoformat(body["started_at"])
    on_reach = session.scalars(
        select(ProblemRow).where(
            ProblemRow.reach_id == body["reach_id"],
            ProblemRow.state.in_([state for state in State if due_for_recheck(state)]),
        )
    ).all()
    rechecked = frozenset(recheck["problem_id"] for recheck in body["rechecks"])
    # What reached the office after he set out he cannot have known of, unless he looked at it all the same.
    due = frozenset(
        problem.id
        for problem in on_reach
        if (problem.accepted_at < started_at or problem.id in rechecked)
        and due_for_recheck(State(problem.state), last_cured_by=problem.last_cured_by, by=entry.by)
    )
    taken = session.scalar(
        select(PatrolRow.entry_id)
        .where(
            PatrolRow.patrol_id == body["patrol_id"],
            PatrolRow.ledger == entry.ledger,
            PatrolRow.person_id == entry.by,
        )
        .limit(1)
    )
    return doubts_of_patrol(
        PatrolFacts(
            role=held.role,
            ended_early=body["ended_early"] is not None,
            unchecked=any(item["finding"] == "not_checked" for item in body["items"]),
            id_taken=taken is not None,
            due=due,
            rechecked=known_problems(session, entry.ledger, rechecked),
        )
    )
