"""Reads one cell of a roster: what people type, in all the forms they type it in, or why it cannot be taken."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date, datetime, timedelta

from patrol_app.domain.roster.rows import Cell, FaultCode, Mark

NAME_MAX_CHARS = 60
USERNAME_MAX_CHARS = 64

#: What a spreadsheet shows as nothing at all: spaces of every kind, a byte order mark, zero-width marks.
_BLANK = "\ufeff\u200b\u200e\u200f\u2060"

#: These turn the reading direction, so that a name no longer reads as it is stored (Unicode UAX 9, 2).
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_MOBILE = re.compile(r"1[3-9]\d{9}")
_PHONE_FILLING = re.compile(r"[\s\-‐-―()]")
_USERNAME = re.compile(r"[^\s\x00-\x1f]{1,64}")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PACKED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME_OF_NO_MEANING = re.compile(r"[T\s]+00:00(:00)?$")
_PARTING = re.compile(r"[、，,;；/\n]+")

#: Day 0 of the spreadsheets' count, set so that their 29 February 1900, which never was, does no harm later on.
_SERIAL_ZERO = date(1899, 12, 30)
_YEARS = range(2000, 2100)
_FIRST_SERIAL = (date(_YEARS.start, 1, 1) - _SERIAL_ZERO).days
_LAST_SERIAL = (date(_YEARS.stop, 1, 1) - _SERIAL_ZERO).days


class WrongCell(Exception):
    """The cell cannot be taken; `code` says why, `data` what its words name."""

    def __init__(self, code: FaultCode, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def read_text(cell: Cell, *, max_chars: int = NAME_MAX_CHARS) -> str:
    """Give what stands in the cell, without blank edges and otherwise letter by letter; "" for an empty one."""
    if isinstance(cell, Mark):
        raise WrongCell(FaultCode(cell))
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise WrongCell(FaultCode.NOT_TEXT)
    text = _strip(str(cell))
    if len(text) > max_chars:
        raise WrongCell(FaultCode.TOO_LONG, most=max_chars)
    if any(unicodedata.category(letter) in {"Cc", "Cs"} or letter in _TURNING for letter in text):
        raise WrongCell(FaultCode.CONTROL_CHARACTER)
    return text


def read_name(cell: Cell) -> str:
    """Give a person's name as it is written, whatever it is written with."""
    return _needed(read_text(cell))


def read_word(cell: Cell) -> str:
    """Give the name of a role or place, in the letters that the register uses."""
    return unicodedata.normalize("NFKC", read_text(cell)).replace(" ", "")


def read_phone(cell: Cell) -> str:
    """Give a mobile number as eleven digits, from full-width ones, with gaps or the country's code in front."""
    text = unicodedata.normalize("NFKC", _needed(read_text(cell)))
    digits = _PHONE_FILLING.sub("", text).removeprefix("+86").removeprefix("0086")
    if not _MOBILE.fullmatch(digits) or not digits.isascii():
        raise WrongCell(FaultCode.BAD_PHONE)
    return digits


def read_username(cell: Cell) -> str | None:
    """Give the name somebody logs in with, None where none is wanted."""
    text = unicodedata.normalize("NFKC", read_text(cell, max_chars=USERNAME_MAX_CHARS))
    if text and not _USERNAME.fullmatch(text):
        raise WrongCell(FaultCode.BAD_USERNAME)
    return text or None


def read_day(cell: Cell) -> date | None:
    """Give a day, from a date, a spreadsheet's day number or the ways people write one; None for an empty cell."""
    if isinstance(cell, datetime):
        return _in_years(cell.date())
    if isinstance(cell, date):
        return _in_years(cell)
    if isinstance(cell, int | float) and _FIRST_SERIAL <= cell < _LAST_SERIAL:
        return _SERIAL_ZERO + timedelta(days=int(cell))
    text = unicodedata.normalize("NFKC", read_text(cell))
    if not text:
        return None
    plain = _TIME_OF_NO_MEANING.sub("", text)
    found = _DAY.fullmatch(plain) or _PACKED_DAY.fullmatch(plain)
    if found is None:
        raise WrongCell(FaultCode.BAD_DAY, text=text)
    try:
        return _in_years(date(*(int(part) for part in found.groups())))
    except ValueError as error:
        raise WrongCell(FaultCode.BAD_DAY, text=text) from error


def read_list(cell: Cell) -> list[str]:
    """Give the names in a cell, parted as people part them, or those of a JSON list."""
    if isinstance(cell, list):
        return [read_word(part if isinstance(part, str) else True) for part in cell]
    text = cell if isinstance(cell, Mark) else read_text(_one_line(cell), max_chars=1_000)
    if isinstance(text, Mark):
        raise WrongCell(FaultCode(text))
    return [word for part in _PARTING.split(text) if (word := read_word(part))]


def is_blank(cells: Collection[Cell]) -> bool:
    """Say whether nothing stands in these cells."""
    return all(cell is None or (isinstance(cell, str) and not _strip(cell)) for cell in cells)


def _strip(text: str) -> str:
    while text != (shorter := text.strip().strip(_BLANK)):
        text = shorter
    return text


def _one_line(cell: Cell) -> Cell:
    return cell.replace("\r", "").replace("\n", "、") if isinstance(cell, str) else cell


def _needed(text: str) -> str:
    if not text:
        raise WrongCell(FaultCode.MISSING)
    return text


def _in_years(day: date) -> date:
    if day.year not in _YEARS:
        raise WrongCell(FaultCode.BAD_DAY, text=day.isoformat())
    return day
