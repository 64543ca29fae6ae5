"""How a problem moves: every state follows from its lines in ledger order."""

from enum import StrEnum


class State(StrEnum):
    """Where a problem stands (domain, How problems move)."""

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


OPEN: frozenset[State] = frozenset({State.REPORTED, State.ACCEPTED, State.ESCALATED, State.REOPENED})
"""Not yet cured."""
