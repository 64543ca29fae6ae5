"""The ways of pictures: in by tus 1.0.0 with its creation extension, out as copies, or as they came."""

from collections.abc import Iterator

from flask import (
    Blueprint,
    Response,
    g,
    make_response,
    render_template,
    request,
    send_file,
    url_for,
)

from patrol_app.chores.copies import get_copy
from patrol_app.chores.queue import ask_for_copies
from patrol_app.domain.errors import BadShape, Busy, NotFound
from patrol_app.ledger.database import db
from patrol_app.ledger.queries.pictures import Picture, find_picture
from patrol_app.media.derive import EDGES_PX
from patrol_app.media.kinds import suffix_of
from patrol_app.media.recordings import is_recording
from patrol_app.media.store import Store
from patrol_app.media.uploads import (
    Announced,
    Upload,
    get_upload,
    open_upload,
    take_at_once,
    take_pieces,
)
from patrol_app.sync.tus import (
    EXTENSIONS,
    VERSION,
    answer,
    comes_with_bytes,
    make_sure_of_version,
    read_announced,
    read_offset,
)
from patrol_app.web.access import everyone, signed_in
from patrol_app.web.answers import retry_after
from patrol_app.web.clock import now, today
from patrol_app.web.installation import installed

media = Blueprint("media", __name__, url_prefix="/api/v1/media")

#: Read from a phone at once; what has been read is on disk before more is waited for.
PIECE_BYTES = 65_536
#: Read at once of what is only kept if all of it comes.
WHOLE_BYTES = 262_144


@media.after_request
def say_version(response: Response) -> Response:
    """Say in each answer which tus it speaks, in a refusal of another one too."""
    response.headers["Tus-Resumable"] = VERSION
    if response.status_code == 412:  # noqa: PLR2004
        response.headers["Tus-Version"] = VERSION
    return response


@media.route("", methods=["OPTIONS"], provide_automatic_options=False)
@media.route("/uploads/<upload_id>", methods=["OPTIONS"], provide_automatic_options=False)
@everyone
def tell_what_we_speak(upload_id: str = "") -> Response:  # noqa: ARG001  the same for each
    """Tell a client what of tus there is."""
    return answer(
        204,
        Tus_Version=VERSION,
        Tus_Extension=EXTENSIONS,
        Tus_Max_Size=installed().max_media_bytes,
    )


@media.post("")
@signed_in
def open_one() -> Response:
    """Open an upload, with its first bytes or all of them if they come along.

    Of a picture that is here already, say that all of it has arrived.
    """
    make_sure_of_version()
    announced = read_announced(max_bytes=installed().max_media_bytes)
    by, at = g.actor.person_id, now()
    if comes_with_bytes() and request.content_length == announced.length_bytes:
        upload = take_at_once(
            db.session(), _store(), announced, _read_pieces(WHOLE_BYTES), by=by, at=at
        )
        _order_copies(announced)
        return _answer_opened(upload.id, upload.offset_bytes)
    upload = open_upload(db.session(), _store(), announced, by=by, at=at)
    db.session.commit()
    if comes_with_bytes() and not upload.is_stored:
        return _answer_opened(upload.id, _take(upload, at_bytes=0))
    return _answer_opened(upload.id, upload.offset_bytes)


@media.route("/uploads/<upload_id>", methods=["HEAD"])
@signed_in
def tell_offset(upload_id: str) -> Response:
    """Tell how much of an upload has arrived."""
    make_sure_of_version()
    upload = get_upload(db.session(), _store(), upload_id, by=g.actor.person_id)
    return answer(
        200,
        Upload_Offset=upload.offset_bytes,
        Upload_Length=upload.announced.length_bytes,
        Cache_Control="no-store",
    )


@media.patch("/uploads/<upload_id>")
@signed_in
def take_piece(upload_id: str) -> Response:
    """Take a piece; with the last one the picture is looked at and received, or refused and forgotten."""
    make_sure_of_version()
    upload = get_upload(db.session(), _store(), upload_id, by=g.actor.person_id)
    # A phone may take minutes; nothing is held open in the database meanwhile.
    db.session.rollback()
    at_bytes = read_offset(room_bytes=upload.announced.length_bytes)
    return answer(204, Upload_Offset=_take(upload, at_bytes=at_bytes))


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


def _take(upload: Upload, *, at_bytes: int) -> int:
    """Take the request's bytes into an upload and give the offset reached."""
    offset_bytes = take_pieces(
        db.session(),
        _store(),
        upload,
        _read_pieces(),
        at_bytes=at_bytes,
        by=g.actor.person_id,
        at=now(),
    )
    if offset_bytes == upload.announced.length_bytes and not upload.is_stored:
        _order_copies(upload.announced)
    return offset_bytes


def _order_copies(announced: Announced) -> None:
    """Order the copies of a picture that has come in; of what somebody said or filmed there are none."""
    if not is_recording(announced.type):
        ask_for_copies(announced.sha256)


def _answer_opened(upload_id: str, offset_bytes: int) -> Response:
    place = url_for("media.take_piece", upload_id=upload_id)
    return answer(201, Location=place, Upload_Offset=offset_bytes)


def _read_pieces(piece_bytes: int = PIECE_BYTES) -> Iterator[bytes]:
    request.max_content_length = installed().max_media_bytes
    while piece := request.stream.read(piece_bytes):
        yield piece


def _store() -> Store:
    return Store(installed().media_dir)
