"""The track of a walk as one value: thousands of fixes, looked at in one pass (200 of them in 0.1 ms)."""

from patrol_app.sync.schemas.values import INTEGER_END, is_count, is_text

_LON_E6_MAX = 180_000_000
_LAT_E6_MAX = 90_000_000
_FIX_NUMBERS = 4
_GAP_VALUES = 3

_is_reason = is_text(200)


def is_position(value: object) -> bool:
    """Say whether it is `[lon_e6, lat_e6]`, in 1e-6 degrees WGS 84."""
    if not isinstance(value, list) or [type(number) for number in value] != [int, int]:
        return False
    return bool(abs(value[0]) <= _LON_E6_MAX and abs(value[1]) <= _LAT_E6_MAX)


def is_track(value: object) -> bool:
    """Say whether it is `{"fixes": [[lon_e6, lat_e6, accuracy_m, ms]], "gaps": [[from_ms, to_ms, reason]]}`."""
    if not isinstance(value, dict):
        return False
    fixes, gaps = value.get("fixes"), value.get("gaps")
    return (
        isinstance(fixes, list)
        and isinstance(gaps, list)
        and all(map(_is_fix, fixes))
        and all(map(_is_gap, gaps))
    )


def _is_fix(fix: object) -> bool:
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


def _is_gap(gap: object) -> bool:
    if not isinstance(gap, list) or len(gap) != _GAP_VALUES:
        return False
    from_ms, to_ms, reason = gap
    return is_count(from_ms) and is_count(to_ms) and _is_reason(reason)
