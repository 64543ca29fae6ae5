"""Who may do what, in one table: pages ask it before they show a button, the gate asks it, tests print it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from patrol_app.domain.people import Actor, Appointment, Role


class Deed(StrEnum):
    """What a person can want to do or see; areas narrow each of them further."""

    PATROL = "patrol"
    REPORT_PROBLEM = "report_problem"
    TELL = "tell"
    ACCEPT_PROBLEM = "accept_problem"
    HANDLE_PROBLEM = "handle_problem"
    ESCALATE_PROBLEM = "escalate_problem"
    CONFIRM_PROBLEM = "confirm_problem"
    REOPEN_PROBLEM = "reopen_problem"
    SEE_OVERVIEW = "see_overview"
    SEE_LEDGER = "see_ledger"
    SEE_PROBLEMS = "see_problems"
    SEE_MONTH = "see_month"
    SEE_PLACES = "see_places"
    SEE_ROSTER = "see_roster"
    SEE_PHONE = "see_phone"
    GIVE_CARD = "give_card"


WALKERS = frozenset({Role.PATROLLER, Role.VILLAGE_CHIEF, Role.ASSISTANT, Role.TOWNSHIP_CHIEF})
DECIDERS = frozenset({Role.VILLAGE_CHIEF, Role.ASSISTANT, Role.TOWNSHIP_CHIEF, Role.COUNTY_OFFICE})
OVERSEERS = frozenset(Role) - {Role.PATROLLER}
OFFICES = frozenset({Role.TOWNSHIP_CHIEF, Role.COUNTY_OFFICE})

ALLOWED: Mapping[Deed, frozenset[Role]] = MappingProxyType(
    {
        Deed.PATROL: WALKERS,
        Deed.REPORT_PROBLEM: WALKERS,
        Deed.TELL: WALKERS,
        Deed.ACCEPT_PROBLEM: DECIDERS,
        Deed.HANDLE_PROBLEM: DECIDERS,
        Deed.ESCALATE_PROBLEM: DECIDERS,
        Deed.CONFIRM_PROBLEM: DECIDERS,
        Deed.REOPEN_PROBLEM: DECIDERS,
        Deed.SEE_OVERVIEW: OVERSEERS,
        Deed.SEE_LEDGER: OVERSEERS,
        Deed.SEE_PROBLEMS: OVERSEERS,
        Deed.SEE_MONTH: OVERSEERS,
        Deed.SEE_PLACES: OVERSEERS,
        Deed.SEE_ROSTER: OFFICES | {Role.CLERK},
        Deed.SEE_PHONE: OFFICES,
        Deed.GIVE_CARD: OFFICES,
    }
)


def may(roles: Iterable[Role], deed: Deed) -> bool:
    """Say whether one of `roles` allows `deed`."""
    return not ALLOWED[deed].isdisjoint(roles)


def may_see_phone(actor: Actor, offices: Collection[Appointment], on: date) -> bool:
    """Say whether one of the actor's offices of the day that may see numbers covers one of these offices."""
    return any(
        held.covers_area(office.area_path)
        for held in _holding(actor, Deed.SEE_PHONE, on)
        for office in offices
    )


def may_give_card(actor: Actor, offices: Collection[Appointment], on: date) -> bool:
    """Say whether the actor may hand out a card for, or end the sessions of, whoever holds these offices.

    A card is a way in with all that the person may do. So every one of his offices has to lie below the actor's own
    (or be a clerk's of the same area): nobody makes himself a way into his own level, or into one above.
    """
    return bool(offices) and all(
        any(
            held.covers_area(office.area_path)
            and (office.area_path != held.area_path or office.role is Role.CLERK)
            for held in _holding(actor, Deed.GIVE_CARD, on)
        )
        for office in offices
    )


def _holding(actor: Actor, deed: Deed, on: date) -> list[Appointment]:
    return [held for held in actor.appointments if held.holds_on(on) and held.role in ALLOWED[deed]]
