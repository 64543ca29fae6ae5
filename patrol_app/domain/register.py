"""What the register holds, and what a change of it must keep to: fields, references, dates, nothing taken from others.

A row is known here by its values: JSON as an entry carries it. What is personal of a person stands in the private half
of the entry, so that it can be erased; all that a figure depends on stands in its body (contract, Ideas).
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from patrol_app.domain.errors import (
    BadShape,
    DatesReversed,
    RegisterFixed,
    RegisterInUse,
    RegisterStale,
    UnknownReference,
)
from patrol_app.domain.people import Role

Values = Mapping[str, Any]

_TEXT_MAX_CHARS = 2_000

#: What stands in the place of a name or number that was erased.
ERASED = ""


class Table(StrEnum):
    """The tables of the register, as `register.changed` names them."""

    AREA = "area"
    REACH = "reach"
    POINT = "point"
    PERSON = "person"
    APPOINTMENT = "appointment"
    RIVER = "river"
    CONFLUENCE = "confluence"
    SECTION = "section"


class Type(StrEnum):
    """What a value is in JSON: a day is YYYY-MM-DD, a moment RFC 3339, a line `[[lon_e6, lat_e6], …]`."""

    TEXT = "a text of 1 to 2000 characters"
    NUMBER = "an integer"
    FLAG = "true or false"
    DAY = "a day as YYYY-MM-DD"
    MOMENT = "RFC 3339 with offset"
    LINE = "a list of positions [lon_e6, lat_e6]"
    IDS = "a list of different ids in order"
    TEXTS = "a list of texts"
    DOUBTS = "a list of doubts, each with its rule"


@dataclass(frozen=True)
class Field:
    """One value of a row; `names` is the table it points into, `fixed` what only a new row may say."""

    type: Type = Type.TEXT
    words: frozenset[str] | None = None
    names: Table | None = None
    or_null: bool = False
    fixed: bool = False
    personal: bool = False


def _words(*known: str, fixed: bool = False, or_null: bool = False) -> Field:
    return Field(words=frozenset(known), fixed=fixed, or_null=or_null)


FIELDS: Mapping[Table, Mapping[str, Field]] = MappingProxyType(
    {
        Table.AREA: {
            "level": _words("county", "township", "village", fixed=True),
            "name": Field(),
            "parent_id": Field(names=Table.AREA, or_null=True, fixed=True),
            "hamlets": Field(Type.TEXTS, or_null=True),
        },
        Table.REACH: {
            "area_id": Field(names=Table.AREA, fixed=True),
            "river": Field(),
            "name": Field(),
            "banks": _words("left", "right", "both"),
            "geometry": Field(Type.LINE, or_null=True),
            "approximate": Field(Type.FLAG),
        },
        Table.POINT: {
            "reach_id": Field(names=Table.REACH),
            "kind": _words("source", "outlet", "board", "section"),
            "name": Field(),
            "lon_e6": Field(Type.NUMBER, or_null=True),
            "lat_e6": Field(Type.NUMBER, or_null=True),
            "category": _words("domestic", "farming", "plant", "industry", or_null=True),
            "section_id": Field(names=Table.POINT, or_null=True),
            "source_id": Field(names=Table.POINT, or_null=True),
            "place": Field(or_null=True),
            "state": Field(or_null=True),
            "risk": Field(or_null=True),
            "measures": Field(or_null=True),
            "responsible_unit": Field(or_null=True),
            "drains_to": Field(or_null=True),
            "doubts": Field(Type.DOUBTS, or_null=True),
        },
        Table.RIVER: {
            "name": Field(),
            "length_m": Field(Type.NUMBER, or_null=True),
            "basin_ha": Field(Type.NUMBER, or_null=True),
            "flows_into": Field(or_null=True),
            "note": Field(or_null=True),
        },
        Table.CONFLUENCE: {
            "river_id": Field(names=Table.RIVER, fixed=True),
            "into_id": Field(names=Table.RIVER, fixed=True),
            "place": Field(),
        },
        Table.SECTION: {
            "level": Field(),
            "target_class": Field(or_null=True),
            "responsible_county": Field(),
            "first_responsible": Field(Type.TEXTS),
            "control_range": Field(or_null=True),
            "survey_upstream_m": Field(Type.NUMBER, or_null=True),
            "survey_downstream_m": Field(Type.NUMBER, or_null=True),
            "survey_note": Field(or_null=True),
        },
        Table.PERSON: {
            "name": Field(personal=True),
            "phone": Field(personal=True),
            "language": _words("zh-CN", "en"),
            "disabled_at": Field(Type.MOMENT, or_null=True),
        },
        Table.APPOINTMENT: {
            "person_id": Field(names=Table.PERSON, fixed=True),
            "role": Field(words=frozenset(Role), fixed=True),
            "area_id": Field(names=Table.AREA, fixed=True),
            "reach_ids": Field(Type.IDS, names=Table.REACH),
            "from_on": Field(Type.DAY),
            "to_on": Field(Type.DAY, or_null=True),
        },
    }
)


@dataclass(frozen=True)
class Change:
    """One row as it was and as it is to be; `before` is None for a new row, `after` for one to be taken out."""

    table: Table
    id: str
    before: Values | None
    after: Values | None


@dataclass(frozen=True)
class Known:
    """What stands: the row, which ids that the change names this county lacks, whether anything refers to it."""

    row: Values | None
    strangers: Collection[str]
    in_use: bool


def complete(table: Table, given: Values) -> dict[str, Any]:
    """Give all values of a row, null where none is given; what the table does not know stays and will be refused."""
    return {**dict.fromkeys(FIELDS[table]), **given}


def is_personal(table: Table, field: str) -> bool:
    """Say whether the value belongs in the private half of an entry."""
    known = FIELDS[table].get(field)
    return known is not None and known.personal


def list_references(table: Table, row_id: str, values: Values) -> Iterator[tuple[Table, str]]:
    """Give the rows that a row of right shape points to, each as its table and id.

    What a section is beyond a point to visit stands under its point's id.
    """
    if table is Table.SECTION:
        yield Table.POINT, row_id
    for name, field in FIELDS[table].items():
        value = values.get(name)
        if field.names is not None and value is not None:
            for one in value if field.type is Type.IDS else (value,):
                yield field.names, one


def make_sure_of_shape(change: Change) -> None:
    """Raise BadShape, with what is wrong field by field, unless `after` is a whole row of its table or None."""
    if change.after is None:
        return
    fields = FIELDS[change.table]
    errors = {
        name: ["is not known here"] if name not in fields else [f"must be {_wanted(fields[name])}"]
        for name in {*fields, *change.after}
        if name not in fields or not _is_right(fields[name], change.after.get(name))
    }
    if not errors and change.table is Table.AREA and _is_misplaced(change.after):
        errors = {"parent_id": ["must be null for a county, and for nothing else"]}
    if errors:
        raise BadShape(errors=errors)


def make_sure_of_change(change: Change, known: Known) -> None:
    """Raise the refusal of a change of right shape that does not fit what stands.

    RegisterStale, RegisterInUse, RegisterFixed, UnknownReference or DatesReversed.
    """
    if change.before != known.row or (change.before is None and change.after is None):
        raise RegisterStale(table=change.table, id=change.id)
    if change.after is None:
        if known.in_use:
            raise RegisterInUse(table=change.table, id=change.id)
        return
    if known.row is not None:
        for name, field in FIELDS[change.table].items():
            if field.fixed and change.after[name] != known.row[name]:
                raise RegisterFixed(table=change.table, id=change.id, field=name)
    if known.strangers:
        raise UnknownReference(table=change.table, id=change.id, named=sorted(known.strangers))
    if change.table is Table.APPOINTMENT and _is_reversed(change.after):
        raise DatesReversed(table=change.table, id=change.id)


def _is_misplaced(area: Values) -> bool:
    is_county = area["level"] == "county"
    return bool(is_county != (area["parent_id"] is None))


def _is_reversed(office: Values) -> bool:
    """Compare days as text: YYYY-MM-DD sorts as it counts."""
    to_on: str | None = office["to_on"]
    return to_on is not None and to_on < str(office["from_on"])


def _wanted(field: Field) -> str:
    return f"one of {', '.join(sorted(field.words))}" if field.words else str(field.type)


def _is_right(field: Field, value: object) -> bool:
    if value is None:
        return field.or_null
    if field.personal and value == ERASED:
        return True
    if field.words is not None:
        return isinstance(value, str) and value in field.words
    return _QUESTIONS[field.type](value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _TEXT_MAX_CHARS and "\0" not in value


def _is_number(value: object) -> bool:
    return type(value) is int


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_line(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(at, list) and [type(number) for number in at] == [int, int] for at in value
    )


def _is_ids(value: object) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(one, str) for one in value)
        and value == sorted(set(value))
    )


def _is_doubts(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(doubt, dict)
        and "rule" in doubt
        and all(_is_text(one) or _is_number(one) for one in doubt.values())
        for doubt in value
    )


_QUESTIONS: Mapping[Type, Callable[[object], bool]] = MappingProxyType(
    {
        Type.TEXT: _is_text,
        Type.NUMBER: _is_number,
        Type.FLAG: lambda value: isinstance(value, bool),
        Type.DAY: _is_day,
        Type.MOMENT: _is_moment,
        Type.LINE: _is_line,
        Type.IDS: _is_ids,
        Type.TEXTS: lambda value: isinstance(value, list) and all(_is_text(one) for one in value),
        Type.DOUBTS: _is_doubts,
    }
)
