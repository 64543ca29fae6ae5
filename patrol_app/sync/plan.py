"""Weeks of offline work in one answer: `GET /api/v1/plan` (contract, Endpoints)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol_app.domain import checklist
from patrol_app.domain.calendar import day_of
from patrol_app.domain.county.oddities import is_place_doubted
from patrol_app.domain.frequency import DEFAULT_RULES, RULES_VERSION
from patrol_app.domain.people import Actor, Appointment
from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.queries.plan import (
    Contact,
    ReachToWalk,
    count_entries,
    list_area_names,
    list_ledgers,
    list_people_to_call,
    list_reaches_to_walk,
)
from patrol_app.ledger.tables.register import PointRow
from patrol_app.sync.cursor import Cursor, write_cursor
from patrol_app.sync.plan_problems import list_problems
from patrol_app.sync.plan_walks import list_progress, list_recent

#: Goes up when the words that ask for consent change; then everybody is asked anew.
CONSENT_VERSION = 1

#: What changes with every answer, and so says nothing about whether anything has changed.
ALWAYS_NEW = ("cursor", "server_time")


def make_plan(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """Give what this person's phone needs to work without signal; as big in a year as it is today."""
    # First: what comes in meanwhile is then told twice rather than never.
    known = count_known(session, actor, now)
    frame = make_frame(session, actor, now)
    return {
        **frame,
        "problems": list_problems(session, actor, day_of(now), now),
        "cursor": write_cursor(Cursor(known, tag_of(frame))),
        "server_time": wire_time(now),
    }


def make_frame(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """Give all of a plan but its problems: places, duties, rules, people, and his own walks."""
    on = day_of(now)
    offices = [held for held in actor.appointments if held.to_on is None or on <= held.to_on]
    reaches = list_reaches_to_walk(session, actor, on)
    names = list_area_names(session, {held.area_id for held in offices})
    ledgers = list_ledgers(session, {held.ledger for held in offices})
    return {
        "person": {"id": actor.person_id, "name": actor.name, "language": actor.language},
        "appointments": [_appointment(held, names, reaches) for held in offices],
        "reaches": [_reach(walked) for walked in reaches],
        "checklist": _checklist(),
        "policy": _policy(),
        "contacts": [_contact(called) for called in list_people_to_call(session, actor, on)],
        "progress": list_progress(session, offices, on),
        "recent": list_recent(session, actor.person_id, on),
        "ledgers": [
            {"code": code, "name": name, "origin": None, "epoch": 1, "vkeys": []}
            for code, name in ledgers.items()
        ],
    }


def count_known(session: Session, actor: Actor, now: datetime) -> dict[str, int]:
    """Give how many entries each ledger of his offices has."""
    on = day_of(now)
    codes = {held.ledger for held in actor.appointments if held.to_on is None or on <= held.to_on}
    return {code: count_entries(session, code) for code in sorted(codes)}


def tag_of(plan: Mapping[str, Any]) -> str:
    """Give the ETag: equal for plans that differ only in when they were asked for."""
    lasting = {key: value for key, value in plan.items() if key not in ALWAYS_NEW}
    return hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()[:32]


def _appointment(
    held: Appointment, names: Mapping[str, str], reaches: Sequence[ReachToWalk]
) -> dict[str, Any]:
    covered = [
        walked.reach.id
        for walked in reaches
        if held.covers_reach(walked.reach.id, walked.reach.area_path)
    ]
    return {
        "id": held.id,
        "role": held.role,
        "ledger": held.ledger,
        "area_id": held.area_id,
        "area_name": names.get(held.area_id, ""),
        "reach_ids": covered,
        "from_on": held.from_on.isoformat(),
        "to_on": _day(held.to_on),
    }


def _reach(walked: ReachToWalk) -> dict[str, Any]:
    reach = walked.reach
    return {
        "id": reach.id,
        "ledger": reach.ledger,
        "name": reach.name,
        "river": reach.river,
        "village": walked.village,
        "area_id": reach.area_id,
        "banks": reach.banks,
        "geometry": reach.geometry,
        "approximate": reach.approximate,
        "points": [_point(point) for point in walked.points],
    }


def _point(point: PointRow) -> dict[str, Any]:
    nowhere = point.lon_e6 is None or point.lat_e6 is None
    at = None if nowhere else [point.lon_e6, point.lat_e6]
    return {
        "id": point.id,
        "name": point.name,
        "kind": point.kind,
        "at": at,
        # Marked wherever it is drawn: something printed speaks against the place.
        "doubtful": at is not None and is_place_doubted(point.doubts),
    }


def _checklist() -> dict[str, Any]:
    return {
        "version": checklist.VERSION,
        "items": [
            {
                "item": item.number,
                "official": item.official,
                "label": item.label,
                "hint": item.hint,
                "chips": [{"code": chip.code, "label": chip.label} for chip in item.chips],
            }
            for item in checklist.ITEMS
        ],
    }


def _policy() -> dict[str, Any]:
    return {
        "version": RULES_VERSION,
        "consent_version": CONSENT_VERSION,
        "frequency": [
            {"role": rule.role, "times": rule.times, "period": rule.period}
            for rule in DEFAULT_RULES.values()
        ],
    }


def _contact(called: Contact) -> dict[str, Any]:
    return {
        "person_id": called.person_id,
        "name": called.name,
        "role": called.role,
        "phone": called.phone,
        "area_id": called.area_id,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
