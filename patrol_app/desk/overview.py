"""The page 总览: who is out today, what is new, what is late; each figure leads to what it counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request

from patrol_app.desk.late import Late, narrow_to_late
from patrol_app.desk.notice import write_notice
from patrol_app.desk.places import pick_area, read_sheets
from patrol_app.desk.today import FRESH, group_by_day, list_lost, sum_up
from patrol_app.domain.calendar import midnight_of, month_of
from patrol_app.domain.people import Role
from patrol_app.domain.permissions import Deed
from patrol_app.domain.workflow import Severity
from patrol_app.ledger.database import db
from patrol_app.ledger.queries import problems
from patrol_app.ledger.queries.places import list_month_areas
from patrol_app.ledger.queries.problems import ProblemsWanted
from patrol_app.ledger.queries.today import count_patrollers
from patrol_app.ledger.tables.register import AreaRow
from patrol_app.web.access import for_deed
from patrol_app.web.clock import now, today

#: So many problems stand on the page itself; the rest is one step away.
PROBLEM_LINES = 8


@for_deed(Deed.SEE_OVERVIEW)
def show_overview() -> str:
    """Show the day of one area, or of each area of a reader who has several."""
    areas = list_month_areas(db.session(), g.actor, today())
    asked = request.args.get("area")
    if asked is None and len(areas) != 1:
        return _show_all(areas)
    area = pick_area(areas, asked)
    on = today()
    sheets = read_sheets(area, month_of(on))
    patrollers = next(sheet for sheet in sheets if sheet.rule.role is Role.PATROLLER)
    groups = group_by_day(patrollers, now())
    return render_template(
        "desk/overview.html",
        area=area,
        areas=areas,
        groups=groups,
        notice=write_notice(area.name, groups, now()),
        lost=list_lost(sheets),
        **_troubles(on, area.id),
    )


def _show_all(areas: Sequence[AreaRow]) -> str:
    """Show the day of several areas, a row each."""
    on = today()
    villages = count_patrollers(db.session(), g.actor, on, heard_from=now() - FRESH)
    return render_template(
        "desk/overview_areas.html",
        areas=areas,
        days=sum_up(villages, {area.id: area.path for area in areas}),
        **_troubles(on, None),
    )


def _troubles(on: date, area_id: str | None) -> dict[str, Any]:
    """The problems that are new and those that are late, in figures and by name."""
    since_on = on - timedelta(days=1)
    here = ProblemsWanted(area_id=area_id)
    new = replace(here, arrived_from=midnight_of(since_on))
    listed = {"new": new, **{late.value: narrow_to_late(here, late, now()) for late in Late}}
    shown = {
        kind: problems.list_pressing(db.session(), g.actor, on, wanted, limit=PROBLEM_LINES)
        for kind, wanted in listed.items()
    }
    counted = {**listed, "new_major": replace(new, severity=Severity.MAJOR)}
    ids = {line.problem.id for lines in shown.values() for line in lines}
    return {
        "since_on": since_on,
        "as_of": now(),
        "today": on,
        "counts": {
            kind: problems.count_like(db.session(), g.actor, on, wanted)
            for kind, wanted in counted.items()
        },
        "shown": shown,
        "thumbs": problems.find_thumbs(db.session(), ids),
    }
