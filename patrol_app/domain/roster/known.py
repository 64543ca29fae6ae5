"""What the register knows already of the county that a roster is for, as the rules look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from patrol_app.domain.people import Role


@dataclass(frozen=True)
class Area:
    """A county, township or village; `path` as in AppointmentRow.area_path, `level` one of those three words."""

    id: str
    ledger: str
    level: str
    name: str
    path: str


@dataclass(frozen=True)
class Reach:
    """A reach, by the name of its stretch and of its river."""

    id: str
    area_id: str
    river: str
    name: str


@dataclass(frozen=True)
class Office:
    """One appointment as it stands; both end days count, `to_on` is None while it lasts."""

    id: str
    person_id: str
    role: Role
    area_id: str
    reach_ids: frozenset[str]
    from_on: date
    to_on: date | None

    def holds_after(self, day: date) -> bool:
        """Say whether the office lasts beyond `day`."""
        return self.to_on is None or self.to_on > day


@dataclass(frozen=True)
class Person:
    """Somebody with an office in the county, now or once."""

    id: str
    name: str
    phone: str
    username: str | None
    offices: tuple[Office, ...]


@dataclass(frozen=True)
class Known:
    """The county a roster is for, all areas there are (to say where a name belongs), its reaches and people.

    `usernames` are those of everybody anywhere, to whom each belongs.
    """

    county: Area
    areas: tuple[Area, ...]
    reaches: tuple[Reach, ...]
    people: tuple[Person, ...] = ()
    usernames: Mapping[str, str] = field(default_factory=dict)

    def county_of(self, area: Area) -> Area:
        """Give the county an area lies in."""
        return next(
            one for one in self.areas if one.level == "county" and area.path.startswith(one.path)
        )
