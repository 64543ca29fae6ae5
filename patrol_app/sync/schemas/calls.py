"""What a phone says around its entries: the call that sends them, and the book it opens."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from patrol_app.domain.errors import BadShape, BatchTooLarge
from patrol_app.sync.schemas.bodies import id_of_thing, moment
from patrol_app.sync.schemas.shapes import OpenShape, StrictShape, Value, list_errors, one
from patrol_app.sync.schemas.values import (
    is_base64,
    is_count,
    is_day,
    is_hash,
    is_list,
    is_list_of,
    is_text,
)

MAX_ENTRIES = 50
"""Entries in one call (contract, Endpoints)."""

_MOST_ASKED = 500
_MOST_DAYS = 400


class LostShape(OpenShape):
    """What a phone threw away before it was sent, up to which number of the book."""

    entries = Value(is_count, "a number from 0 up")
    media = Value(is_count, "a number from 0 up")
    days = Value(is_list_of(is_day, _MOST_DAYS), "a list of days as YYYY-MM-DD")
    upto_seq = Value(is_count, "a number from 0 up")


class PendingShape(OpenShape):
    """What the phone still holds, so that nobody takes unsent for not done."""

    entries = Value(is_count, "a number from 0 up")
    media = Value(is_count, "a number from 0 up")
    oldest_at = moment(or_null=True)
    days = Value(is_list_of(is_day, _MOST_DAYS), "a list of days as YYYY-MM-DD")
    lost = one(LostShape, required=False)


class CallShape(StrictShape):
    """A call of `POST /api/v1/entries`; each entry is judged on its own."""

    device_id = id_of_thing()
    sent_at = moment()
    held_size = Value(is_count, "a number from 0 up", or_null=True)
    pending = one(PendingShape)
    ask_media = Value(is_list_of(is_hash, _MOST_ASKED), "a list of SHA-256 in lower-case hex")
    entries = Value(is_list, "a list")


class BookShape(StrictShape):
    """A call of `POST /api/v1/devices`; `public_key` is an SPKI."""

    device_id = id_of_thing()
    installation_id = id_of_thing()
    label = Value(is_text(200), "a text of at most 200 characters")
    public_key = Value(is_base64, "base64", or_null=True)


CALL = CallShape()
BOOK = BookShape()


def make_sure_of_call(raw: Mapping[str, Any]) -> None:
    """Refuse a call whose frame is wrong; raises BadShape, BatchTooLarge."""
    _make_sure(CALL, raw)
    if len(raw["entries"]) > MAX_ENTRIES:
        raise BatchTooLarge(entries=len(raw["entries"]), max_entries=MAX_ENTRIES)


def make_sure_of_book(raw: Mapping[str, Any]) -> None:
    """Refuse a book that cannot be registered; raises BadShape."""
    _make_sure(BOOK, raw)


def _make_sure(shape: Schema, raw: Mapping[str, Any]) -> None:
    # Whatever JSON held; a schema says itself that a list is no object.
    errors = list_errors(shape.validate(raw))
    if errors:
        raise BadShape(errors=errors)
