"""The ways of phones into and out of the ledger (contract, Endpoints)."""

import json

from flask import Blueprint, g, make_response, request
from flask.typing import ResponseReturnValue

from patrol_app.domain.errors import BadShape
from patrol_app.ledger.database import db
from patrol_app.sync.changes import list_changes
from patrol_app.sync.devices import register
from patrol_app.sync.plan import make_plan, tag_of
from patrol_app.sync.receive import receive
from patrol_app.web.access import signed_in
from patrol_app.web.bodies import read_json
from patrol_app.web.clock import now
from patrol_app.web.installation import installed

sync = Blueprint("sync", __name__, url_prefix="/api/v1")


@sync.post("/entries")
@signed_in
def take_entries() -> ResponseReturnValue:
    """Take entries; also of somebody who is no longer in office, for what he did then is still his duty's record."""
    # Before the body: the minutes it may take to come are not the phone's clock being wrong.
    received_at = now()
    payload = read_json(max_bytes=installed().max_json_bytes)
    answer = receive(db.session(), g.actor, payload, received_at)
    db.session.commit()
    return answer


@sync.post("/devices")
@signed_in
def register_book() -> ResponseReturnValue:
    """Register a book before it is drained."""
    payload = read_json(max_bytes=installed().max_json_bytes)
    answer = register(db.session(), g.actor, payload, now())
    db.session.commit()
    return answer


@sync.get("/plan")
@signed_in
def send_plan() -> ResponseReturnValue:
    """Send the plan, or 304 to a phone that has it already."""
    plan = make_plan(db.session(), g.actor, now())
    response = make_response(json.dumps(plan, ensure_ascii=False, separators=(",", ":")))
    response.mimetype = "application/json"
    response.set_etag(tag_of(plan))
    return response.make_conditional(request)


@sync.get("/changes")
@signed_in
def send_changes() -> ResponseReturnValue:
    """Send what has changed for this person since a cursor, and the next cursor."""
    since = request.args.get("since")
    if since is None:
        raise BadShape(errors={"since": ["must be a cursor"]})
    return list_changes(db.session(), g.actor, since, now())
