"""Problems: reported, told, accepted, handled, passed on; where each stands is folded from its lines."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import Doubt, ProblemEntryFacts, doubts_of_problem_entry
from patrol_app.domain.entries import Entry, Kind
from patrol_app.domain.story import fold
from patrol_app.ledger.database import run
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.books import book_doubts
from patrol_app.ledger.projections.findings import refresh_findings
from patrol_app.ledger.projections.moments import judge_moment
from patrol_app.ledger.projections.stories import columns_of, refresh_story, report_of
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.problems import ProblemEventRow, ProblemRow

_LAST_NUMBER = select(func.max(ProblemRow.number)).where(ProblemRow.ledger == bindparam("ledger"))
#: Whose they are is looked at afterwards; asked for, it would lead through all that a person ever walked.
_PATROLS = select(PatrolRow.entry_id, PatrolRow.ledger, PatrolRow.person_id).where(
    PatrolRow.patrol_id == bindparam("patrol_id")
)
_OPEN = insert(ProblemRow)
_TELL = insert(ProblemEventRow)


def project_report(session: Session, arrival: Arrival) -> None:
    """Open a problem under the next number of its county; lines that came before it are folded in."""
    entry = arrival.entry
    body: Mapping[str, Any] = entry.body
    report = report_of(by=entry.by, severity=body["severity"], on_the_spot=body["on_the_spot"])
    as_sent = "reach_id patrol_id origin item category severity what on_the_spot"
    run(
        session,
        _OPEN,
        id=entry.id,
        ledger=entry.ledger,
        seq=arrival.seq,
        number=_next_number(session, entry.ledger),
        reported_by=entry.by,
        reported_at=entry.at,
        accepted_at=arrival.accepted_at,
        changed_at=arrival.accepted_at,
        doubts=sorted(_doubts(session, arrival)),
        **{key: body[key] for key in as_sent.split()},
        **columns_of(fold(report, ())),
    )
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
    run(
        session,
        _TELL,
        problem_id=problem_id,
        entry_id=entry.id,
        line=line,
        ledger=entry.ledger,
        seq=arrival.seq,
        kind=str(entry.kind),
        by=entry.by,
        appointment_id=entry.appointment,
        role=None,
        at=entry.at,
        day_on=judge_moment(arrival, entry.at).day_on,
        accepted_at=arrival.accepted_at,
        details=dict(details),
        own_doubts=sorted(doubts),
        fits=False,
        doubts=sorted(doubts),
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
            held_on_day=held.holds_on(judge_moment(arrival, entry.at).day_on),
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
    return find_patrol(session, entry, body["patrol_id"]) is not None


def find_patrol(session: Session, entry: Entry, patrol_id: str) -> str | None:
    """Give an entry of the same author and ledger that is the patrol of this id, None while there is none."""
    of_this_id = run(session, _PATROLS, patrol_id=patrol_id)
    ours = (row for row in of_this_id if (row.ledger, row.person_id) == (entry.ledger, entry.by))
    return next((row.entry_id for row in ours), None)


def _next_number(session: Session, ledger: str) -> int:
    last: int | None = run(session, _LAST_NUMBER, ledger=ledger).scalar()
    return (last or 0) + 1
