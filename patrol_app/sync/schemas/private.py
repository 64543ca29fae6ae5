"""The private half of an entry: places, names, notes. All of it may be missing, for all of it may be withheld."""

from patrol_app.sync.schemas.shapes import OpenShape, Value, many, one
from patrol_app.sync.schemas.track import is_position, is_track
from patrol_app.sync.schemas.values import (
    is_between,
    is_count,
    is_hash,
    is_list_of,
    is_moment,
    is_one_of,
    is_text,
)


class PlaceShape(OpenShape):
    """Where something was, by the phone's own fix; a place is never invented."""

    at = Value(is_position, "[lon_e6, lat_e6]")
    accuracy_m = Value(is_count, "metres from 0 up")
    heading_deg = Value(is_between(0, 360), "degrees from 0 to 360", or_null=True)


class MediaFactShape(OpenShape):
    """What the phone noted beside a picture."""

    sha256 = Value(is_hash, "a SHA-256 in lower-case hex")
    taken_at = Value(is_moment, "RFC 3339 with offset and milliseconds", or_null=True)
    place = one(PlaceShape, or_null=True)
    source = Value(is_one_of(("live", "picked")), "one of live, picked")


class PrivateShape(OpenShape):
    """The private half, whatever the kind."""

    track = Value(is_track, "an object of fixes and gaps", or_null=True, required=False)
    place = one(PlaceShape, or_null=True, required=False)
    other_companions = Value(is_list_of(is_text(), 50), "a list of names", required=False)
    note = Value(is_text(), "a text of at most 2000 characters", or_null=True, required=False)
    media_facts = many(MediaFactShape, required=False)
