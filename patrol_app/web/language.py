"""中文 or English: the choice, made at the desk or on the phone."""

from __future__ import annotations

from flask import Blueprint, g, redirect, request
from werkzeug.wrappers import Response

from patrol_app.domain.errors import BadRequest
from patrol_app.ledger.database import begin_writing, db
from patrol_app.web.access import signed_in
from patrol_app.web.choices import keep_choice
from patrol_app.web.login import own_path
from patrol_app.web.words import known_language

language = Blueprint("language", __name__)


@language.post("/language")
@signed_in
def choose() -> Response:
    """Keep the reader's choice, and go back to the page it was made on; the phone's script gets no page."""
    chosen = known_language(request.form.get("language"))
    if chosen is None:
        raise BadRequest
    begin_writing(db.session())
    keep_choice(db.session(), g.actor.person_id, chosen)
    db.session.commit()
    if request.headers.get("X-Patrol") == "1":
        return Response(status=204)
    return redirect(own_path(request.form.get("next")) or "/desk/", 303)
