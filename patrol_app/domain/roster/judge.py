"""Judges a roster row by row, and the rows against each other: either every line is right, or all faults are told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from patrol_app.domain.people import Role
from patrol_app.domain.roster.cells import (
    WrongCell,
    is_blank,
    read_day,
    read_list,
    read_name,
    read_phone,
    read_username,
    read_word,
)
from patrol_app.domain.roster.known import Area, Known
from patrol_app.domain.roster.places import find_reaches, find_township, find_village
from patrol_app.domain.roster.rows import Cell, Column, Fault, FaultCode, Mark, Place, Row

Value = TypeVar("Value")


@dataclass(frozen=True)
class Line:
    """One right row: a person in an office. `from_on` is None where the file leaves the start open."""

    place: Place
    name: str
    phone: str
    username: str | None
    role: Role
    area: Area
    reach_ids: frozenset[str]
    from_on: date | None
    to_on: date | None


def judge(
    rows: Iterable[Row], known: Known, role_names: Mapping[str, Role]
) -> tuple[list[Line], list[Fault]]:
    """Give the right lines and every fault; `role_names` are the words by which a file may call a role."""
    lines: list[Line] = []
    faults: list[Fault] = []
    for row in rows:
        if is_blank(row.cells.values()):
            continue
        line = _Reading(row, known, role_names, faults).line()
        if line is not None:
            lines.append(line)
    faults.extend(_compare(lines))
    return lines, sorted(faults, key=lambda fault: fault.place.row or 0)


class _Reading:
    """Reads one row; what is wrong goes to `faults`, and the rest of the row is still looked at."""

    def __init__(
        self, row: Row, known: Known, role_names: Mapping[str, Role], faults: list[Fault]
    ) -> None:
        self._row = row
        self._known = known
        self._role_names = role_names
        self._faults = faults
        self._all_right = True

    def line(self) -> Line | None:
        """Give the line, or None if anything in it is wrong."""
        if self._row.hidden:
            self._say(Fault(FaultCode.HIDDEN, self._row.place))
        name = self._take(Column.NAME, read_name)
        phone = self._take(Column.PHONE, read_phone)
        username = self._take(Column.USERNAME, read_username)
        from_on = self._take(Column.FROM_ON, read_day)
        to_on = self._take(Column.TO_ON, read_day)
        if from_on and to_on and to_on < from_on:
            self._say(Fault(FaultCode.END_BEFORE_START, self._row.place, Column.TO_ON))
        role = self._take(Column.ROLE, self._role)
        area, reach_ids = (None, None) if role is None else self._where(role)
        if not (self._all_right and name and phone and role and area) or reach_ids is None:
            return None
        return Line(self._row.place, name, phone, username, role, area, reach_ids, from_on, to_on)

    def _where(self, role: Role) -> tuple[Area | None, frozenset[str] | None]:
        known = self._known
        township = self._take(
            Column.TOWNSHIP, lambda cell: find_township(known, role, read_word(cell))
        )
        village = self._take(
            Column.VILLAGE, lambda cell: find_village(known, role, read_word(cell), township)
        )
        reach_ids = self._take(
            Column.REACHES, lambda cell: find_reaches(known, role, read_list(cell), village)
        )
        return village or township or known.county, reach_ids

    def _role(self, cell: Cell) -> Role:
        text = read_word(cell)
        if not text:
            raise WrongCell(FaultCode.MISSING)
        if text not in self._role_names:
            raise WrongCell(FaultCode.UNKNOWN_ROLE, text=text)
        return self._role_names[text]

    def _take(self, column: Column, read: Callable[..., Value]) -> Value | None:
        cell = self._row.cells.get(column)
        try:
            return read(cell)
        except WrongCell as wrong:
            data = {"text": "" if isinstance(cell, Mark) else str(cell), **wrong.data}
            self._say(Fault(wrong.code, self._row.place, column, data))
            return None

    def _say(self, fault: Fault) -> None:
        self._all_right = False
        self._faults.append(fault)


def _compare(lines: Sequence[Line]) -> Iterable[Fault]:
    """Find rows that contradict an earlier one; each names the row it does not agree with."""
    of_phone: dict[str, Line] = {}
    of_username: dict[str, Line] = {}
    of_office: dict[tuple[str, Role, str], list[Line]] = {}
    for line in lines:
        first = of_phone.setdefault(line.phone, line)
        if first.name != line.name:
            yield _against(FaultCode.PHONE_OF_ANOTHER, line, first, Column.PHONE)
        if line.username and first.username and first.username != line.username:
            yield _against(FaultCode.TWO_USERNAMES, line, first, Column.USERNAME)
        if line.username:
            holder = of_username.setdefault(line.username, line)
            if holder.phone != line.phone:
                yield _against(FaultCode.USERNAME_TWICE, line, holder, Column.USERNAME)
        same = of_office.setdefault((line.phone, line.role, line.area.id), [])
        clash = next((earlier for earlier in same if _overlap(earlier, line)), None)
        if clash is not None:
            twice = (clash.from_on, clash.to_on, clash.reach_ids) == (
                line.from_on,
                line.to_on,
                line.reach_ids,
            )
            yield _against(FaultCode.ROW_TWICE if twice else FaultCode.OVERLAP, line, clash, None)
        same.append(line)


def _against(code: FaultCode, line: Line, other: Line, column: Column | None) -> Fault:
    return Fault(code, line.place, column, {"row": other.place.row, "name": other.name})


def _overlap(one: Line, other: Line) -> bool:
    """Say whether two spans share a day; an open start may lie anywhere before its end."""
    starts = max(one.from_on or date.min, other.from_on or date.min)
    ends = min(one.to_on or date.max, other.to_on or date.max)
    return starts <= ends
