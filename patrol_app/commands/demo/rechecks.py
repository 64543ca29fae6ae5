"""Item 9 of the demo's walks: what each walker sees of the problems that he knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from patrol_app.commands.demo.people import demo_id
from patrol_app.commands.demo.troubles import Trouble
from patrol_app.commands.demo.walks import Walk
from patrol_app.domain.entries import Kind


def problem_id(trouble: Trouble) -> str:
    """Name the problem; its report's entry has the same id."""
    return demo_id(f"problem {trouble.key}")


@dataclass
class Rechecks:
    """What later walks said of a cure, so that a problem once found solved is not looked at again."""

    troubles: Sequence[Trouble]
    _verdicts: dict[str, str] = field(default_factory=dict)

    def look_again(self, walk: Walk, days_ago: int) -> Iterator[tuple[Trouble, str]]:
        """Give each problem due on this walk with its outcome; the first look at a cure decides it."""
        for trouble in self.troubles:
            known = trouble.village == walk.village and days_ago < trouble.days_ago
            if not known or trouble.on_the_spot or self._verdicts.get(trouble.key) == "solved":
                continue
            outcome = self._outcome(trouble, walk, days_ago)
            if outcome is not None:
                yield trouble, outcome

    def _outcome(self, trouble: Trouble, walk: Walk, days_ago: int) -> str | None:
        """Give what the walker says; None where he reported the cure himself and another has to look."""
        cured_by = _cured_by(trouble, days_ago)
        if walk.cut_short:
            return "could_not_check"
        if cured_by is None or trouble.key in self._verdicts:
            return "unchanged"
        if cured_by == walk.username:
            return None
        self._verdicts[trouble.key] = trouble.verdict
        return trouble.verdict


def _cured_by(trouble: Trouble, days_ago: int) -> str | None:
    """Give who has reported the cure by the morning of that day."""
    cures = (step for step in trouble.steps if step.kind is Kind.PROBLEM_HANDLED)
    return next((step.username for step in cures if days_ago < step.days_ago), None)
