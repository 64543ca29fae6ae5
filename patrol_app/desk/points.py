"""The pages 河段地图: reaches with their points in river order, and one point with who came by."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import g, render_template, request

from patrol_app.desk.asked import Asked, read_patrol_mark, write_patrol_mark
from patrol_app.desk.offices import held_levels
from patrol_app.domain.county.oddities import is_place_doubted
from patrol_app.domain.errors import NotFound
from patrol_app.domain.permissions import Deed
from patrol_app.domain.workflow import OPEN, Holder
from patrol_app.ledger.database import db
from patrol_app.ledger.queries import answered, places, points, problems
from patrol_app.ledger.queries.patrols import PatrolMark
from patrol_app.ledger.queries.problems import ProblemsWanted
from patrol_app.web.access import for_deed
from patrol_app.web.clock import today
from patrol_app.web.installation import installed
from patrol_app.web.words import say

#: More reaches than these are looked at area by area.
MAP_REACHES = 100
MAP_PROBLEMS = 200
PAGE_VISITS = 20
POINT_PROBLEMS = 10


@for_deed(Deed.SEE_PLACES)
def show_map() -> str:
    """Show the reaches of the reader's area with points, sections and open problems, as a list and on a map."""
    on = today()
    area_id = Asked(request.args).text("area")
    areas = places.list_areas(db.session(), g.actor, on)
    if area_id is not None and area_id not in dict(areas):
        raise NotFound
    stretches = points.list_stretches(
        db.session(), g.actor, on, area_id=area_id, limit=MAP_REACHES + 1
    )
    shown = stretches[:MAP_REACHES]
    return render_template(
        "desk/map.html",
        stretches=shown,
        more=len(stretches) > MAP_REACHES,
        sections=points.list_sections(
            db.session(),
            [one.id for held in shown for one in held.points if one.kind == "section"],
        ),
        spots=points.list_spots(
            db.session(), [held.reach.id for held in shown], limit=MAP_PROBLEMS
        ),
        # An area asked for narrows to what lies in it: that is never in another county.
        answered=[] if area_id else answered.list_answered(db.session(), g.actor, on),
        whole_county=Holder.COUNTY in held_levels(g.actor, on),
        areas=areas,
        is_doubted=is_place_doubted,
        tiles_key=installed().tianditu_key,
    )


@for_deed(Deed.SEE_PLACES)
def show_point(point_id: str) -> str:
    """Show what is printed of a point, what is doubtful about it, who came by, and what is open on its reach."""
    on = today()
    page = points.find_point(db.session(), g.actor, on, point_id)
    if page is None:
        return _show_answered(on, point_id)
    visits = points.list_visits(
        db.session(),
        g.actor,
        on,
        point_id,
        after=read_patrol_mark(request.args.get("after")),
        limit=PAGE_VISITS + 1,
    )
    last = visits[PAGE_VISITS - 1].patrol if len(visits) > PAGE_VISITS else None
    open_ones = problems.list_problems(
        db.session(),
        g.actor,
        on,
        ProblemsWanted(states=OPEN, reach_id=page.reach.id),
        after=None,
        limit=POINT_PROBLEMS,
    )
    return render_template(
        "desk/point.html",
        page=page,
        point=page.point,
        visits=visits[:PAGE_VISITS],
        older=write_patrol_mark(PatrolMark(last.day_on, last.seq, last.ledger)) if last else None,
        problems=open_ones,
        thumbs=problems.find_thumbs(db.session(), [line.problem.id for line in open_ones]),
        today=on,
    )


def _show_answered(on: date, point_id: str) -> str:
    """Show a section in another county that the reader's county answers for; raises NotFound for any other point."""
    section = answered.find_answered(db.session(), g.actor, on, point_id)
    if section is None:
        raise NotFound
    return render_template("desk/section_elsewhere.html", section=section, point=section.point)


def say_doubts(doubts: Sequence[Mapping[str, Any]] | None) -> list[str]:
    """Say in words what is doubtful about a point."""
    return [
        say(f"county.doubt.{doubt['rule']}", **{key: doubt[key] for key in doubt if key != "rule"})
        for doubt in doubts or ()
    ]
