"""An entry as it comes over the wire: its envelope, its private half, its signature (contract, An entry)."""

from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, validates_schema

from patrol_app.domain.entries import Kind
from patrol_app.domain.errors import BadShape, KindNotForPhones, UnknownFormat, UnknownKind
from patrol_app.ledger.append import Parcel
from patrol_app.sync.schemas.bodies import BODIES, id_of_thing, moment, words
from patrol_app.sync.schemas.private import PrivateShape
from patrol_app.sync.schemas.shapes import StrictShape, Value, list_errors, many, one
from patrol_app.sync.schemas.values import (
    is_between,
    is_count,
    is_hash,
    is_ledger,
    is_media_type,
    is_object,
    is_one_of,
    is_salt,
    is_signature,
)

FORMAT = 1
"""The only format there is yet."""

#: What of an entry is not in its envelope, and so not in its hash.
BESIDE_ENVELOPE = ("private_salt", "private", "signature")

_MOST_BYTES = 2**31 - 1


def hash_value(*, or_null: bool = False) -> Value:
    """Give a field that holds a SHA-256."""
    return Value(is_hash, "a SHA-256 in lower-case hex", or_null=or_null)


class BeaconShape(StrictShape):
    """The last checkpoint the phone had seen."""

    epoch = Value(is_count, "a number from 0 up")
    size = Value(is_count, "a number from 0 up")
    root = hash_value()


class NamedMediumShape(StrictShape):
    """A picture named before it arrives; one of no bytes is never accepted."""

    sha256 = hash_value()
    type = Value(is_media_type, "a media type")
    bytes = Value(is_between(1, _MOST_BYTES), "a number of bytes from 1 up")
    role = words("before", "after", "recheck", "scene", "video", "voice", "sheet")
    problem_id = id_of_thing(or_null=True)
    pairs_with = hash_value(or_null=True)


class EntryShape(StrictShape):
    """A whole entry; body and private half have shapes of their own."""

    format = Value(is_between(FORMAT, FORMAT), "1")
    id = id_of_thing()
    ledger = Value(is_ledger, "the six digits of a county")
    kind = Value(is_one_of(BODIES), "a kind that phones send")
    at = moment()
    mono_id = id_of_thing(or_null=True)
    mono_ms = Value(is_count, "ms from 0 up", or_null=True)
    by = id_of_thing()
    appointment = id_of_thing(or_null=True)
    device_id = id_of_thing(or_null=True)
    device_seq = Value(is_count, "a number from 0 up", or_null=True)
    prev = hash_value(or_null=True)
    beacon = one(BeaconShape, or_null=True)
    media = many(NamedMediumShape)
    body = Value(is_object, "an object")
    private_commit = hash_value()
    private_salt = Value(is_salt, "16 bytes in lower-case hex")
    private = one(PrivateShape)
    signature = Value(is_signature, "64 bytes in base64", or_null=True)

    also = MappingProxyType(
        {
            "anyOf": [
                {"properties": {key: {"type": type} for key, type in book.items()}}
                for book in (
                    {"device_id": "null", "device_seq": "null"},
                    {"device_id": "string", "device_seq": "integer"},
                )
            ]
        }
    )

    @validates_schema
    def numbered_in_a_book(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a number without a book and a book without a number."""
        if (data["device_id"] is None) != (data["device_seq"] is None):
            raise ValidationError("must be null where device_id is, and only there", "device_seq")


ENTRY = EntryShape()


def read_entry(raw: object) -> Parcel:
    """Give an entry whose shape is right, exactly as it came.

    Raises UnknownFormat, UnknownKind, KindNotForPhones or BadShape.
    """
    if not isinstance(raw, dict):
        raise BadShape(errors={"": ["must be an object"]})
    # A newer phone's entry has another shape: this is said first, and the phone keeps it.
    if is_count(raw.get("format")) and raw["format"] != FORMAT:
        raise UnknownFormat(format=raw["format"])
    if isinstance(raw.get("kind"), str) and raw["kind"] not in set(Kind):
        raise UnknownKind(kind=raw["kind"])
    if isinstance(raw.get("kind"), str) and raw["kind"] not in BODIES:
        raise KindNotForPhones(kind=raw["kind"])
    errors = list_errors(ENTRY.validate(raw))
    errors = errors or list_errors(BODIES[Kind(raw["kind"])].validate(raw["body"]), "body")
    if errors:
        raise BadShape(errors=errors)
    return Parcel(
        envelope={key: value for key, value in raw.items() if key not in BESIDE_ENVELOPE},
        private_salt=raw["private_salt"],
        private=raw["private"],
        signature=raw["signature"],
    )
