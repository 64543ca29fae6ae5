"""What a person's offices mean at the desk: which level's problems wait for him, and what stands in his menu."""

from dataclasses import dataclass
from datetime import date

from patrol_app.domain.people import Actor, Role
from patrol_app.domain.permissions import Deed, may
from patrol_app.domain.workflow import Holder

#: How many areas an area's path names: county, township in it, village in that.
_LEVELS = {1: Holder.COUNTY, 2: Holder.TOWNSHIP, 3: Holder.VILLAGE}


@dataclass(frozen=True)
class Menu:
    """The frame of every page: who reads, in which offices, how much waits, and whether he walks himself."""

    name: str
    roles: tuple[Role, ...]
    waiting: int
    walks: bool


def held_levels(actor: Actor, on: date) -> frozenset[Holder]:
    """Give the levels whose problems wait for this person: those of the areas he oversees."""
    return frozenset(
        _LEVELS[held.area_path.count("/")]
        for held in actor.appointments
        if held.holds_on(on) and held.role is not Role.PATROLLER
    )


def make_menu(actor: Actor, on: date, waiting: int) -> Menu:
    """Put together what the frame of a page says of its reader."""
    roles = actor.roles(on)
    return Menu(
        name=actor.name,
        roles=tuple(role for role in Role if role in roles),
        waiting=waiting,
        walks=may(roles, Deed.PATROL),
    )
