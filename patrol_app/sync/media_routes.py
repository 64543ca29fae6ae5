"""The way of pictures out: as copies for pages, or as they came; recordings in whatever pieces a player asks for."""

from flask import Blueprint, Response, g, make_response, render_template, request, send_file

from patrol_app.chores.copies import get_copy
from patrol_app.domain.errors import BadShape, Busy, NotFound
from patrol_app.ledger.database import db
from patrol_app.ledger.queries.pictures import Picture, find_picture
from patrol_app.media.derive import EDGES_PX
from patrol_app.media.kinds import suffix_of
from patrol_app.media.recordings import is_recording
from patrol_app.media.store import Store
from patrol_app.web.access import signed_in
from patrol_app.web.answers import retry_after
from patrol_app.web.clock import today
from patrol_app.web.installation import installed

media = Blueprint("media", __name__, url_prefix="/api/v1/media")


@media.get("/<sha256>")
@signed_in
def show_picture(sha256: str) -> Response:
    """Show a picture to who may see it: `size` thumb or view as a copy, original as a file to keep.

    What somebody said or filmed has no copies: view plays it as it came.
    """
    size = request.args.get("size", "view")
    picture = find_picture(db.session(), g.actor, today(), sha256)
    if picture is None:
        raise NotFound
    if size == "original":
        return _send_original(picture)
    if size not in EDGES_PX:
        raise BadShape(errors={"size": ["must be one of thumb, view, original"]})
    if is_recording(picture.type):
        return _play(picture, size)
    return _unkept(_send_copy(sha256, size))


def _play(recording: Picture, size: str) -> Response:
    """Send a recording in whatever pieces the player asks for."""
    if size != "view":
        raise BadShape(errors={"size": ["must be one of view, original for a recording"]})
    path = _store().original(recording.sha256)
    return _unkept(send_file(path, mimetype=recording.type, conditional=True))


def _send_copy(sha256: str, size: str) -> Response:
    """Send a copy; a page whose copy is not made yet shows words in its place, and others are not kept waiting."""
    try:
        return send_file(get_copy(db.session(), _store(), sha256, size), mimetype="image/jpeg")
    except Busy as busy:
        if request.headers.get("Sec-Fetch-Dest") != "image":
            raise
        response = make_response(render_template("gate/pending.svg"), busy.status)
        response.mimetype = "image/svg+xml"
        response.headers.update(retry_after(busy))
        return response


def _send_original(picture: Picture) -> Response:
    name = f"{picture.sha256[:16]}.{suffix_of(picture.type)}"
    path = _store().original(picture.sha256)
    return _unkept(send_file(path, mimetype=picture.type, as_attachment=True, download_name=name))


def _unkept(response: Response) -> Response:
    """Leave no copy with the browser: the next person at it may not see the picture."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _store() -> Store:
    return Store(installed().media_dir)
