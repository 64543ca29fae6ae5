"""Where the document stands for everyone to read: it says how to speak, and nothing of anyone."""

import json

from flask import Blueprint, current_app, make_response, request
from flask.typing import ResponseReturnValue

from patrol_app.sync.openapi import of_entries, of_media
from patrol_app.sync.openapi.calls import Call, answer
from patrol_app.sync.openapi.document import make_document
from patrol_app.web.access import everyone
from patrol_app.web.sessions import cookie_name

openapi = Blueprint("openapi", __name__, url_prefix="/api")


@openapi.get("/openapi.json")
@everyone
def send_document() -> ResponseReturnValue:
    """Send this document, or 304 to who has it already."""
    known: dict[str, str] = current_app.extensions.setdefault("openapi", {})
    if "text" not in known:
        # The same until the next start.
        document = make_document(CALLS, cookie=cookie_name())
        known["text"] = json.dumps(document, ensure_ascii=False)
    response = make_response(known["text"])
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


CALLS = (
    *of_entries.CALLS,
    *of_media.CALLS,
    Call(
        "get",
        "/api/openapi.json",
        send_document,
        {200: answer("This document.", {"type": "object"}), 304: answer("You have it already.")},
    ),
)
"""Each call there is; a new route under /api has a line in one of these lists."""
