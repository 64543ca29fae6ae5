"""The words of tus 1.0.0 (tus.io/protocols/resumable-upload): what a request says, what each answer carries."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime

from flask import Response, make_response, request
from werkzeug.http import http_date

from patrol_app.domain.errors import (
    BadShape,
    ChecksumUnsupported,
    MediaTooLarge,
    MediaTypeUnsupported,
    TusVersion,
)
from patrol_app.media.announced import Announced
from patrol_app.media.pieces import ALGORITHMS, Checksum
from patrol_app.sync.schemas.values import Question, is_hash, is_id, is_media_type

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
OVERRIDES = ("PATCH", "DELETE")
PIECE_TYPE = "application/offset+octet-stream"

_MOST_DIGITS = 15


def make_sure_of_version() -> None:
    """Refuse a request of another version, or of none; raises TusVersion."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise TusVersion


def read_announced(*, max_bytes: int) -> Announced:
    """Read what a creation announces; raises BadShape, MediaTooLarge. A file's own name is never looked at.

    What comes along with it may not be more than it announces.
    """
    metadata = _read_metadata(request.headers.get("Upload-Metadata", ""))
    length_bytes = read_count("Upload-Length")
    if length_bytes == 0:
        raise BadShape(errors={"Upload-Length": ["must be a number of bytes from 1 up"]})
    if length_bytes > max_bytes:
        raise MediaTooLarge(bytes=length_bytes, max_bytes=max_bytes)
    _make_sure_of_room(0, length_bytes)
    return Announced(
        sha256=_pick(metadata, "sha256", is_hash),
        type=_pick(metadata, "type", is_media_type),
        length_bytes=length_bytes,
        entry_id=_pick(metadata, "entry_id", is_id),
    )


def comes_with_bytes() -> bool:
    """Say whether a creation brings its first bytes along (tus, creation-with-upload)."""
    return request.mimetype == PIECE_TYPE and request.content_length != 0


def read_offset(*, room_bytes: int) -> int:
    """Read where a piece belongs; raises BadShape, MediaTypeUnsupported, MediaTooLarge before any byte is read."""
    if request.mimetype != PIECE_TYPE:
        raise MediaTypeUnsupported(type=request.mimetype)
    offset_bytes = read_count("Upload-Offset")
    _make_sure_of_room(offset_bytes, room_bytes)
    return offset_bytes


def read_checksum() -> Checksum | None:
    """Read what the request's bytes must hash to, None where it does not say; raises ChecksumUnsupported, BadShape."""
    if "Upload-Checksum" not in request.headers:
        return None
    algorithm, _, text = request.headers["Upload-Checksum"].partition(" ")
    if algorithm not in ALGORITHMS:
        raise ChecksumUnsupported(algorithm=algorithm)
    try:
        return Checksum(algorithm, base64.b64decode(text, validate=True))
    except binascii.Error:
        raise BadShape(errors={"Upload-Checksum": ["must be an algorithm with base64"]}) from None


def read_override() -> str:
    """Read what a POST stands for; raises BadShape."""
    method = request.headers.get("X-HTTP-Method-Override", "")
    if method not in OVERRIDES:
        raise BadShape(
            errors={"X-HTTP-Method-Override": [f"must be one of {', '.join(OVERRIDES)}"]}
        )
    return method


def say_expiry(expires_at: datetime | None) -> dict[str, str]:
    """Give the header that says until when an upload may go on, for one that has not ended."""
    return {} if expires_at is None else {"Upload_Expires": http_date(expires_at)}


def write_metadata(announced: Announced) -> str:
    """Give back what was said of an upload when it was opened."""
    words = {"sha256": announced.sha256, "type": announced.type, "entry_id": announced.entry_id}
    pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in words.items())
    return ",".join(pairs)


def _make_sure_of_room(offset_bytes: int, room_bytes: int) -> None:
    reached_bytes = offset_bytes + (request.content_length or 0)
    if reached_bytes > max(room_bytes, offset_bytes):
        raise MediaTooLarge(bytes=reached_bytes, max_bytes=room_bytes)


def read_count(name: str) -> int:
    """Read a header that holds a number; raises BadShape."""
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise BadShape(errors={name: ["must be a number of bytes from 0 up"]})
    return int(text)


def answer(status: int, **headers: object) -> Response:
    """Give an empty answer with these headers, `_` in their names standing for `-`."""
    response = make_response("", status)
    response.headers.update({name.replace("_", "-"): str(said) for name, said in headers.items()})
    return response


def _read_metadata(text: str) -> Mapping[str, str]:
    try:
        pairs = [pair.strip().split(" ") for pair in text.split(",") if pair.strip()]
        return {
            key: base64.b64decode("".join(value), validate=True).decode() for key, *value in pairs
        }
    except (binascii.Error, ValueError):
        raise BadShape(errors={"Upload-Metadata": ["must be keys with base64"]}) from None


def _pick(metadata: Mapping[str, str], key: str, question: Question) -> str:
    value = metadata.get(key)
    if value is None or not question(value):
        raise BadShape(errors={f"Upload-Metadata.{key}": ["missing or wrong"]})
    return value
