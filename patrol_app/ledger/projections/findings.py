"""What a patrol says it found beside what has arrived of it, judged anew whenever one of its problems arrives."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol_app.domain.doubts import FindingFacts, doubts_of_findings
from patrol_app.ledger.projections.days import refresh_day
from patrol_app.ledger.tables.duties import PatrolCreditRow, PatrolRow
from patrol_app.ledger.tables.problems import ProblemRow


def refresh_findings(session: Session, ledger: str, patrol_id: str) -> None:
    """Judge the patrols of that id (more than one when an id was used twice) by the problems that have arrived."""
    patrols = session.scalars(
        select(PatrolRow).where(PatrolRow.patrol_id == patrol_id, PatrolRow.ledger == ledger)
    ).all()
    for patrol in patrols:
        judged = doubts_of_findings(_facts(session, patrol))
        patrol.doubts = sorted({*patrol.first_doubts, *judged})
        session.flush()
        for credit in session.scalars(
            select(PatrolCreditRow).where(PatrolCreditRow.entry_id == patrol.entry_id)
        ):
            refresh_day(session, credit.appointment_id, credit.day_on)


def _facts(session: Session, patrol: PatrolRow) -> FindingFacts:
    found = [item for item in patrol.items if item["finding"] == "found"]
    named = {problem_id for item in found for problem_id in item["known_problems"]}
    named.update(recheck["problem_id"] for recheck in patrol.rechecks)
    return FindingFacts(
        found_items=frozenset(item["item"] for item in found if not item["known_problems"]),
        reported_items=frozenset(
            session.scalars(
                select(ProblemRow.item).where(
                    ProblemRow.patrol_id == patrol.patrol_id,
                    ProblemRow.ledger == patrol.ledger,
                    ProblemRow.reported_by == patrol.person_id,
                )
            )
        ),
        named_problems=frozenset(named),
        known_problems=known_problems(session, patrol.ledger, named),
    )


def known_problems(session: Session, ledger: str, problem_ids: Iterable[str]) -> frozenset[str]:
    """Give those of `problem_ids` whose report stands in the ledger."""
    return frozenset(
        session.scalars(
            select(ProblemRow.id).where(
                ProblemRow.id.in_(list(problem_ids)), ProblemRow.ledger == ledger
            )
        )
    )
