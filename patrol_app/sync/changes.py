"""What has changed for a person since his phone last heard: `GET /api/v1/changes` (contract, Endpoints)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol_app.domain.calendar import day_of
from patrol_app.domain.people import Actor
from patrol_app.ledger.queries.plan import find_accepted_at
from patrol_app.ledger.queries.plan_problems import SETTLED_FOR
from patrol_app.sync.cursor import Cursor, read_cursor, write_cursor
from patrol_app.sync.plan import count_known, make_frame, tag_of
from patrol_app.sync.plan_problems import list_problems


def list_changes(session: Session, actor: Actor, since: str, now: datetime) -> dict[str, Any]:
    """Give the problems that have changed since a cursor, as the plan tells them, and the next cursor.

    `reset` where that does not say it all: something else of the plan has changed, or the cursor is none of ours, or
    older than a settled problem stays in the plan. Then the phone fetches the plan.
    """
    held = read_cursor(since)
    current = Cursor(count_known(session, actor, now), tag_of(make_frame(session, actor, now)))
    reset = held is None or not _goes_on(session, held, current, now)
    changed = (
        []
        if held is None or reset
        else list_problems(session, actor, day_of(now), now, since=held.known)
    )
    return {
        "reset": reset,
        "changes": [
            {"kind": "problem", "id": problem["id"], "value": problem} for problem in changed
        ],
        "cursor": write_cursor(current),
    }


def _goes_on(session: Session, held: Cursor, current: Cursor, now: datetime) -> bool:
    """Say whether all between the two cursors is told by problems that the plan still holds."""
    if held.frame != current.frame or held.known.keys() != current.known.keys():
        return False
    return all(
        _is_fresh(session, code, count, now) and count <= current.known[code]
        for code, count in held.known.items()
    )


def _is_fresh(session: Session, code: str, count: int, now: datetime) -> bool:
    last_at = find_accepted_at(session, code, count - 1)
    return last_at is not None and last_at >= now - SETTLED_FOR
