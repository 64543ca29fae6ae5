"""Patrols: which day one belongs to, for whom it counts, and what it says of old problems."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.orm import Session

from patrol_app.domain.credit import Credit, credit_of
from patrol_app.domain.doubts import Doubt, PatrolFacts, doubts_of_patrol
from patrol_app.domain.track import JudgedTrack, judge_track
from patrol_app.domain.workflow import State, due_for_recheck
from patrol_app.ledger.database import run, run_for_each
from patrol_app.ledger.prepared import Row
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.books import book_doubts
from patrol_app.ledger.projections.days import refresh_day
from patrol_app.ledger.projections.findings import judge_findings, known_problems, list_reported
from patrol_app.ledger.projections.moments import judge_moment
from patrol_app.ledger.projections.problems import add_line, find_patrol
from patrol_app.ledger.projections.stories import refresh_story
from patrol_app.ledger.tables.duties import PatrolCreditRow, PatrolRow, VisitRow
from patrol_app.ledger.tables.problems import ProblemRow

_KEEP = insert(PatrolRow)
_CREDIT = insert(PatrolCreditRow)
_VISIT = insert(VisitRow)
_OPEN_ON_REACH = select(
    ProblemRow.id, ProblemRow.accepted_at, ProblemRow.state, ProblemRow.last_cured_by
).where(
    ProblemRow.reach_id == bindparam("reach_id"),
    # Not a list: it would be written anew each time.
    or_(*(ProblemRow.state == state for state in State if due_for_recheck(state))),
)
_SETTLE = (
    update(ProblemRow)
    .where(ProblemRow.id == bindparam("of_problem"))
    .values(doubts=bindparam("rest", type_=ProblemRow.doubts.type))
)


def project_patrol(session: Session, arrival: Arrival) -> None:
    """Keep the patrol, credit its day, and add its rechecks to the stories of their problems."""
    entry = arrival.entry
    body: Mapping[str, Any] = entry.body
    day = judge_moment(arrival, datetime.fromisoformat(body["started_at"]))
    credit = _credit(arrival, body["reach_id"], day.day_on)
    track = _judge_track(arrival)
    doubts = _doubts(session, arrival, body) | credit.doubts | book_doubts(arrival) | track.doubts
    if day.doubt is not None:
        doubts |= {day.doubt}
    reported = list_reported(session, entry.ledger, body["patrol_id"], entry.by)
    found = judge_findings(
        session, entry.ledger, body["items"], body["rechecks"], [one.item for one in reported]
    )
    run(
        session,
        _KEEP,
        **_columns(arrival, body),
        day_on=day.day_on,
        first_doubts=sorted(doubts),
        doubts=sorted(doubts | found),
        coverage_permille=track.coverage_permille,
    )
    run_for_each(
        session,
        _CREDIT,
        [
            {"entry_id": entry.id, "appointment_id": appointment_id, "day_on": day.day_on}
            for appointment_id in sorted(credit.appointment_ids)
        ],
    )
    for appointment_id in sorted(credit.appointment_ids):
        refresh_day(session, appointment_id, day.day_on)
    _keep_visits(session, arrival, body, day.day_on)
    _add_rechecks(session, arrival, body)
    _settle(session, reported)


def _add_rechecks(session: Session, arrival: Arrival, body: Mapping[str, Any]) -> None:
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


def _settle(session: Session, reported: Iterable[Row]) -> None:
    """Take from the problems that were reported ahead of their patrol that it is unknown."""
    run_for_each(
        session,
        _SETTLE,
        [
            {
                "of_problem": problem.id,
                "rest": [doubt for doubt in problem.doubts if doubt != Doubt.PATROL_UNKNOWN],
            }
            for problem in reported
            if Doubt.PATROL_UNKNOWN in problem.doubts
        ],
    )


def _columns(arrival: Arrival, body: Mapping[str, Any]) -> dict[str, Any]:
    """Give what of a patrol is kept as it came."""
    entry = arrival.entry
    as_sent = (
        "patrol_id reach_id elapsed_ms banks method weather water ended_early items rechecks"
        " visits companions"
    )
    return {
        "entry_id": entry.id,
        "ledger": entry.ledger,
        "seq": arrival.seq,
        "person_id": entry.by,
        "appointment_id": entry.appointment,
        "started_at": datetime.fromisoformat(body["started_at"]),
        "ended_at": datetime.fromisoformat(body["ended_at"]),
        "accepted_at": arrival.accepted_at,
        "found_items": sum(
            1 << (seen["item"] - 1) for seen in body["items"] if seen["finding"] == "found"
        ),
        **{key: body[key] for key in as_sent.split()},
    }


def _keep_visits(session: Session, arrival: Arrival, body: Mapping[str, Any], day_on: date) -> None:
    """Add up the stays at each point; one that the county does not have is kept like any other."""
    stays: Counter[str] = Counter()
    for visit in body["visits"]:
        stays[visit["point_id"]] += visit["elapsed_ms"]
    of_patrol = {"entry_id": arrival.entry.id, "day_on": day_on, "seq": arrival.seq}
    run_for_each(
        session,
        _VISIT,
        [{**of_patrol, "point_id": one, "elapsed_ms": ms} for one, ms in stays.items()],
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
    rechecked = frozenset(recheck["problem_id"] for recheck in body["rechecks"])
    # What reached the office after he set out he cannot have known of, unless he looked at it all the same.
    due = frozenset(
        problem.id
        for problem in run(session, _OPEN_ON_REACH, reach_id=body["reach_id"])
        if (problem.accepted_at < started_at or problem.id in rechecked)
        and due_for_recheck(State(problem.state), last_cured_by=problem.last_cured_by, by=entry.by)
    )
    return doubts_of_patrol(
        PatrolFacts(
            role=held.role,
            ended_early=body["ended_early"] is not None,
            unchecked=any(item["finding"] == "not_checked" for item in body["items"]),
            id_taken=find_patrol(session, entry, body["patrol_id"]) is not None,
            due=due,
            rechecked=known_problems(session, entry.ledger, rechecked),
        )
    )
