"""What the server says to phones, in the same words as what they say to it; described, and held to by tests."""

from typing import Any

from marshmallow import Schema, fields

from patrol_app.ledger.append import Status
from patrol_app.sync.schemas.bodies import id_of_thing, moment, words
from patrol_app.sync.schemas.entry import hash_value
from patrol_app.sync.schemas.shapes import OpenShape, Value, one
from patrol_app.sync.schemas.values import (
    is_between,
    is_count,
    is_flag,
    is_object,
    is_text,
)


def text(*, or_null: bool = False, required: bool = True) -> Value:
    """Give a field that holds text of the server's."""
    return Value(is_text(), "text", or_null=or_null, required=required)


def count(*, or_null: bool = False) -> Value:
    """Give a field that holds a number from 0 up."""
    return Value(is_count, "a number from 0 up", or_null=or_null)


def flag() -> Value:
    """Give a field that holds true or false."""
    return Value(is_flag, "true or false")


def list_of(shape: type[Schema]) -> fields.List[Any]:
    """Give a field that holds as many such objects as there are."""
    return fields.List(fields.Nested(shape), required=True)


class ProblemDetailsShape(OpenShape):
    """A refusal (RFC 9457): `code` is stable, `detail` in the reader's language, `keep` true where to send it again."""

    type = text()
    title = text()
    status = Value(is_between(400, 599), "an HTTP status")
    code = text()
    detail = text()
    keep = flag()
    errors = Value(is_object, "what is wrong, by field", required=False)
    instance = text(required=False)


class ResultShape(OpenShape):
    """What became of one entry; it may leave the phone once its id stands here as accepted or duplicate."""

    id = id_of_thing(or_null=True)
    status = words(*Status)
    seq = count(or_null=True)
    accepted_at = moment(or_null=True)
    receipt = text(or_null=True)
    error = one(ProblemDetailsShape, or_null=True)


class ArrivalShape(OpenShape):
    """Whether a picture has arrived; `unknown` is what no entry of this person names."""

    sha256 = hash_value()
    status = words("stored", "awaited", "unknown")
    seq = count(or_null=True)
    receipt = text(or_null=True)


class ReceivedShape(OpenShape):
    """The answer of `POST /api/v1/entries`."""

    results = list_of(ResultShape)
    media = list_of(ArrivalShape)
    consistency = Value(is_object, "a proof", or_null=True)
    server_time = moment()


class RegisteredShape(OpenShape):
    """The answer of `POST /api/v1/devices`."""

    device_id = id_of_thing()
    registered_at = moment()
    server_time = moment()


class HealthShape(OpenShape):
    """The answer of `GET /healthz`."""

    status = words("ok")


class ReadinessShape(OpenShape):
    """The answer of `GET /readyz`."""

    ready = flag()
    database = flag()
    media = flag()
