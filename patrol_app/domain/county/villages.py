"""Which village a source belongs to, and so which reach: by its name, else by the nearest thing whose name says it."""

from dataclasses import dataclass

from patrol_app.domain.county.notice import Notice, Source
from patrol_app.domain.county.oddities import Judge
from patrol_app.domain.county.places import distance_m, read_place


@dataclass(frozen=True)
class Home:
    """The village that a source is entered under; `inferred` where no name says so."""

    village: str
    inferred: bool


def find_home(notice: Notice, judge: Judge, source: Source) -> Home | None:
    """Give the village of a source, or None where neither its name nor its section leads to one."""
    named = judge.village_named(source.of or source.name)
    if named is not None:
        return Home(named, inferred=False)
    beside = [
        (other, village)
        for other in notice.sources
        if (other.section, other.river) == (source.section, source.river)
        and (village := judge.village_named(other.of or other.name)) is not None
    ]
    nearest = _nearest_printed(judge, source, beside) or _nearest_in_words(source, beside)
    if nearest is not None:
        return Home(nearest, inferred=True)
    section = next((one for one in notice.sections if one.name == source.section), None)
    known = {village.name for village in notice.villages}
    if section is None or section.village not in known:
        return None
    return Home(section.village, inferred=True)


def _nearest_printed(judge: Judge, source: Source, beside: list[tuple[Source, str]]) -> str | None:
    """Go by coordinates that nothing speaks against."""
    at_e6 = source.at_e6
    if at_e6 is None or judge.is_place_doubted(source):
        return None
    near = [
        (distance_m(at_e6, other.at_e6), village)
        for other, village in beside
        if other.at_e6 is not None and not judge.is_place_doubted(other)
    ]
    return min(near)[1] if near else None


def _nearest_in_words(source: Source, beside: list[tuple[Source, str]]) -> str | None:
    """Go by the way along the river that the words give."""
    upstream_m = _upstream_m(source)
    if upstream_m is None:
        return None
    near = [
        (abs(upstream_m - other_m), village)
        for other, village in beside
        if (other_m := _upstream_m(other)) is not None
    ]
    return min(near)[1] if near else None


def _upstream_m(source: Source) -> int | None:
    place = read_place(source.place)
    return None if place is None else place.upstream_m
