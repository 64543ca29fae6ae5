"""What an address asks for, read from its text; what makes no sense narrows nothing and breaks nothing."""

import re
from collections.abc import Collection, Mapping
from datetime import date

from patrol_app.domain.calendar import Period, month_of
from patrol_app.ledger.queries.patrols import PatrolMark
from patrol_app.ledger.queries.problems import ProblemMark

_MONTH = re.compile(r"\d{4}-\d{2}")
_MAX_SEQ = 2**53

#: No patrol lies outside, and each of their months has one before and one after.
_YEARS = range(2000, 2200)


class Asked:
    """The fields of a filter; what a page cannot read narrows nothing and is named in `unread`."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self.unread: list[str] = []

    def text(self, name: str) -> str | None:
        """Give a field as it stands, None where it is empty."""
        return self._fields.get(name) or None

    def among(self, name: str, allowed: Collection[str]) -> str | None:
        """Give a field whose value is one of those offered."""
        text = self.text(name)
        if text is None or text in allowed:
            return text
        self.unread.append(name)
        return None

    def day(self, name: str) -> date | None:
        """Give a field that names a day."""
        text = self.text(name)
        day = read_day(text)
        if text is not None and day is None:
            self.unread.append(name)
        return day


def read_month(text: str | None) -> Period | None:
    """Read YYYY-MM."""
    if text is None or not _MONTH.fullmatch(text):
        return None
    first_on = read_day(f"{text}-01")
    return month_of(first_on) if first_on else None


def read_day(text: str | None) -> date | None:
    """Read YYYY-MM-DD."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def write_patrol_mark(mark: PatrolMark) -> str:
    """Write where a page of the 台账 ended, to stand in the next page's address."""
    return f"{mark.day_on.isoformat()}.{mark.seq}.{mark.ledger}"


def read_patrol_mark(text: str | None) -> PatrolMark | None:
    """Read what `write_patrol_mark` wrote."""
    day, _, rest = (text or "").partition(".")
    seq, _, ledger = rest.partition(".")
    day_on = read_day(day)
    number = _read_number(seq)
    return None if day_on is None or number is None else PatrolMark(day_on, number, ledger)


def write_problem_mark(mark: ProblemMark) -> str:
    """Write where a page of problems ended, to stand in the next page's address."""
    return f"{mark.number}.{mark.ledger}"


def read_problem_mark(text: str | None) -> ProblemMark | None:
    """Read what `write_problem_mark` wrote."""
    digits, _, ledger = (text or "").partition(".")
    number = _read_number(digits)
    return None if number is None else ProblemMark(number, ledger)


def _read_number(text: str) -> int | None:
    if not text.isascii() or not text.isdigit():
        return None
    return min(int(text[:16]), _MAX_SEQ)
