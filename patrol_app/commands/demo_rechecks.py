"""Item 9 of the demo's walks: what each walker sees of the problems that he knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from patrol_app.commands.demo_people import demo_id
from patrol_app.commands.demo_troubles import TROUBLES, Trouble
from patrol_app.domain.entries import Kind

#: In days before today: a walk that the rain cut short, where the old problems could not be reached.
ENDED_EARLY_DAYS_AGO = 4


def problem_id(trouble: Trouble) -> str:
    """Name the problem; its report's entry has the same id."""
    return demo_id(f"problem {trouble.key}")


@dataclass
class Rechecks:
    """What later walks said of a cure, so that a problem once found solved is not looked at again."""

    _verdicts: dict[str, str] = field(default_factory=dict)

    def look_again(
        self, username: str, village: str, days_ago: int
    ) -> Iterator[tuple[Trouble, str]]:
        """Give each problem due on this walk with its outcome; the first look at a cure decides it."""
        for trouble in TROUBLES:
            known = trouble.village == village and days_ago < trouble.days_ago
            if not known or trouble.on_the_spot or self._verdicts.get(trouble.key) == "solved":
                continue
            outcome = self._outcome(trouble, username, days_ago)
            if outcome is not None:
                yield trouble, outcome

    def _outcome(self, trouble: Trouble, username: str, days_ago: int) -> str | None:
        """Give what the walker says; None where he reported the cure himself and another has to look."""
        cured_by = _cured_by(trouble, days_ago)
        if days_ago == ENDED_EARLY_DAYS_AGO and username == "patroller":
            return "could_not_check"
        if cured_by is None or trouble.key in self._verdicts:
            return "unchanged"
        if cured_by == username:
            return None
        self._verdicts[trouble.key] = trouble.verdict
        return trouble.verdict


def _cured_by(trouble: Trouble, days_ago: int) -> str | None:
    """Give who has reported the cure by the morning of that day."""
    cures = (step for step in trouble.steps if step.kind is Kind.PROBLEM_HANDLED)
    return next((step.username for step in cures if days_ago < step.days_ago), None)
