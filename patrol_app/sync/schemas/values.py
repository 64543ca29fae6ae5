"""What a single value of the wire looks like (contract, Rules for all of it): plain questions, answered yes or no."""

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

Question = Callable[[object], bool]

#: Integers are those that every JSON reader keeps exactly.
INTEGER_END = 2**53

#: Far more than anybody taps into a phone; what is longer is no note.
TEXT_MAX_CHARS = 2_000

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")
_LEDGER = re.compile(r"[0-9]{6}")
_MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[a-z0-9.+-]{1,60}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:Z|[+-]\d\d:\d\d)", flags=re.ASCII)
#: A phone may believe in 1970 or 2099; further off, adding a zone or a skew would leave the calendar.
_YEARS = range(1900, 3000)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", flags=re.ASCII)
_SIGNATURE_BYTES = 64


def matches(pattern: re.Pattern[str]) -> Question:
    """Ask for text of this form."""
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


is_id = matches(_ID)
is_hash = matches(_HASH)
is_salt = matches(_SALT)
is_ledger = matches(_LEDGER)
is_media_type = matches(_MEDIA_TYPE)


def is_moment(value: object) -> bool:
    """Say whether it is RFC 3339 with an offset and milliseconds, in years that can be reckoned with in any zone."""
    if not isinstance(value, str) or _MOMENT.fullmatch(value) is None:
        return False
    try:
        return datetime.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def is_day(value: object) -> bool:
    """Say whether it is a day that exists, as YYYY-MM-DD."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return False
    try:
        return date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def is_signature(value: object) -> bool:
    """Say whether it is raw r‖s of P-256 in standard base64."""
    if not isinstance(value, str):
        return False
    try:
        return len(base64.b64decode(value, validate=True)) == _SIGNATURE_BYTES
    except (binascii.Error, ValueError):
        return False


def is_base64(value: object) -> bool:
    """Say whether it is standard base64 of at least one byte and not longer than a key."""
    if not isinstance(value, str) or not 0 < len(value) <= TEXT_MAX_CHARS:
        return False
    try:
        return bool(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        return False


def is_flag(value: object) -> bool:
    """Say whether it is true or false."""
    return isinstance(value, bool)


def is_between(least: int, most: int) -> Question:
    """Ask for an integer; true and false are none, though Python counts with them."""
    return lambda value: type(value) is int and least <= value <= most


is_count = is_between(0, INTEGER_END - 1)


def is_text(max_chars: int = TEXT_MAX_CHARS) -> Question:
    """Ask for text that a database can hold, at most so long."""
    return lambda value: isinstance(value, str) and len(value) <= max_chars and "\0" not in value


def is_one_of(words: Iterable[str]) -> Question:
    """Ask for one of these words."""
    known = frozenset(words)
    return lambda value: isinstance(value, str) and value in known


def is_list_of(question: Question, most: int) -> Question:
    """Ask for a list of such values, at most so many."""
    return lambda value: (
        isinstance(value, list) and len(value) <= most and all(question(one) for one in value)
    )
