"""The calls about pictures: in by tus 1.0.0 (tus.io/protocols/resumable-upload), out as copies or as they came."""

from typing import Any

from patrol_app.domain.errors import (
    BadShape,
    ChecksumMismatch,
    ChecksumUnsupported,
    MediaHashMismatch,
    MediaNotNamed,
    MediaTooLarge,
    MediaTypeUnsupported,
    NotFound,
    PictureBroken,
    PictureTooLarge,
    SoundBroken,
    TooMuchToday,
    TusVersion,
    UploadGone,
    VideoBroken,
    WrongOffset,
)
from patrol_app.media.derive import EDGES_PX
from patrol_app.media.pictures import TYPES
from patrol_app.media.pieces import ALGORITHMS
from patrol_app.media.recordings import RECORDINGS
from patrol_app.sync.media_routes import show_picture
from patrol_app.sync.openapi.calls import Call, answer
from patrol_app.sync.schemas.values import is_hash
from patrol_app.sync.tus import OVERRIDES, PIECE_TYPE, VERSION
from patrol_app.sync.upload_routes import (
    act_by_post,
    end_one,
    open_one,
    take_piece,
    tell_offset,
    tell_what_we_speak,
)

BYTES: dict[str, Any] = {"type": "string", "format": "binary"}


def header(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a header that must be there."""
    return {
        "name": name,
        "in": "header",
        "required": True,
        "description": description,
        "schema": schema,
    }


TUS_RESUMABLE = header(
    "Tus-Resumable", "The version of tus.", {"type": "string", "enum": [VERSION]}
)
NUMBER = {"type": "string", "pattern": "^[0-9]{1,15}$"}
FROM_1_UP = {"type": "string", "pattern": "^0*[1-9][0-9]*$", "maxLength": 15}
ABOUT_UPLOAD = {
    "name": "upload_id",
    "in": "path",
    "required": True,
    "description": "As given in Location.",
    "schema": {"type": "string"},
}
UPLOAD_CHECKSUM = {
    **header(
        "Upload-Checksum",
        "An algorithm, a space, and the digest of this request's bytes in base64.",
        {"type": "string", "pattern": f"^({'|'.join(ALGORITHMS)}) [A-Za-z0-9+/]+={{0,2}}$"},
    ),
    "required": False,
}
EXPIRES = "Until when it may go on (RFC 9110, 5.6.7); later with each piece; missing where all bytes have arrived."
#: What may be wrong with bytes that come, or with what is said of them.
ABOUT_BYTES = (
    BadShape,
    ChecksumMismatch,
    ChecksumUnsupported,
    MediaHashMismatch,
    MediaTooLarge,
    MediaTypeUnsupported,
    PictureBroken,
    PictureTooLarge,
    SoundBroken,
    TusVersion,
    UploadGone,
    VideoBroken,
)
SPEAKS = answer(
    "What of tus there is.",
    Tus_Version="The versions.",
    Tus_Extension="The extensions.",
    Tus_Max_Size="Bytes of the largest picture.",
    Tus_Checksum_Algorithm="The algorithms of Upload-Checksum.",
)

CALLS = (
    Call("options", "/api/v1/media", tell_what_we_speak, {204: SPEAKS}),
    Call(
        "options",
        "/api/v1/media/uploads/{upload_id}",
        tell_what_we_speak,
        {204: SPEAKS},
        parameters=(ABOUT_UPLOAD,),
    ),
    Call(
        "post",
        "/api/v1/media",
        open_one,
        {
            201: answer(
                "An upload is open, or the picture is here: then all bytes have arrived.",
                Location="Where the pieces go.",
                Upload_Offset="Bytes that have arrived.",
                Upload_Expires=EXPIRES,
            )
        },
        refusals=(MediaNotNamed, TooMuchToday, *ABOUT_BYTES),
        parameters=(
            TUS_RESUMABLE,
            header("Upload-Length", "Bytes of the whole picture, from 1 up.", FROM_1_UP),
            header(
                "Upload-Metadata",
                "`sha256`, `type` and `entry_id` (of an entry that names it), each with its value in base64.",
                {"type": "string"},
            ),
            UPLOAD_CHECKSUM,
        ),
        body={PIECE_TYPE: {"schema": BYTES}},
        needs_body=False,
    ),
    Call(
        "head",
        "/api/v1/media/uploads/{upload_id}",
        tell_offset,
        {
            200: answer(
                "Where the upload stands; whoever was writing to it writes no more.",
                Upload_Offset="Bytes that have arrived.",
                Upload_Length="Bytes of the whole picture.",
                Upload_Metadata="As it was opened with.",
                Upload_Expires=EXPIRES,
            )
        },
        refusals=(TusVersion, UploadGone),
        parameters=(TUS_RESUMABLE, ABOUT_UPLOAD),
    ),
    Call(
        "patch",
        "/api/v1/media/uploads/{upload_id}",
        take_piece,
        {
            204: answer(
                "The piece is kept.",
                Upload_Offset="Bytes that have arrived.",
                Upload_Expires=EXPIRES,
            )
        },
        refusals=(*ABOUT_BYTES, WrongOffset),
        parameters=(
            TUS_RESUMABLE,
            ABOUT_UPLOAD,
            header("Upload-Offset", "Where the piece belongs.", NUMBER),
            UPLOAD_CHECKSUM,
        ),
        body={PIECE_TYPE: {"schema": BYTES}},
    ),
    Call(
        "post",
        "/api/v1/media/uploads/{upload_id}",
        act_by_post,
        {204: answer("As PATCH or DELETE answers.", Upload_Offset="Bytes that have arrived.")},
        refusals=(*ABOUT_BYTES, WrongOffset),
        parameters=(
            TUS_RESUMABLE,
            ABOUT_UPLOAD,
            header(
                "X-HTTP-Method-Override",
                "What it stands for; the headers and the body are those of that method.",
                {"type": "string", "enum": list(OVERRIDES)},
            ),
        ),
        body={PIECE_TYPE: {"schema": BYTES}},
        needs_body=False,
    ),
    Call(
        "delete",
        "/api/v1/media/uploads/{upload_id}",
        end_one,
        {204: answer("The upload and its bytes are gone; what is stored stays.")},
        refusals=(TusVersion, UploadGone),
        parameters=(TUS_RESUMABLE, ABOUT_UPLOAD),
    ),
    Call(
        "get",
        "/api/v1/media/{sha256}",
        show_picture,
        {
            200: {
                "description": "The picture: a copy is a JPEG, the original comes as an attachment. "
                "What was said or filmed is played as it came, and has no thumb.",
                "content": {type: {"schema": BYTES} for type in (*TYPES, *RECORDINGS)},
            },
            206: {
                "description": "The part of a file that was asked for by Range.",
                "content": {type: {"schema": BYTES} for type in (*TYPES, *RECORDINGS)},
            },
            416: answer("The file ends before the part that was asked for."),
        },
        refusals=(BadShape, NotFound, PictureBroken),
        parameters=(
            {"name": "sha256", "in": "path", "required": True, "schema": dict(is_hash.schema)},
            {
                "name": "size",
                "in": "query",
                "description": f"How large; long edges in px: {dict(EDGES_PX)}.",
                "schema": {"type": "string", "enum": [*EDGES_PX, "original"], "default": "view"},
            },
        ),
    ),
)
