"""What a right roster changes: who is new or called otherwise, which offices begin, change or are no longer named."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from patrol_app.domain.people import Role
from patrol_app.domain.roster.judge import Line
from patrol_app.domain.roster.known import Area, Known, Office, Person
from patrol_app.domain.roster.rows import Column, Fault, FaultCode, Place


class ChangeKind(StrEnum):
    """The ways in which a roster changes the register."""

    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    OFFICE_ADDED = "office_added"
    OFFICE_CHANGED = "office_changed"
    OFFICE_ENDED = "office_ended"


@dataclass(frozen=True)
class Wanted:
    """A person as the file wants him; `known` is who he is already, `username` None where the file asks for none."""

    known: Person | None
    name: str
    phone: str
    username: str | None


@dataclass(frozen=True)
class Duty:
    """An office as the file wants it; `known` is the appointment that it already is."""

    known: Office | None
    role: Role
    area: Area
    reach_ids: frozenset[str]
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Change:
    """One change and the row that asks for it; `duty` is None where the person himself changes."""

    kind: ChangeKind
    place: Place | None
    person: Wanted
    duty: Duty | None = None


@dataclass(frozen=True)
class Plan:
    """All that a roster changes, the number of rows that change nothing, and the offices it no longer names."""

    changes: tuple[Change, ...]
    unchanged: int
    missing: tuple[tuple[Person, Office], ...]
    faults: tuple[Fault, ...]


def make_plan(
    lines: Sequence[Line], known: Known, today: date, *, end_missing: bool = False
) -> Plan:
    """Compare the lines with the register; what has gone from the file ends yesterday, and only if `end_missing`."""
    people = match_people(lines, known)
    changes: list[Change] = []
    faults: list[Fault] = []
    named: set[str] = set()
    unchanged = 0
    asked: set[str] = set()
    for line in lines:
        wanted = _wanted(line, lines, people)
        found = [] if line.phone in asked else list(_person_changes(line, wanted))
        asked.add(line.phone)
        faults.extend(_wrong_username(line, wanted, known))
        duty = _duty(line, wanted.known, today, named)
        if duty.to_on is not None and duty.to_on < duty.from_on:
            faults.append(Fault(FaultCode.END_BEFORE_START, line.place, Column.TO_ON))
        named |= {duty.known.id} if duty.known else set()
        found.extend(_office_changes(line, wanted, duty))
        unchanged += not found
        changes.extend(found)
    missing = _missing(known, named, today)
    if end_missing:
        changes.extend(_endings(missing, known, today))
    return Plan(tuple(changes), unchanged, () if end_missing else missing, tuple(faults))


def match_people(lines: Sequence[Line], known: Known) -> Mapping[str, Person]:
    """Give who each phone number of the file is already; a number that is nobody's yet is left out.

    First by number and name, then by name and office (a new number, or one that changed hands), then by the number
    alone (a new name). Where more than one person would fit, nobody is taken for another.
    """
    found: dict[str, Person] = {}
    by_phone = {person.phone: person for person in known.people}
    names = {line.phone: line.name for line in lines}
    for phone, name in names.items():
        if phone in by_phone and by_phone[phone].name == name:
            found[phone] = by_phone[phone]
    found |= _by_name_and_office(lines, known, found)
    claimed = {person.id for person in found.values()}
    for phone in names.keys() - found.keys():
        if phone in by_phone and by_phone[phone].id not in claimed:
            found[phone] = by_phone[phone]
    return found


def _by_name_and_office(
    lines: Sequence[Line], known: Known, found: Mapping[str, Person]
) -> dict[str, Person]:
    taken = {person.id for person in found.values()}
    alike: dict[str, dict[str, Person]] = {}
    for line in lines:
        if line.phone not in found:
            fitting = alike.setdefault(line.phone, {})
            fitting |= {
                person.id: person
                for person in known.people
                if person.id not in taken and person.name == line.name and _held_in(person, line)
            }
    sure = {phone: next(iter(fit.values())) for phone, fit in alike.items() if len(fit) == 1}
    claims = [person.id for person in sure.values()]
    return {phone: person for phone, person in sure.items() if claims.count(person.id) == 1}


def _held_in(person: Person, line: Line) -> bool:
    return any(held.role is line.role and held.area_id == line.area.id for held in person.offices)


def _wanted(line: Line, lines: Sequence[Line], people: Mapping[str, Person]) -> Wanted:
    usernames = [one.username for one in lines if one.phone == line.phone and one.username]
    return Wanted(
        known=people.get(line.phone),
        name=line.name,
        phone=line.phone,
        username=usernames[0] if usernames else None,
    )


def _person_changes(line: Line, wanted: Wanted) -> list[Change]:
    known = wanted.known
    if known is None:
        return [Change(ChangeKind.PERSON_ADDED, line.place, wanted)]
    same = (known.name, known.phone) == (wanted.name, wanted.phone)
    if same and wanted.username in {None, known.username}:
        return []
    return [Change(ChangeKind.PERSON_CHANGED, line.place, wanted)]


def _wrong_username(line: Line, wanted: Wanted, known: Known) -> list[Fault]:
    owner = known.usernames.get(line.username or "")
    if owner is None or (wanted.known is not None and owner == wanted.known.id):
        return []
    return [Fault(FaultCode.USERNAME_TAKEN, line.place, Column.USERNAME, {"text": line.username})]


def _duty(line: Line, person: Person | None, today: date, named: Collection[str]) -> Duty:
    held = _find_office(line, person, today, named)
    return Duty(
        known=held,
        role=line.role,
        area=line.area,
        reach_ids=line.reach_ids,
        from_on=line.from_on or (held.from_on if held else today),
        to_on=line.to_on,
    )


def _find_office(
    line: Line, person: Person | None, today: date, named: Collection[str]
) -> Office | None:
    """Give the appointment that a line speaks of and no line before it: begun that day, else of that span."""
    same = [
        held
        for held in (person.offices if person else ())
        if held.role is line.role and held.area_id == line.area.id and held.id not in named
    ]
    for is_it in (
        lambda held: held.from_on == line.from_on,
        lambda held: line.from_on is None and held.to_on is not None and held.to_on == line.to_on,
        lambda held: line.from_on is None and held.holds_after(today - timedelta(days=1)),
        lambda held: line.from_on is not None and _shares_days(held, line.from_on, line.to_on),
    ):
        found = next((held for held in same if is_it(held)), None)
        if found is not None:
            return found
    return None


def _shares_days(held: Office, from_on: date, to_on: date | None) -> bool:
    return held.holds_after(from_on - timedelta(days=1)) and held.from_on <= (to_on or date.max)


def _office_changes(line: Line, wanted: Wanted, duty: Duty) -> list[Change]:
    if duty.known is None:
        return [Change(ChangeKind.OFFICE_ADDED, line.place, wanted, duty)]
    stands = (duty.known.from_on, duty.known.to_on, duty.known.reach_ids)
    if stands == (duty.from_on, duty.to_on, duty.reach_ids):
        return []
    return [Change(ChangeKind.OFFICE_CHANGED, line.place, wanted, duty)]


def _missing(known: Known, named: set[str], today: date) -> tuple[tuple[Person, Office], ...]:
    yesterday = today - timedelta(days=1)
    return tuple(
        (person, held)
        for person in known.people
        for held in person.offices
        if held.holds_after(yesterday) and held.id not in named
    )


def _endings(missing: Sequence[tuple[Person, Office]], known: Known, today: date) -> list[Change]:
    areas = {area.id: area for area in known.areas}
    yesterday = today - timedelta(days=1)
    return [
        Change(
            ChangeKind.OFFICE_ENDED,
            None,
            Wanted(person, person.name, person.phone, None),
            replace(
                Duty(held, held.role, areas[held.area_id], held.reach_ids, held.from_on, None),
                # One that has not begun, or began today, still has its first day.
                to_on=max(held.from_on, yesterday),
            ),
        )
        for person, held in missing
    ]
