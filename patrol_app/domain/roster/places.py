"""Finds the area and the reaches that a row names, or says why they cannot be this person's."""

from collections.abc import Sequence
from difflib import get_close_matches

from patrol_app.domain.people import Role
from patrol_app.domain.roster.cells import WrongCell
from patrol_app.domain.roster.known import Area, Known, Reach
from patrol_app.domain.roster.rows import FaultCode

IN_A_VILLAGE = frozenset({Role.PATROLLER, Role.VILLAGE_CHIEF, Role.ASSISTANT})


def find_township(known: Known, role: Role, name: str) -> Area | None:
    """Give the township that the row names, None where it names none and needs none."""
    if not name:
        if role is Role.TOWNSHIP_CHIEF:
            raise WrongCell(FaultCode.MISSING)
        return None
    if role is Role.COUNTY_OFFICE:
        raise WrongCell(FaultCode.NO_VILLAGE_FOR_ROLE)
    return _one_area(known, "township", name, FaultCode.UNKNOWN_TOWNSHIP)


def find_village(known: Known, role: Role, name: str, township: Area | None) -> Area | None:
    """Give the village that the row names, None where it names none and needs none."""
    if not name:
        if role in IN_A_VILLAGE:
            raise WrongCell(FaultCode.MISSING)
        return None
    if role not in IN_A_VILLAGE:
        raise WrongCell(FaultCode.NO_VILLAGE_FOR_ROLE)
    within = township or known.county
    inside = [area for area in _own(known, "village", name) if area.path.startswith(within.path)]
    if len(inside) > 1:
        raise WrongCell(FaultCode.AMBIGUOUS_VILLAGE)
    if inside:
        return inside[0]
    if _own(known, "village", name):
        raise WrongCell(FaultCode.OTHER_TOWNSHIP, township=within.name)
    return _one_area(known, "village", name, FaultCode.UNKNOWN_VILLAGE)


def find_reaches(
    known: Known, role: Role, names: Sequence[str], village: Area | None
) -> frozenset[str]:
    """Give the ids of the reaches a patroller answers for; a chief's are all of his area and never named."""
    if role is not Role.PATROLLER:
        if names:
            raise WrongCell(FaultCode.REACH_FOR_CHIEF)
        return frozenset()
    if not names:
        raise WrongCell(FaultCode.NO_REACH)
    if village is None:
        return frozenset()
    found = [_one_reach(known, name, village) for name in names]
    if len(set(found)) < len(found):
        raise WrongCell(FaultCode.REACH_TWICE)
    return frozenset(found)


def _one_reach(known: Known, name: str, village: Area) -> str:
    called_so = [reach for reach in known.reaches if name in _names_of(reach)]
    here = [reach for reach in called_so if reach.area_id == village.id]
    if len(here) == 1:
        return here[0].id
    if here:
        raise WrongCell(FaultCode.AMBIGUOUS_REACH, text=name)
    if called_so:
        elsewhere = next(area for area in known.areas if area.id == called_so[0].area_id)
        raise WrongCell(FaultCode.REACH_ELSEWHERE, text=name, village=elsewhere.name)
    of_village = [reach.name for reach in known.reaches if reach.area_id == village.id]
    raise WrongCell(FaultCode.UNKNOWN_REACH, text=name, known="、".join(of_village) or "—")


def _names_of(reach: Reach) -> tuple[str, str]:
    return (reach.name, f"{reach.river}{reach.name}")


def _own(known: Known, level: str, name: str) -> list[Area]:
    return [
        area
        for area in known.areas
        if area.level == level and area.name == name and area.path.startswith(known.county.path)
    ]


def _one_area(known: Known, level: str, name: str, unknown: FaultCode) -> Area:
    own = _own(known, level, name)
    if own:
        return own[0]
    foreign = next((a for a in known.areas if a.level == level and a.name == name), None)
    if foreign is not None:
        raise WrongCell(FaultCode.OTHER_COUNTY, text=name, county=known.county_of(foreign).name)
    names = [area.name for area in known.areas if area.level == level]
    like = get_close_matches(name, names, n=1)
    if like:
        raise WrongCell(unknown, text=name, like=like[0])
    raise WrongCell(unknown, text=name)
