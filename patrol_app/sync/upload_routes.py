"""The way of pictures in: tus 1.0.0 with creation, creation-with-upload, checksum, expiration and termination."""

from collections.abc import Iterator

from flask import Blueprint, Response, g, request, url_for

from patrol_app.chores.queue import ask_for_copies
from patrol_app.domain.errors import TusVersion
from patrol_app.ledger.database import db
from patrol_app.media.announced import Announced
from patrol_app.media.at_once import take_at_once
from patrol_app.media.pieces import ALGORITHMS
from patrol_app.media.piecewise import (
    Upload,
    end_upload,
    get_upload,
    open_upload,
    resume_upload,
    take_pieces,
)
from patrol_app.media.recordings import is_recording
from patrol_app.media.store import Store
from patrol_app.sync.tus import (
    EXTENSIONS,
    VERSION,
    answer,
    comes_with_bytes,
    make_sure_of_version,
    read_announced,
    read_checksum,
    read_offset,
    read_override,
    say_expiry,
    write_metadata,
)
from patrol_app.web.access import everyone, signed_in
from patrol_app.web.clock import now
from patrol_app.web.installation import installed

uploads = Blueprint("uploads", __name__, url_prefix="/api/v1/media")

#: Read from a phone at once; what has been read is on disk before more is waited for. Less is lost where it breaks off:
#: 2 s of the slowest network we know.
PIECE_BYTES = 16_384
#: Read at once of what is only kept if all of it comes.
WHOLE_BYTES = 262_144


@uploads.after_request
def say_version(response: Response) -> Response:
    """Say in each answer which tus it speaks, in a refusal of another one too."""
    response.headers["Tus-Resumable"] = VERSION
    if response.status_code == TusVersion.status:
        response.headers["Tus-Version"] = VERSION
    return response


@uploads.route("", methods=["OPTIONS"], provide_automatic_options=False)
@uploads.route("/uploads/<upload_id>", methods=["OPTIONS"], provide_automatic_options=False)
@everyone
def tell_what_we_speak(upload_id: str = "") -> Response:  # noqa: ARG001  the same for each
    """Tell a client what of tus there is."""
    return answer(
        204,
        Tus_Version=VERSION,
        Tus_Extension=EXTENSIONS,
        Tus_Max_Size=installed().max_media_bytes,
        Tus_Checksum_Algorithm=",".join(ALGORITHMS),
    )


@uploads.post("")
@signed_in
def open_one() -> Response:
    """Open an upload, with its first bytes or all of them if they come along.

    Of a picture that is here already, say that all of it has arrived.
    """
    make_sure_of_version()
    announced = read_announced(max_bytes=installed().max_media_bytes)
    if comes_with_bytes() and request.content_length == announced.length_bytes:
        return _take_at_once(announced)
    upload = open_upload(db.session(), _store(), announced, by=g.actor.person_id, at=now())
    db.session.commit()
    place = _place_of(upload.id)
    if comes_with_bytes() and not upload.is_stored:
        upload = _take(upload, at_bytes=0)
    return answer(
        201, Location=place, Upload_Offset=upload.offset_bytes, **say_expiry(upload.expires_at)
    )


@uploads.route("/uploads/<upload_id>", methods=["HEAD"])
@signed_in
def tell_offset(upload_id: str) -> Response:
    """Tell how much of an upload has arrived, to somebody who will go on with it: nobody else writes to it any more."""
    make_sure_of_version()
    upload = resume_upload(db.session(), _store(), upload_id, by=g.actor.person_id, at=now())
    return answer(
        200,
        Upload_Offset=upload.offset_bytes,
        Upload_Length=upload.announced.length_bytes,
        Upload_Metadata=write_metadata(upload.announced),
        Cache_Control="no-store",
        **say_expiry(upload.expires_at),
    )


@uploads.patch("/uploads/<upload_id>")
@signed_in
def take_piece(upload_id: str) -> Response:
    """Take a piece; with the last one the picture is looked at and received, or refused and forgotten."""
    make_sure_of_version()
    upload = get_upload(db.session(), _store(), upload_id, by=g.actor.person_id, at=now())
    # A phone may take minutes; nothing is held open in the database meanwhile.
    db.session.rollback()
    upload = _take(upload, at_bytes=read_offset(room_bytes=upload.announced.length_bytes))
    return answer(204, Upload_Offset=upload.offset_bytes, **say_expiry(upload.expires_at))


@uploads.delete("/uploads/<upload_id>")
@signed_in
def end_one(upload_id: str) -> Response:
    """End an upload and throw its bytes away; what is stored stays."""
    make_sure_of_version()
    end_upload(db.session(), _store(), upload_id, by=g.actor.person_id)
    db.session.commit()
    return answer(204)


@uploads.post("/uploads/<upload_id>")
@signed_in
def act_by_post(upload_id: str) -> Response:
    """Take a piece or end an upload, as X-HTTP-Method-Override says, where a line lets no PATCH or DELETE through."""
    make_sure_of_version()
    return {"PATCH": take_piece, "DELETE": end_one}[read_override()](upload_id)


def _take_at_once(announced: Announced) -> Response:
    """Take the whole picture with its announcement."""
    take_at_once(
        db.session(),
        _store(),
        announced,
        _read_pieces(WHOLE_BYTES),
        by=g.actor.person_id,
        at=now(),
        checksum=read_checksum(),
    )
    _order_copies(announced)
    return answer(201, Location=_place_of(announced.sha256), Upload_Offset=announced.length_bytes)


def _take(upload: Upload, *, at_bytes: int) -> Upload:
    """Take the request's bytes into an upload and give it as it stands then."""
    taken = take_pieces(
        db.session(),
        _store(),
        upload,
        _read_pieces(),
        at_bytes=at_bytes,
        by=g.actor.person_id,
        at=now(),
        checksum=read_checksum(),
    )
    if taken.is_stored and not upload.is_stored:
        _order_copies(upload.announced)
    return taken


def _order_copies(announced: Announced) -> None:
    """Order the copies of a picture that has come in; of what somebody said or filmed there are none."""
    if not is_recording(announced.type):
        ask_for_copies(announced.sha256)


def _place_of(upload_id: str) -> str:
    return url_for("uploads.take_piece", upload_id=upload_id)


def _read_pieces(piece_bytes: int = PIECE_BYTES) -> Iterator[bytes]:
    request.max_content_length = installed().max_media_bytes
    while piece := request.stream.read(piece_bytes):
        yield piece


def _store() -> Store:
    return Store(installed().media_dir)
