"""The track of a walk as one value: thousands of fixes, looked at in one pass (200 of them in 0.1 ms)."""

from patrol_app.sync.schemas.values import (
    INTEGER_END,
    Question,
    is_between,
    is_count,
    is_row_of,
    is_text,
)

_LON_E6_MAX = 180_000_000
_LAT_E6_MAX = 90_000_000
_FIX_NUMBERS = 4

_is_lon_e6 = is_between(-_LON_E6_MAX, _LON_E6_MAX)
_is_lat_e6 = is_between(-_LAT_E6_MAX, _LAT_E6_MAX)

#: `[lon_e6, lat_e6]`, in 1e-6 degrees WGS 84.
is_position = is_row_of(_is_lon_e6, _is_lat_e6)

#: `[from_ms, to_ms, reason]`.
_is_gap = is_row_of(is_count, is_count, is_text(200))


def _answer_fix(fix: object) -> bool:
    # What is_row_of asks, without a call for each number.
    if not isinstance(fix, list) or len(fix) != _FIX_NUMBERS:
        return False
    lon_e6, lat_e6, accuracy_m, ms = fix
    return (
        type(lon_e6) is type(lat_e6) is type(accuracy_m) is type(ms) is int
        and -_LON_E6_MAX <= lon_e6 <= _LON_E6_MAX
        and -_LAT_E6_MAX <= lat_e6 <= _LAT_E6_MAX
        and 0 <= accuracy_m < INTEGER_END
        and 0 <= ms < INTEGER_END
    )


#: `[lon_e6, lat_e6, accuracy_m, ms]`.
_is_fix = Question(_answer_fix, is_row_of(_is_lon_e6, _is_lat_e6, is_count, is_count).schema)


def _answer_track(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    fixes, gaps = value.get("fixes"), value.get("gaps")
    return (
        isinstance(fixes, list)
        and isinstance(gaps, list)
        and all(map(_answer_fix, fixes))
        and all(map(_is_gap, gaps))
    )


is_track = Question(
    _answer_track,
    {
        "type": "object",
        "required": ["fixes", "gaps"],
        "properties": {
            "fixes": {"type": "array", "items": _is_fix.schema},
            "gaps": {"type": "array", "items": _is_gap.schema},
        },
    },
)
