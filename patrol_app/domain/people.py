"""Who acts, in which office, where and when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """The offices of the river-chief system, as the wire names them (contract, Endpoints)."""

    PATROLLER = "patroller"
    VILLAGE_CHIEF = "village_chief"
    ASSISTANT = "assistant"
    TOWNSHIP_CHIEF = "township_chief"
    CLERK = "clerk"
    COUNTY_OFFICE = "county_office"


@dataclass(frozen=True)
class Appointment:
    """One person in one office, over one area, from a day to a day.

    `area_path` holds the ids of the areas from the county down, each followed by "/", the last being `area_id`;
    `reach_ids` are the reaches a patroller answers for; `to_on` is the last day in office, None while it lasts.
    """

    id: str
    person_id: str
    role: Role
    ledger: str
    area_id: str
    area_path: str
    reach_ids: frozenset[str]
    from_on: date
    to_on: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether the office is held on `day`; both end days count."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    def covers_area(self, area_path: str) -> bool:
        """Say whether `area_path` is this appointment's area or lies in it."""
        return area_path.startswith(self.area_path)

    def covers_reach(self, reach_id: str, area_path: str) -> bool:
        """Say whether a reach in `area_path` is this office's: a patroller's own ones, else all of the area."""
        if self.role is Role.PATROLLER:
            return reach_id in self.reach_ids
        return self.covers_area(area_path)


@dataclass(frozen=True)
class Actor:
    """The person behind a request, with every office ever held; `session_id` is None outside a session."""

    person_id: str
    name: str
    language: str
    session_id: str | None
    appointments: tuple[Appointment, ...]

    def roles(self, on: date) -> frozenset[Role]:
        """Give the roles held on the day `on`."""
        return frozenset(held.role for held in self.appointments if held.holds_on(on))


def mask_phone(phone: str) -> str:
    """Give a telephone number as lists show it, 138****1234: enough to tell two apart, too little to call."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= _MASKED_FROM_CHARS else "****"


#: Of a shorter number the seven shown digits would be nearly all.
_MASKED_FROM_CHARS = 11
