"""Who plays in the tests: the people of the demo, by what they are to each other."""

from dataclasses import dataclass

from patrol_app.commands.demo.people import OFFICES, appointment_id, person_id
from patrol_app.commands.demo.places import area_id, ledger_of, reach_id
from patrol_app.domain.people import Role

WITH_A_REACH = {"洞头村", "武匠村", "河西村"}


@dataclass(frozen=True)
class Member:
    """One of the cast; `reach_id` is the reach of his village, None above villages and for the stranger."""

    username: str
    name: str
    person_id: str
    role: Role | None
    appointment_id: str | None
    ledger: str | None
    area_id: str | None
    reach_id: str | None


def _member(username: str) -> Member:
    office = next(office for office in OFFICES if office.username == username)
    role = office.roles[0] if office.roles else None
    return Member(
        username=username,
        name=office.name,
        person_id=person_id(username),
        role=role,
        appointment_id=appointment_id(username, role) if role else None,
        ledger=ledger_of(office.area) if office.area else None,
        area_id=area_id(office.area) if office.area else None,
        reach_id=reach_id(office.area) if office.area in WITH_A_REACH else None,
    )


class Cast:
    """Everybody by name; `neighbour` and `neighbour_township` belong to the other county."""

    patroller = _member("patroller")
    village_chief = _member("village")
    other_patroller = _member("patroller2")
    other_village_chief = _member("village2")
    assistant = _member("assistant")
    clerk = _member("clerk")
    township = _member("township")
    county = _member("county")
    other_township = _member("township2")
    neighbour = _member("patroller3")
    neighbour_township = _member("township3")
    stranger = _member("stranger")
