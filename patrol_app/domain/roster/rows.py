"""A roster file as it was read: rows of raw cells, each with its place, and what may be found wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Column(StrEnum):
    """The columns of a roster, as its JSON form names them."""

    NAME = "name"
    PHONE = "phone"
    ROLE = "role"
    TOWNSHIP = "township"
    VILLAGE = "village"
    REACHES = "reaches"
    FROM_ON = "from_on"
    TO_ON = "to_on"
    USERNAME = "username"


REQUIRED = (Column.NAME, Column.PHONE, Column.ROLE)
"""Columns no roster can do without; a county's office has neither township nor village, a chief no reaches."""


class FaultCode(StrEnum):
    """What is wrong, with the file as a whole or with one cell; the words stand in the catalogue."""

    NOT_A_WORKBOOK = "not_a_workbook"
    ENCRYPTED = "encrypted"
    TOO_BIG = "too_big"
    EMPTY_FILE = "empty_file"
    BROKEN_JSON = "broken_json"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_KEY = "unknown_key"
    OTHER_COUNTY_FILE = "other_county_file"
    SHEET_MISSING = "sheet_missing"
    COLUMN_MISSING = "column_missing"
    COLUMN_TWICE = "column_twice"
    COLUMN_UNKNOWN = "column_unknown"
    TOO_MANY_ROWS = "too_many_rows"
    NO_ROWS = "no_rows"
    MERGED = "merged"
    HIDDEN = "hidden"
    FORMULA = "formula"
    NOT_TEXT = "not_text"
    MISSING = "missing"
    TOO_LONG = "too_long"
    CONTROL_CHARACTER = "control_character"
    BAD_PHONE = "bad_phone"
    PHONE_OF_ANOTHER = "phone_of_another"
    TWO_USERNAMES = "two_usernames"
    USERNAME_TWICE = "username_twice"
    USERNAME_TAKEN = "username_taken"
    BAD_USERNAME = "bad_username"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_TOWNSHIP = "unknown_township"
    UNKNOWN_VILLAGE = "unknown_village"
    AMBIGUOUS_VILLAGE = "ambiguous_village"
    OTHER_TOWNSHIP = "other_township"
    OTHER_COUNTY = "other_county"
    NO_VILLAGE_FOR_ROLE = "no_village_for_role"
    UNKNOWN_REACH = "unknown_reach"
    AMBIGUOUS_REACH = "ambiguous_reach"
    REACH_ELSEWHERE = "reach_elsewhere"
    REACH_TWICE = "reach_twice"
    NO_REACH = "no_reach"
    REACH_FOR_CHIEF = "reach_for_chief"
    BAD_DAY = "bad_day"
    END_BEFORE_START = "end_before_start"
    ROW_TWICE = "row_twice"
    OVERLAP = "overlap"


@dataclass(frozen=True)
class Place:
    """Where in the file: the sheet's name (None in JSON) and the row as a spreadsheet numbers it, from 1."""

    sheet: str | None
    row: int | None = None


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and where; `data` holds what its words name."""

    code: FaultCode
    place: Place
    column: Column | None = None
    data: Mapping[str, object] = field(default_factory=dict)


class FileFault(Exception):
    """The file as a whole cannot be read as a roster."""

    def __init__(self, code: FaultCode, place: Place | None = None, **data: object) -> None:
        super().__init__(code)
        self.fault = Fault(code, place or Place(None), None, data)


class Mark(StrEnum):
    """What a spreadsheet does to a cell that a roster cannot take."""

    FORMULA = "formula"
    MERGED = "merged"


#: A cell's value as the file holds it; text is untouched.
Cell = str | int | float | bool | date | Mark | list[object] | None


@dataclass(frozen=True)
class Row:
    """One row of raw cells; `hidden` rows are on nobody's screen and therefore in nobody's mind."""

    place: Place
    cells: Mapping[Column, Cell]
    hidden: bool = False
