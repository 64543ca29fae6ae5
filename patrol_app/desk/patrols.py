"""The pages 巡河: one patrol with all that belongs to it, to read and to print."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import g, render_template

from patrol_app.desk.findings import find_found, known_problem_ids, split_rechecks
from patrol_app.desk.pictures import count_stored, gather, gather_of, list_recordings, pick_two
from patrol_app.desk.track import draw
from patrol_app.domain.calendar import month_of
from patrol_app.domain.checklist import ITEMS
from patrol_app.domain.county.oddities import is_place_doubted
from patrol_app.domain.errors import NotFound
from patrol_app.domain.permissions import Deed
from patrol_app.ledger.database import db
from patrol_app.ledger.queries import patrols, problems
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.register import ReachRow
from patrol_app.web.access import for_deed
from patrol_app.web.clock import now, today

GAP_REASONS = frozenset({"asleep", "page_closed", "denied", "no_consent", "weak", "no_signal"})


@dataclass(frozen=True)
class Visit:
    """A point to visit by its name, and when he was there; None where he did not say so."""

    name: str
    at: datetime | None


@dataclass(frozen=True)
class Gap:
    """A time without a track; `why` is one of the words of `desk.track.why`."""

    start_at: datetime
    end_at: datetime
    why: str


@for_deed(Deed.SEE_LEDGER)
def show_patrol(entry_id: str) -> str:
    """Show one patrol: its facts, the nine items, its track and its pictures."""
    known = _read_patrol(entry_id)
    line, problem_ids = known["line"], [problem.id for problem in known["found"].reported]
    pictures = gather(patrols.list_media(db.session(), [entry_id, *problem_ids]))
    return render_template(
        "desk/patrol.html",
        **known,
        month=month_of(line.patrol.day_on),
        looked_at=split_rechecks(line.patrol.rechecks),
        **_drawn(line.patrol, line.reach, known["private"]),
        visits=_visits(line.patrol),
        pictures=pictures,
        stored=count_stored(pictures),
    )


@for_deed(Deed.SEE_LEDGER)
def print_patrol(entry_id: str) -> str:
    """Show the same patrol as the sheet that is signed and filed: 巡河记录表."""
    known = _read_patrol(entry_id)
    shown = [*known["found"].reported, *known["found"].known]
    uses = problems.list_pictures(db.session(), [problem.id for problem in shown])
    pictures = {problem.id: gather_of(uses, problem.id) for problem in shown}
    return render_template(
        "desk/patrol_print.html",
        **known,
        shown=shown,
        pairs={problem_id: pick_two(named) for problem_id, named in pictures.items()},
        recordings={problem_id: list_recordings(named) for problem_id, named in pictures.items()},
        printed_at=now(),
    )


def _read_patrol(entry_id: str) -> dict[str, Any]:
    """Read what both pages of a patrol say; raises NotFound for one that the reader may not see."""
    on = today()
    line = patrols.find_patrol(db.session(), g.actor, on, entry_id)
    if line is None:
        raise NotFound
    patrol = line.patrol
    rechecked_ids = [recheck["problem_id"] for recheck in patrol.rechecks]
    old = problems.list_named(
        db.session(), g.actor, on, [*known_problem_ids(patrol), *rechecked_ids]
    )
    reported = patrols.list_problems_of(db.session(), g.actor, on, [patrol])[entry_id]
    return {
        "line": line,
        "patrol": patrol,
        "items": ITEMS,
        "found": find_found(patrol, reported, old),
        "old": old,
        "companions": patrols.list_names(db.session(), patrol.companions),
        "private": patrols.find_private(db.session(), entry_id),
        "entry_hash": patrols.find_entry_hash(db.session(), entry_id),
    }


def _drawn(patrol: PatrolRow, reach: ReachRow, private: dict[str, Any]) -> dict[str, object]:
    """Draw the track, and say why there is none where there is none; points only where nothing doubts their place."""
    track: dict[str, Any] = private.get("track") or {}
    fixes, gaps = track.get("fixes", []), track.get("gaps", [])
    points = [
        ((point.lon_e6, point.lat_e6), point.name)
        for point in patrols.list_points(db.session(), reach.id)
        if point.lon_e6 is not None
        and point.lat_e6 is not None
        # What may lie far off would make the walk as small as a dot.
        and not is_place_doubted(point.doubts)
    ]
    return {
        "drawing": draw(reach.geometry, fixes, gaps, points),
        "gaps": [_gap(patrol, gap) for gap in gaps],
        "no_track": None if fixes else _why_no_track(private, gaps),
    }


def _why_no_track(private: dict[str, Any], gaps: list[list[Any]]) -> str:
    if not private:
        return "erased"
    return _reason(gaps[0][2]) if gaps else "not_recorded"


def _gap(patrol: PatrolRow, gap: list[Any]) -> Gap:
    from_ms, to_ms, reason = gap
    return Gap(_moment_of(patrol, from_ms), _moment_of(patrol, to_ms), _reason(reason))


def _moment_of(patrol: PatrolRow, ms: int) -> datetime:
    """Give the moment so long after the start; whatever a phone says, it is over with the patrol."""
    whole_ms = max(0, (patrol.ended_at - patrol.started_at) // timedelta(milliseconds=1))
    return patrol.started_at + timedelta(milliseconds=min(ms, whole_ms))


def _visits(patrol: PatrolRow) -> list[Visit]:
    """Give the points of the reach with the first visit of each; what is on no list any more has no name to show."""
    seen: dict[str, datetime] = {}
    for visit in patrol.visits:
        seen.setdefault(visit["point_id"], _moment_of(patrol, visit["elapsed_ms"]))
    points = patrols.list_points(db.session(), patrol.reach_id)
    return [Visit(point.name, seen.get(point.id)) for point in points]


def _reason(code: str) -> str:
    """Give a reason there are words for: phones newer than this page may know more."""
    return code if code in GAP_REASONS else "unknown"
