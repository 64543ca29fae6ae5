"""Problems: reported, told, accepted, handled, passed on; where each stands is folded from its lines."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import Doubt, ProblemEntryFacts, doubts_of_problem_entry
from patrol_app.domain.entries import Entry, Kind
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.books import book_doubts
from patrol_app.ledger.projections.findings import refresh_findings
from patrol_app.ledger.projections.moments import judge_moment
from patrol_app.ledger.projections.stories import refresh_story
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow


def project_report(session: Session, arrival: Arrival) -> None:
    """Open a problem under the next number of its county; lines that came before it are folded in."""
    entry = arrival.entry
    body: Mapping[str, Any] = entry.body
    session.add(
        ProblemRow(
            id=entry.id,
            ledger=entry.ledger,
            seq=arrival.seq,
            number=_next_number(session, entry.ledger),
            reach_id=body["reach_id"],
            patrol_id=body["patrol_id"],
            origin=body["origin"],
            item=body["item"],
            category=body["category"],
            severity=body["severity"],
            what=body["what"],
            on_the_spot=body["on_the_spot"],
            reported_by=entry.by,
            reported_at=entry.at,
            accepted_at=arrival.accepted_at,
            changed_at=arrival.accepted_at,
            doubts=sorted(_doubts(session, arrival)),
            state="",
            held_by="",
        )
    )
    session.flush()
    refresh_story(session, entry.id)
    if body["patrol_id"] is not None:
        refresh_findings(session, entry.ledger, body["patrol_id"])


def project_event(session: Session, arrival: Arrival) -> None:
    """Add the entry as a line to the story of the problem it names, known or not yet."""
    body: Mapping[str, Any] = arrival.entry.body
    add_line(session, arrival, body["problem_id"], details=body, doubts=_doubts(session, arrival))
    refresh_story(session, body["problem_id"])


def add_line(
    session: Session,
    arrival: Arrival,
    problem_id: str,
    *,
    details: Mapping[str, Any],
    doubts: frozenset[Doubt],
    line: int = 0,
) -> None:
    """Keep one line about a problem; `line` counts those of one entry, `doubts` are those of the entry by itself."""
    entry = arrival.entry
    session.add(
        ProblemEventRow(
            problem_id=problem_id,
            entry_id=entry.id,
            line=line,
            ledger=entry.ledger,
            seq=arrival.seq,
            kind=str(entry.kind),
            by=entry.by,
            appointment_id=entry.appointment,
            at=entry.at,
            day_on=judge_moment(session, arrival, entry.at).day_on,
            accepted_at=arrival.accepted_at,
            details=dict(details),
            own_doubts=sorted(doubts),
            fits=False,
            doubts=sorted(doubts),
        )
    )


def _doubts(session: Session, arrival: Arrival) -> frozenset[Doubt]:
    entry, held = arrival.entry, arrival.standing.appointment
    if held is None:
        return frozenset()
    body: Mapping[str, Any] = entry.body
    by_itself = doubts_of_problem_entry(
        ProblemEntryFacts(
            kind=entry.kind,
            role=held.role,
            held_on_day=held.holds_on(judge_moment(session, arrival, entry.at).day_on),
            problem_known=arrival.standing.reach_id is not None,
            patrol_known=_is_known(session, entry, body),
            on_the_spot=entry.kind is Kind.PROBLEM_REPORTED and body["on_the_spot"] is not None,
            media=entry.media,
        )
    )
    return by_itself | book_doubts(arrival)


def _is_known(session: Session, entry: Entry, body: Mapping[str, Any]) -> bool:
    """Say whether the walk of a report has arrived; other entries belong to none."""
    if entry.kind is not Kind.PROBLEM_REPORTED or body["patrol_id"] is None:
        return True
    found = select(PatrolRow.entry_id).where(
        PatrolRow.patrol_id == body["patrol_id"],
        PatrolRow.ledger == entry.ledger,
        PatrolRow.person_id == entry.by,
    )
    return session.scalar(found.limit(1)) is not None


def _next_number(session: Session, ledger: str) -> int:
    last = session.scalar(select(func.max(ProblemRow.number)).where(ProblemRow.ledger == ledger))
    return (last or 0) + 1
