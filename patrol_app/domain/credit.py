"""For which offices a walk counts, and what there is to say when it is nobody's own (domain, Decisions)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from patrol_app.domain.doubts import Doubt
from patrol_app.domain.people import Appointment
from patrol_app.domain.permissions import Deed, may


@dataclass(frozen=True)
class Credit:
    """The appointments whose day a walk is, and why a person has to decide about that, if so."""

    appointment_ids: frozenset[str]
    doubts: frozenset[Doubt]


def credit_of(
    named: Appointment,
    offices: Iterable[Appointment],
    *,
    reach_id: str,
    area_path: str,
    day_on: date,
) -> Credit:
    """Credit a walk along a reach in `area_path` to each of the walker's offices that it belongs to on `day_on`.

    Where there is none (替班, an office that has ended) it goes to the `named` one, in doubt: the township decides.
    """
    own = frozenset(
        held.id
        for held in offices
        if may({held.role}, Deed.PATROL)
        and held.holds_on(day_on)
        and held.covers_reach(reach_id, area_path)
    )
    if own:
        return Credit(own, frozenset())
    doubts = set()
    if not named.holds_on(day_on):
        doubts.add(Doubt.APPOINTMENT_NOT_CURRENT)
    if not named.covers_reach(reach_id, area_path):
        doubts.add(Doubt.STAND_IN)
    return Credit(frozenset({named.id}), frozenset(doubts))
