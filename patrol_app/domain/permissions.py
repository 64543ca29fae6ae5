"""Who may do what, in one table: pages ask it before they show a button, the gate asks it, tests print it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from patrol_app.domain.people import Role


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


WALKERS = frozenset({Role.PATROLLER, Role.VILLAGE_CHIEF, Role.ASSISTANT, Role.TOWNSHIP_CHIEF})
DECIDERS = frozenset({Role.VILLAGE_CHIEF, Role.ASSISTANT, Role.TOWNSHIP_CHIEF, Role.COUNTY_OFFICE})
OVERSEERS = frozenset(Role) - {Role.PATROLLER}

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
    }
)


def may(roles: Iterable[Role], deed: Deed) -> bool:
    """Say whether one of `roles` allows `deed`."""
    return not ALLOWED[deed].isdisjoint(roles)
