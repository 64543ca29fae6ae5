"""A roster as JSON: `{"county": "140502", "roster": [{"name": …, "phone": …, "role": …, …}, …]}`."""

from typing import Any

from patrol_app.domain.errors import BadJson
from patrol_app.domain.roster.rows import Column, FaultCode, FileFault, Place, Row
from patrol_app.roster.limits import MOST_ROWS
from patrol_app.web.bodies import parse_json

_KEYS = frozenset({"county", "roster"})
_COLUMNS = frozenset(Column)


def read_json_rows(raw: bytes, *, county: str) -> list[Row]:
    """Give the rows; the first is row 1. Raises FileFault."""
    try:
        body = parse_json(raw.removeprefix(b"\xef\xbb\xbf"))
    except BadJson as broken:
        raise FileFault(FaultCode.BROKEN_JSON, reason=broken.data["reason"]) from broken
    if not isinstance(body, dict) or not isinstance(body.get("roster"), list):
        raise FileFault(FaultCode.WRONG_SHAPE)
    _make_sure_of_keys(body, _KEYS, Place(None))
    if body.get("county") != county:
        raise FileFault(FaultCode.OTHER_COUNTY_FILE, text=body.get("county"), county=county)
    people: list[Any] = body["roster"]  # type: ignore[assignment]  # looked at above
    if not people:
        raise FileFault(FaultCode.NO_ROWS)
    if len(people) > MOST_ROWS:
        raise FileFault(FaultCode.TOO_MANY_ROWS, most=MOST_ROWS)
    return [_row(number, one) for number, one in enumerate(people, 1)]


def _row(number: int, one: object) -> Row:
    place = Place(None, number)
    if not isinstance(one, dict):
        raise FileFault(FaultCode.WRONG_SHAPE, place)
    _make_sure_of_keys(one, _COLUMNS, place)
    return Row(place, {column: one.get(column) for column in Column})


def _make_sure_of_keys(given: dict[str, Any], known: frozenset[str], place: Place) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise FileFault(FaultCode.UNKNOWN_KEY, place, text=unknown[0])
