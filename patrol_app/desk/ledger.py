"""The pages 台账: every field the notice asks for, narrowed as one likes, to read and to print."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import g, render_template, request

from patrol_app.desk.asked import Asked, read_patrol_mark, write_patrol_mark
from patrol_app.desk.findings import Found, find_found, known_problem_ids
from patrol_app.desk.ledger_filter import MAX_DAYS, Days, offer_words, read_days, read_wanted
from patrol_app.domain.calendar import Period, month_of
from patrol_app.domain.checklist import ITEMS
from patrol_app.domain.permissions import Deed
from patrol_app.ledger.database import db
from patrol_app.ledger.queries import patrols, places, problems
from patrol_app.ledger.queries.patrols import Gathered, PatrolLine, PatrolMark, PatrolsWanted
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.web.access import for_deed
from patrol_app.web.clock import now, today

PAGE_LINES = 30

#: So many patrols one print holds; the next print goes on behind them.
PRINT_LINES = 200

#: More names than that nobody looks through: a county chooses a township first.
MOST_PEOPLE = 200


@for_deed(Deed.SEE_LEDGER)
def list_ledger() -> str:
    """Show the patrols of the reader's area, newest first."""
    on, asked = today(), Asked(request.args)
    days = read_days(asked, on)
    page, more = _read_page(read_wanted(asked, days), PAGE_LINES, oldest_first=False)
    reported = patrols.list_problems_of(db.session(), g.actor, on, [line.patrol for line in page])
    return render_template(
        "desk/ledger.html",
        lines=page,
        found=_found(page, reported),
        gathered=_gathered(reported),
        days=days,
        max_days=MAX_DAYS,
        **_months_around(days, on),
        unread=asked.unread,
        older=_mark(page[-1].patrol) if more else None,
        areas=places.list_areas(db.session(), g.actor, on),
        reaches=places.list_reaches(db.session(), g.actor, on),
        **_offer_people(asked, on),
        **offer_words(),
    )


@for_deed(Deed.SEE_LEDGER)
def print_ledger() -> str:
    """Show the same patrols as a sheet of paper, oldest first, as 台账 are kept."""
    on, asked = today(), Asked(request.args)
    days = read_days(asked, on)
    wanted = read_wanted(asked, days)
    page, more = _read_page(wanted, PRINT_LINES, oldest_first=True)
    reported = patrols.list_problems_of(db.session(), g.actor, on, [line.patrol for line in page])
    return render_template(
        "desk/ledger_print.html",
        lines=page,
        found=_found(page, reported),
        items=ITEMS,
        days=days,
        unread=asked.unread,
        units=_units(on, wanted.area_id),
        printed_at=now(),
        most=PRINT_LINES,
        following=_mark(page[-1].patrol) if more else None,
    )


def _read_page(
    wanted: PatrolsWanted, lines: int, *, oldest_first: bool
) -> tuple[list[PatrolLine], bool]:
    """Read one page behind the mark of the address, and say whether there is more."""
    found = patrols.list_patrols(
        db.session(),
        g.actor,
        today(),
        wanted,
        after=read_patrol_mark(request.args.get("after")),
        limit=lines + 1,
        oldest_first=oldest_first,
    )
    return found[:lines], len(found) > lines


def _mark(patrol: PatrolRow) -> str:
    return write_patrol_mark(PatrolMark(patrol.day_on, patrol.seq, patrol.ledger))


def _found(page: Sequence[PatrolLine], reported: dict[str, list[ProblemRow]]) -> dict[str, Found]:
    """Put together what each patrol of a page found, by entry."""
    walks = [line.patrol for line in page]
    known_ids = {one for walk in walks for one in known_problem_ids(walk)}
    old = problems.list_named(db.session(), g.actor, today(), known_ids)
    return {walk.entry_id: find_found(walk, reported[walk.entry_id], old) for walk in walks}


def _offer_people(asked: Asked, on: date) -> dict[str, object]:
    """The people to choose from: those of the area asked for; where no list holds them, only who is chosen already."""
    people = places.list_people(
        db.session(), g.actor, on, area_id=asked.text("area"), limit=MOST_PEOPLE + 1
    )
    chosen = asked.text("person")
    too_many = len(people) > MOST_PEOPLE
    if too_many or (chosen is not None and chosen not in dict(people)):
        named = places.list_names(db.session(), g.actor, on, [chosen] if chosen else [])
        people = named if too_many else [*people, *named]
    return {"people": people, "choose_area_first": too_many}


def _units(on: date, area_id: str | None) -> list[str]:
    """Name whose 台账 it is: the area asked for, else the reader's own."""
    if area_id is None:
        return places.list_own_areas(db.session(), g.actor, on)
    return [name for one, name in places.list_areas(db.session(), g.actor, on) if one == area_id]


def _months_around(days: Days, on: date) -> dict[str, Period | None]:
    """Give the months before and after the days shown; none that has not begun."""
    after = month_of(month_of(days.last_on).to_on + timedelta(days=1))
    return {
        "before": month_of(month_of(days.first_on).from_on - timedelta(days=1)),
        "after": after if after.from_on <= on else None,
    }


def _gathered(reported: dict[str, list[ProblemRow]]) -> dict[str, Gathered]:
    """Count a patrol's pictures together with those of the problems reported on it."""
    belonging = {
        entry_id: [entry_id, *(problem.id for problem in problems_of_walk)]
        for entry_id, problems_of_walk in reported.items()
    }
    counts = patrols.count_media(db.session(), [one for ids in belonging.values() for one in ids])
    return {
        entry_id: Gathered(
            named=sum(counts.get(one, Gathered()).named for one in ids),
            stored=sum(counts.get(one, Gathered()).stored for one in ids),
        )
        for entry_id, ids in belonging.items()
    }
