"""What a phone writes of everything unsent, for a file that is carried to the server (`outbox.json`)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from patrol_app.domain.errors import BadShape, UnknownFormat
from patrol_app.sync.schemas.bodies import id_of_thing, moment
from patrol_app.sync.schemas.entry import hash_value
from patrol_app.sync.schemas.shapes import OpenShape, Value, list_errors, many, one
from patrol_app.sync.schemas.values import (
    is_between,
    is_count,
    is_ledger,
    is_list,
    is_media_type,
    is_text,
)

FORMAT = 1
"""The only format there is yet."""

_MOST_BYTES = 2**31 - 1


class AuthorShape(OpenShape):
    """Whose records they are; the name is for who reads the file."""

    id = id_of_thing()
    name = Value(is_text(200), "a text of at most 200 characters")


class CarriedBookShape(OpenShape):
    """A book whose entries are in the file."""

    device_id = id_of_thing()
    ledger = Value(is_ledger, "the six digits of a county")


class CarriedMediumShape(OpenShape):
    """A medium whose bytes are in the file as `media/<sha256>.<ending>`; `entry_id` is an entry that names it."""

    sha256 = hash_value()
    type = Value(is_media_type, "a media type")
    bytes = Value(is_between(1, _MOST_BYTES), "a number of bytes from 1 up")
    entry_id = id_of_thing()


class CarriedShape(OpenShape):
    """The list; each entry is judged on its own when it is taken in, each medium by its own shape."""

    format = Value(is_between(FORMAT, FORMAT), "1")
    made_at = moment()
    installation_id = id_of_thing()
    person = one(AuthorShape)
    books = many(CarriedBookShape)
    entries = Value(is_list, "a list")
    media = Value(is_list, "a list")


CARRIED = CarriedShape()
CARRIED_MEDIUM = CarriedMediumShape()


def make_sure_of_carried(raw: Mapping[str, Any]) -> None:
    """Refuse what is no such list; raises UnknownFormat, BadShape."""
    # Whatever JSON held; a schema says itself that a list is no object.
    if isinstance(raw, dict) and is_count(raw.get("format")) and raw["format"] != FORMAT:
        raise UnknownFormat(format=raw["format"])
    _make_sure(CARRIED, raw)


def make_sure_of_carried_medium(raw: Mapping[str, Any]) -> None:
    """Refuse what is no medium of the list; raises BadShape."""
    _make_sure(CARRIED_MEDIUM, raw)


def _make_sure(schema: Schema, raw: Mapping[str, Any]) -> None:
    errors = list_errors(schema.validate(raw))
    if errors:
        raise BadShape(errors=errors)
