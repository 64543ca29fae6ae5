"""Problems as the plan tells them: what is known, what has been done, and whether item 9 asks about them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol_app.domain.entries import WORDS_KEY, Kind
from patrol_app.domain.people import Actor
from patrol_app.domain.workflow import State, due_for_recheck
from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.queries.plan_problems import CarriedProblem, list_carried_problems
from patrol_app.ledger.tables.media import MediumUseRow
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow

#: A recheck is a line of its patrol; in a problem's story it has a name of its own.
RECHECKED = "problem.rechecked"


def list_problems(
    session: Session,
    actor: Actor,
    on: date,
    now: datetime,
    *,
    since: Mapping[str, int] | None = None,
) -> list[dict[str, Any]]:
    """Give the problems of the person's reaches that a phone has to know, or those of them with news.

    `since` says how many entries of each ledger the phone knows already.
    """
    carried, names = list_carried_problems(session, actor, on, now, since=since)
    return [_problem(one, names, actor.person_id) for one in carried]


def _problem(carried: CarriedProblem, names: Mapping[str, str], reader: str) -> dict[str, Any]:
    problem = carried.problem
    as_kept = (
        "id number ledger reach_id item category severity what state held_by patrol_id"
        " last_cured_by opinion result responsible_unit responsible_person"
    )
    due = due_for_recheck(State(problem.state), last_cured_by=problem.last_cured_by, by=reader)
    return {
        **{key: getattr(problem, key) for key in as_kept.split()},
        "due_on": None if problem.due_on is None else problem.due_on.isoformat(),
        "reported_at": wire_time(problem.reported_at),
        "reported_by": {"id": problem.reported_by, "name": _name(names, problem.reported_by)},
        "due_for_recheck": due,
        "place": carried.report.place,
        "media": [_medium(use, stored=stored) for use, stored in carried.pictures],
        "timeline": [
            _report(problem, carried.report.role, names),
            *(_event(event, names) for event in carried.events),
        ],
    }


def _medium(use: MediumUseRow, *, stored: bool) -> dict[str, Any]:
    return {
        "sha256": use.sha256,
        "type": use.type,
        "bytes": use.bytes,
        "role": use.role,
        "taken_at": None if use.taken_at is None else wire_time(use.taken_at),
        "pairs_with": use.pairs_with,
        "source": use.source,
        "stored": stored,
    }


def _report(problem: ProblemRow, role: str | None, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "entry_id": problem.id,
        "kind": Kind.PROBLEM_REPORTED,
        "at": wire_time(problem.reported_at),
        "accepted_at": wire_time(problem.accepted_at),
        "by_name": _name(names, problem.reported_by),
        "role": role,
        "outcome": None,
        "words": problem.what,
        "told": None,
    }


def _event(event: ProblemEventRow, names: Mapping[str, str]) -> dict[str, Any]:
    details = event.details
    told = event.kind == Kind.PROBLEM_TOLD
    recheck = event.kind == Kind.PATROL_COMPLETED
    return {
        "entry_id": event.entry_id,
        "kind": RECHECKED if recheck else event.kind,
        "at": wire_time(event.at),
        "accepted_at": wire_time(event.accepted_at),
        "by_name": _name(names, event.by),
        "role": event.role,
        "outcome": details["outcome"] if recheck else None,
        "words": details.get(WORDS_KEY.get(event.kind, "")),
        "told": {key: details[key] for key in ("whom", "way", "got_through")} if told else None,
    }


def _name(names: Mapping[str, str], person_id: str | None) -> str:
    return names.get(person_id or "", "")
