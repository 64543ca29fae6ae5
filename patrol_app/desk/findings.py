"""What a patrol found, in the words of the 台账: new problems, old ones seen again, or honestly nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from patrol_app.domain.workflow import Outcome
from patrol_app.ledger.queries.problems import ProblemLine
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.web.words import say


@dataclass(frozen=True)
class Found:
    """The problems reported on a walk and the old ones it met; `nothing` names the words where there are neither."""

    reported: Sequence[ProblemRow]
    known: Sequence[ProblemRow]
    nothing: str | None


def say_title(problem: ProblemRow) -> str:
    """Say what the problem is in one line: in the reporter's words, or as the item says it where there are none."""
    return problem.what.strip() or say(f"checklist.{problem.item}.label")


def known_problem_ids(patrol: PatrolRow) -> list[str]:
    """Give the old problems that the walker pointed at among the eight items, each once."""
    return list(
        dict.fromkeys(problem_id for item in patrol.items for problem_id in item["known_problems"])
    )


def split_rechecks(
    rechecks: Sequence[Mapping[str, Any]],
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Part what was said of old problems: what says something new, and what is as it was."""
    same = [one for one in rechecks if one["outcome"] == Outcome.UNCHANGED and not one["reason"]]
    return [one for one in rechecks if one not in same], same


def find_found(
    patrol: PatrolRow, reported: Sequence[ProblemRow], old: Mapping[str, ProblemLine]
) -> Found:
    """Put together what a walk found; `old` holds the old problems that the reader may see."""
    ids = known_problem_ids(patrol)
    known = [old[problem_id].problem for problem_id in ids if problem_id in old]
    if reported or known:
        return Found(reported, known, None)
    return Found((), (), _nothing([item["finding"] for item in patrol.items]))


def _nothing(findings: Sequence[Any]) -> str:
    """未发现问题 is said only of a walk that looked at all items and found none of them."""
    if "found" in findings:
        return "found_only"
    return "none_in_seen" if "not_checked" in findings else "no_problem"
