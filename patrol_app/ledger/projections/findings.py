"""What a patrol says it found beside what has arrived of it, judged anew whenever one of its problems arrives."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import Doubt, FindingFacts, doubts_of_findings
from patrol_app.ledger.database import run
from patrol_app.ledger.projections.days import refresh_day
from patrol_app.ledger.tables.duties import PatrolCreditRow, PatrolRow
from patrol_app.ledger.tables.problems import ProblemRow

_PATROLS = select(
    PatrolRow.entry_id,
    PatrolRow.person_id,
    PatrolRow.items,
    PatrolRow.rechecks,
    PatrolRow.doubts,
    PatrolRow.first_doubts,
).where(PatrolRow.patrol_id == bindparam("patrol_id"), PatrolRow.ledger == bindparam("ledger"))
_REPORTED = select(ProblemRow.id, ProblemRow.item, ProblemRow.doubts).where(
    ProblemRow.patrol_id == bindparam("patrol_id"),
    ProblemRow.ledger == bindparam("ledger"),
    ProblemRow.reported_by == bindparam("by"),
)
_KNOWN = select(ProblemRow.id).where(
    ProblemRow.id.in_(bindparam("ids", expanding=True)), ProblemRow.ledger == bindparam("ledger")
)
_DOUBT = (
    update(PatrolRow)
    .where(PatrolRow.entry_id == bindparam("of_entry"))
    .values(doubts=bindparam("judged", type_=PatrolRow.doubts.type))
)
_CREDITS = select(PatrolCreditRow.appointment_id, PatrolCreditRow.day_on).where(
    PatrolCreditRow.entry_id == bindparam("entry_id")
)


def refresh_findings(session: Session, ledger: str, patrol_id: str) -> None:
    """Judge the patrols of that id (more than one when an id was used twice) by the problems that have arrived."""
    for patrol in run(session, _PATROLS, patrol_id=patrol_id, ledger=ledger):
        reported = list_reported(session, ledger, patrol_id, patrol.person_id)
        judged = judge_findings(
            session, ledger, patrol.items, patrol.rechecks, [problem.item for problem in reported]
        )
        doubts = sorted({*patrol.first_doubts, *judged})
        if doubts == patrol.doubts:
            continue
        run(session, _DOUBT, of_entry=patrol.entry_id, judged=doubts)
        for credit in run(session, _CREDITS, entry_id=patrol.entry_id):
            refresh_day(session, credit.appointment_id, credit.day_on)


def list_reported(session: Session, ledger: str, patrol_id: str, by: str | None) -> Collection[Any]:
    """Give `id`, `item` and `doubts` of the problems that this walker reported with this patrol."""
    return run(session, _REPORTED, patrol_id=patrol_id, ledger=ledger, by=by).rows


def judge_findings(
    session: Session,
    ledger: str,
    items: Iterable[Mapping[str, Any]],
    rechecks: Iterable[Mapping[str, Any]],
    reported_items: Iterable[int],
) -> frozenset[Doubt]:
    """Judge what a patrol says it found, in `items` and `rechecks` as in its body."""
    found = [item for item in items if item["finding"] == "found"]
    named = {problem_id for item in found for problem_id in item["known_problems"]}
    named.update(recheck["problem_id"] for recheck in rechecks)
    return doubts_of_findings(
        FindingFacts(
            found_items=frozenset(item["item"] for item in found if not item["known_problems"]),
            reported_items=frozenset(reported_items),
            named_problems=frozenset(named),
            known_problems=known_problems(session, ledger, named),
        )
    )


def known_problems(session: Session, ledger: str, problem_ids: Collection[str]) -> frozenset[str]:
    """Give those of `problem_ids` whose report stands in the ledger."""
    if not problem_ids:
        return frozenset()
    known = session.execute(_KNOWN, {"ids": list(problem_ids), "ledger": ledger})
    return frozenset(known.scalars())
