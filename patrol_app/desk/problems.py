"""The pages 问题: what waits here, all there is, and one problem with its pictures and its story."""

from datetime import date

from flask import g, render_template, request

from patrol_app.desk.asked import Asked, read_problem_mark, write_problem_mark
from patrol_app.desk.late import Late, narrow_to_late
from patrol_app.desk.offices import held_levels
from patrol_app.desk.pictures import count_stored, find_pair, gather
from patrol_app.domain.calendar import midnight_of
from patrol_app.domain.checklist import ITEMS
from patrol_app.domain.entries import WORDS_KEY
from patrol_app.domain.errors import NotFound
from patrol_app.domain.permissions import Deed
from patrol_app.domain.workflow import OPEN, Severity, State
from patrol_app.ledger.database import db
from patrol_app.ledger.queries import patrols, places, problems
from patrol_app.ledger.queries.problems import ProblemMark, ProblemsWanted
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.web.access import for_deed
from patrol_app.web.clock import now, today
from patrol_app.web.words import say

PAGE_LINES = 20
WAITING_LINES = 50

#: What stands in the filter for 没办完: all states of the open ones.
OPEN_ONES = "open"


@for_deed(Deed.SEE_PROBLEMS)
def list_problems() -> str:
    """Show what waits for the reader's level first, then all problems of his area, newest first."""
    on = today()
    asked = Asked(request.args)
    after = read_problem_mark(request.args.get("after"))
    levels = held_levels(g.actor, on)
    waiting = (
        []
        if request.args
        else problems.list_waiting(db.session(), g.actor, on, levels, limit=WAITING_LINES)
    )
    lines = problems.list_problems(
        db.session(), g.actor, on, _wanted(asked), after=after, limit=PAGE_LINES + 1
    )
    page = lines[:PAGE_LINES]
    last = page[-1].problem if len(lines) > PAGE_LINES else None
    return render_template(
        "desk/problems.html",
        **_offered(on),
        unread=asked.unread,
        waiting=waiting,
        lines=page,
        thumbs=problems.find_thumbs(db.session(), [line.problem.id for line in [*waiting, *page]]),
        older=write_problem_mark(ProblemMark(last.number, last.ledger)) if last else None,
        today=on,
    )


@for_deed(Deed.SEE_PROBLEMS)
def show_problem(problem_id: str) -> str:
    """Show one problem: before and after, its facts, its story."""
    on = today()
    line = problems.find_problem(db.session(), g.actor, on, problem_id)
    if line is None:
        raise NotFound
    problem = line.problem
    pictures = gather(problems.list_pictures(db.session(), [problem_id]))
    events = problems.list_events(db.session(), problem_id)
    people = {problem.reported_by, *(event.by for event in events)} - {None}
    return render_template(
        "desk/problem.html",
        line=line,
        problem=problem,
        pair=find_pair(pictures),
        pictures=pictures,
        stored=count_stored(pictures),
        chips=_chips(problem),
        events=events,
        words_key=WORDS_KEY,
        names=patrols.list_names(db.session(), [person for person in people if person]),
        patrol_entry_id=_patrol_entry_id(on, problem.patrol_id),
        today=on,
    )


def _wanted(asked: Asked) -> ProblemsWanted:
    state = asked.among("state", [OPEN_ONES, *State])
    arrived_on = asked.day("arrived")
    wanted = ProblemsWanted(
        states=OPEN if state == OPEN_ONES else frozenset({state} if state else ()),
        severity=asked.among("severity", list(Severity)),
        area_id=asked.text("area"),
        reach_id=asked.text("reach"),
        arrived_from=midnight_of(arrived_on) if arrived_on else None,
    )
    late = asked.among("late", list(Late))
    return narrow_to_late(wanted, late, now()) if late else wanted


def _offered(on: date) -> dict[str, object]:
    return {
        "states": [
            (OPEN_ONES, say("desk.problems.open")),
            *((state, say(f"domain.state.{state}")) for state in State),
        ],
        "severities": [(one, say(f"domain.severity.{one}")) for one in Severity],
        "lates": [(one, say(f"desk.late.{one}")) for one in Late],
        "areas": places.list_areas(db.session(), g.actor, on),
        "reaches": places.list_reaches(db.session(), g.actor, on),
    }


def _chips(problem: ProblemRow) -> list[str]:
    """Give what was ticked, as far as the words of the report do not say it already."""
    known = [chip.code for chip in ITEMS[problem.item - 1].chips]
    ticked = problem.category.split(",")
    labels = [say(f"checklist.chip.{code}") for code in known if code in ticked]
    return [label for label in labels if label not in problem.what]


def _patrol_entry_id(on: date, patrol_id: str | None) -> str | None:
    if patrol_id is None:
        return None
    return patrols.find_patrol_entry(db.session(), g.actor, on, patrol_id)
