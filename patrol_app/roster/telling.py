"""Says what a roster changes and what is wrong with it, a line each, without a whole telephone number in any."""

from __future__ import annotations

from collections.abc import Iterator

from patrol_app.domain.people import mask_phone
from patrol_app.domain.roster.known import Known, Office, Person
from patrol_app.domain.roster.plan import Change, ChangeKind, Duty, Plan
from patrol_app.domain.roster.rows import Column, Fault, Place
from patrol_app.web.words import say


def tell_fault(fault: Fault) -> str:
    """Give one fault with its place."""
    column = fault.data.get("column")
    data = {**fault.data, **({"column": _column(column)} if isinstance(column, Column) else {})}
    words = say(f"roster.fault.{fault.code}", **{"text": "", **data})
    hint = say("roster.fault.like", like=data["like"]) if "like" in data else ""
    return f"{_place(fault.place, fault.column)}{words}{hint}"


def tell_plan(plan: Plan, known: Known) -> Iterator[str]:
    """Give a line for each change, then for each office that the file no longer names."""
    for change in plan.changes:
        for words in _tell_change(change, known):
            yield f"{_place(change.place) if change.place else ''}{words}"
    if plan.changes:
        yield say("roster.outcome.changes", changes=len(plan.changes), unchanged=plan.unchanged)
    else:
        yield say("roster.outcome.nothing")
    if plan.missing:
        yield say("roster.outcome.missing")
    for person, held in plan.missing:
        yield "  " + say("roster.outcome.missing_one", **_of_office(person, held, known))


def _tell_change(change: Change, known: Known) -> Iterator[str]:
    person, before = change.person, change.person.known
    if change.kind is ChangeKind.PERSON_ADDED:
        yield say("roster.change.person_added", name=person.name, phone=mask_phone(person.phone))
    elif change.kind is ChangeKind.PERSON_CHANGED and before is not None:
        if before.name != person.name:
            yield say("roster.change.renamed", before=before.name, name=person.name)
        if before.phone != person.phone:
            old, new = mask_phone(before.phone), mask_phone(person.phone)
            yield say("roster.change.rephoned", name=person.name, before=old, phone=new)
    elif change.duty is not None:
        yield from _tell_duty(change.kind, person.name, change.duty, known)
    is_named = change.kind in {ChangeKind.PERSON_ADDED, ChangeKind.PERSON_CHANGED}
    if is_named and person.username and person.username != (before.username if before else None):
        yield say("roster.change.username", name=person.name, username=person.username)


def _tell_duty(kind: ChangeKind, name: str, duty: Duty, known: Known) -> Iterator[str]:
    held = duty.known
    values = {
        "name": name,
        "area": duty.area.name,
        "role": say(f"domain.role.{duty.role}"),
        "from_on": duty.from_on.isoformat(),
        "to_on": duty.to_on.isoformat() if duty.to_on else say("roster.change.still"),
    }
    if held is None or kind is ChangeKind.OFFICE_ENDED:
        yield say(f"roster.change.{kind}", **values)
        return
    if (held.from_on, held.to_on) != (duty.from_on, duty.to_on):
        yield say("roster.change.office_redated", **values)
    if held.reach_ids != duty.reach_ids:
        names = say("domain.between.items").join(
            one.name for one in known.reaches if one.id in duty.reach_ids
        )
        yield say("roster.change.office_reaches", **values, reaches=names)


def _of_office(person: Person, held: Office, known: Known) -> dict[str, str]:
    area = next(area.name for area in known.areas if area.id == held.area_id)
    return {"name": person.name, "area": area, "role": say(f"domain.role.{held.role}")}


def _place(place: Place, column: Column | None = None) -> str:
    if place.row is None:
        key = "file" if place.sheet is None else "sheet"
        return say(f"roster.place.{key}", sheet=place.sheet)
    key = ("json_" if place.sheet is None else "") + ("row" if column is None else "cell")
    words = "" if column is None else _column(column)
    return say(f"roster.place.{key}", sheet=place.sheet, row=place.row, column=words)


def _column(column: Column) -> str:
    return say(f"roster.column.{column}")
