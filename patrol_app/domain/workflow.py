"""How a problem moves: its states, and what each event makes of each state (domain, How problems move)."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Role
from patrol_app.domain.permissions import Deed


class Severity(StrEnum):
    """How grave the reporter finds it."""

    ORDINARY = "ordinary"
    MAJOR = "major"


class State(StrEnum):
    """Where a problem stands."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    ESCALATED = "escalated"
    HANDLED = "handled"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    CLOSED = "closed"


class Holder(StrEnum):
    """Who has to act on a problem now."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    DEPARTMENT = "department"
    OTHER_COUNTY = "other_county"


class Outcome(StrEnum):
    """What a walker says of an old problem (domain, Old problems; contract, An entry)."""

    UNCHANGED = "unchanged"
    WORSE = "worse"
    GONE = "gone"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    COULD_NOT_CHECK = "could_not_check"


OPEN: frozenset[State] = frozenset(
    {State.REPORTED, State.ACCEPTED, State.ESCALATED, State.REOPENED}
)
"""Not yet cured."""

Event = Kind | Outcome
"""What a line does: an entry's own kind, or what a walker said of the problem in a patrol."""

_FROM_OPEN: Mapping[Event, State | None] = {
    Kind.PROBLEM_ACCEPTED: State.ACCEPTED,
    Kind.PROBLEM_ESCALATED: State.ESCALATED,
    Kind.PROBLEM_HANDLED: State.HANDLED,
    Outcome.GONE: State.HANDLED,
    Outcome.UNCHANGED: None,
    Outcome.WORSE: None,
    Outcome.COULD_NOT_CHECK: None,
}
_FROM_HANDLED: Mapping[Event, State] = {
    Kind.PROBLEM_CONFIRMED: State.CONFIRMED,
    Kind.PROBLEM_REOPENED: State.REOPENED,
    Outcome.SOLVED: State.CONFIRMED,
    Outcome.NOT_SOLVED: State.REOPENED,
    Outcome.COULD_NOT_CHECK: State.HANDLED,
}

TRANSITIONS: Mapping[tuple[State, Event], State] = MappingProxyType(
    {(state, event): then or state for state in OPEN for event, then in _FROM_OPEN.items()}
    | {(State.HANDLED, event): then for event, then in _FROM_HANDLED.items()}
    | {(state, Kind.PROBLEM_TOLD): state for state in State}
)
"""What each event makes of each state; a pair that does not stand here no longer fits."""

DEED_OF: Mapping[Event, Deed] = MappingProxyType(
    {
        Kind.PROBLEM_TOLD: Deed.TELL,
        Kind.PROBLEM_ACCEPTED: Deed.ACCEPT_PROBLEM,
        Kind.PROBLEM_ESCALATED: Deed.ESCALATE_PROBLEM,
        Kind.PROBLEM_HANDLED: Deed.HANDLE_PROBLEM,
        Kind.PROBLEM_CONFIRMED: Deed.CONFIRM_PROBLEM,
        Kind.PROBLEM_REOPENED: Deed.REOPEN_PROBLEM,
        **dict.fromkeys(Outcome, Deed.PATROL),
    }
)
"""The deed that each event is, for the table of permissions."""

_DESK_OF: Mapping[Role, Holder] = MappingProxyType(
    {
        Role.VILLAGE_CHIEF: Holder.VILLAGE,
        Role.ASSISTANT: Holder.VILLAGE,
        Role.TOWNSHIP_CHIEF: Holder.TOWNSHIP,
        Role.COUNTY_OFFICE: Holder.COUNTY,
    }
)
_RANK: Mapping[Holder, int] = MappingProxyType(
    {
        Holder.VILLAGE: 0,
        Holder.TOWNSHIP: 1,
        Holder.COUNTY: 2,
        Holder.DEPARTMENT: 3,
        Holder.OTHER_COUNTY: 3,
    }
)


def first_state(severity: Severity, *, on_the_spot: bool) -> State:
    """Give the state of a fresh report: what was cleaned at once is closed if ordinary, looked at again if major."""
    if not on_the_spot:
        return State.REPORTED
    return State.CLOSED if severity is Severity.ORDINARY else State.HANDLED


def due_for_recheck(
    state: State, *, last_cured_by: str | None = None, by: str | None = None
) -> bool:
    """Say whether item 9 asks `by` (None: anybody) about a problem: open ones, and cures that another reported."""
    if state is State.HANDLED:
        return by is None or by != last_cured_by
    return state in OPEN


def may_take(role: Role, held_by: Holder) -> bool:
    """Say whether an office may act on what `held_by` holds: its own level's or lower; the county's also beyond."""
    own = _RANK[_DESK_OF[role]]
    return own >= min(_RANK[held_by], _RANK[Holder.COUNTY])


def may_pass(role: Role, held_by: Holder, to: Holder) -> bool:
    """Say whether an office may pass on what `held_by` holds: only upwards, and not to whom it is with already."""
    return may_take(role, held_by) and to is not held_by and _RANK[to] > _RANK[_DESK_OF[role]]


def holder_after(role: Role, held_by: Holder) -> Holder:
    """Give the holder once an office has accepted: its own desk if that stands higher, else as before."""
    return max(held_by, _DESK_OF[role], key=_RANK.__getitem__)
