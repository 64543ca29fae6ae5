"""A problem as its story tells it: folded from its lines in ledger order, so that any order of arrival ends the same.

Nothing is refused here. A line that does not fit stays in the story, changes nothing and says why.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from patrol_app.domain.doubts import Doubt
from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Role
from patrol_app.domain.permissions import may
from patrol_app.domain.workflow import (
    DEED_OF,
    TRANSITIONS,
    Event,
    Holder,
    Outcome,
    Severity,
    State,
    first_state,
    holder_after,
    may_pass,
    may_take,
)


@dataclass(frozen=True)
class OnTheSpot:
    """What was done about a problem at once: 处理意见 and 处理结果."""

    opinion: str | None
    result: str | None


@dataclass(frozen=True)
class Report:
    """What of a `problem.reported` decides where the problem starts."""

    by: str | None
    severity: Severity
    on_the_spot: OnTheSpot | None


@dataclass(frozen=True)
class Line:
    """One entry about a problem, or one recheck of it in a patrol (`kind` patrol.completed with its `outcome`).

    `role` is the office the author acted in, None if it was not held that day; `in_area` says that the office covers
    the problem's reach, of a recheck that the patrol went along it; `details` is the entry's body.
    """

    kind: Kind
    by: str | None
    role: Role | None
    in_area: bool
    outcome: Outcome | None
    seq: int
    entry_id: str
    details: Mapping[str, object]

    @property
    def event(self) -> Event:
        """What the line does to the problem."""
        return self.kind if self.outcome is None else self.outcome


@dataclass(frozen=True)
class JudgedLine:
    """A line, whether it moved or fitted the problem as it then stood, why not, and the state after it."""

    line: Line
    fits: bool
    doubts: frozenset[Doubt]
    state: State


@dataclass(frozen=True)
class ProblemState:
    """A problem after all its lines; `held_name` is the department or county it went to, where one was named."""

    state: State
    held_by: Holder = Holder.VILLAGE
    held_name: str | None = None
    last_cured_by: str | None = None
    opinion: str | None = None
    result: str | None = None
    responsible_unit: str | None = None
    responsible_person: str | None = None
    due_on: date | None = None
    lines: tuple[JudgedLine, ...] = ()


def fold(report: Report, lines: Iterable[Line]) -> ProblemState:
    """Derive a problem from its report and its lines, which are taken in the order of `seq` whatever theirs is.

    The report comes first even where a line about it was accepted earlier.
    """
    problem = _opened(report)
    judged: list[JudgedLine] = []
    for line in sorted(lines, key=attrgetter("seq")):
        doubts = _doubts_of(problem, line)
        if not doubts:
            problem = _moved(problem, line)
        judged.append(JudgedLine(line, not doubts, doubts, problem.state))
    return replace(problem, lines=tuple(judged))


def _opened(report: Report) -> ProblemState:
    cure = report.on_the_spot
    state = first_state(report.severity, on_the_spot=cure is not None)
    if cure is None:
        return ProblemState(state)
    return ProblemState(state, last_cured_by=report.by, opinion=cure.opinion, result=cure.result)


def _doubts_of(problem: ProblemState, line: Line) -> frozenset[Doubt]:
    """Why the line has no effect, if it has none; telling somebody fits everywhere, for it moves nothing."""
    if line.role is None or not may({line.role}, DEED_OF[line.event]):
        return frozenset({Doubt.ROLE_MAY_NOT})
    if not line.in_area and line.kind is not Kind.PROBLEM_TOLD:
        return frozenset({Doubt.OUTSIDE_AREA})
    after = TRANSITIONS.get((problem.state, line.event))
    if after is None or not _is_theirs(problem, line, line.role):
        return frozenset({Doubt.NO_LONGER_FITS})
    if after is State.CONFIRMED and line.by == problem.last_cured_by:
        return frozenset({Doubt.OWN_CURE})
    return frozenset()


def _is_theirs(problem: ProblemState, line: Line, role: Role) -> bool:
    """Say whether accepting or passing on is still this office's to do; a cure may come from anyone who may cure."""
    if line.kind is Kind.PROBLEM_ACCEPTED:
        return may_take(role, problem.held_by)
    if line.kind is Kind.PROBLEM_ESCALATED:
        return may_pass(role, problem.held_by, Holder(str(line.details["to"])))
    return True


def _moved(problem: ProblemState, line: Line) -> ProblemState:
    state = TRANSITIONS[problem.state, line.event]
    match line.event:
        case Kind.PROBLEM_ACCEPTED if line.role is not None:
            return _accepted(replace(problem, state=state), line.role, line.details)
        case Kind.PROBLEM_ESCALATED:
            to = Holder(str(line.details["to"]))
            return replace(problem, state=state, held_by=to, held_name=_text(line.details, "name"))
        case Kind.PROBLEM_HANDLED:
            result = _text(line.details, "result")
            return replace(problem, state=state, last_cured_by=line.by, result=result)
        case Outcome.GONE:
            return replace(problem, state=state, last_cured_by=line.by)
    return replace(problem, state=state)


def _accepted(problem: ProblemState, role: Role, plan: Mapping[str, object]) -> ProblemState:
    """The plan (处理意见, 责任单位, 责任人, 完成时限): what is left open keeps what was said before."""
    held_by = holder_after(role, problem.held_by)
    due_on = _text(plan, "due_on")
    return replace(
        problem,
        held_by=held_by,
        held_name=problem.held_name if held_by is problem.held_by else None,
        opinion=_text(plan, "opinion") or problem.opinion,
        responsible_unit=_text(plan, "responsible_unit") or problem.responsible_unit,
        responsible_person=_text(plan, "responsible_person") or problem.responsible_person,
        due_on=date.fromisoformat(due_on) if due_on else problem.due_on,
    )


def _text(details: Mapping[str, object], key: str) -> str | None:
    value = details.get(key)
    return value if isinstance(value, str) else None
