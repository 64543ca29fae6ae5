"""What makes a printed thing doubtful, as rules; each finding names its row and carries what explains it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from patrol_app.domain.county.notice import (
    Confluence,
    Notice,
    Section,
    Source,
    Township,
    Village,
)
from patrol_app.domain.county.places import Place, distance_m, read_place

#: Words are rounded and a printed point may be anywhere on a yard: so far off is no contradiction.
TOLERANCE_M = 300
#: Two villages do not lie nearer to each other than this.
VILLAGES_APART_M = 300
#: Points so near to each other are one place, which words may not put so far apart.
SAME_PLACE_M = 20
APART_IN_WORDS_M = 100


class Rule(StrEnum):
    """Why a printed thing is doubted, or could not be entered."""

    FAR_FROM_SECTION = "far_from_section"
    NEAR_OTHER_VILLAGE = "near_other_village"
    SHARED_PLACE = "shared_place"
    PLACE_DIFFERS = "place_differs"
    MEASURED_FROM_INFERRED = "measured_from_inferred"
    NO_COORDINATE = "no_coordinate"
    PLACE_UNREAD = "place_unread"
    VILLAGE_INFERRED = "village_inferred"
    RESPONSIBLE_ELSEWHERE = "responsible_elsewhere"
    COUNTY_DIFFERS = "county_differs"
    NAMED_TWICE = "named_twice"
    UNKNOWN_COUNTY = "unknown_county"
    UNKNOWN_TOWNSHIP = "unknown_township"
    UNKNOWN_VILLAGE = "unknown_village"
    UNKNOWN_SECTION = "unknown_section"
    UNKNOWN_RIVER = "unknown_river"
    UNKNOWN_SOURCE = "unknown_source"


OF_PLACE = frozenset(
    {
        Rule.FAR_FROM_SECTION,
        Rule.NEAR_OTHER_VILLAGE,
        Rule.SHARED_PLACE,
        Rule.PLACE_DIFFERS,
        Rule.MEASURED_FROM_INFERRED,
    }
)
"""The rules that doubt where a thing lies: it is marked wherever it is drawn, and shapes no line."""


@dataclass(frozen=True)
class Oddity:
    """One doubt: the rule and the values that explain it, metres as integers, names as printed."""

    rule: Rule
    values: Mapping[str, str | int] = field(default_factory=dict)


class Judge:
    """The notice's names looked up once, and the rules asked of each of its rows."""

    def __init__(self, notice: Notice) -> None:
        """Look the names up."""
        self._notice = notice
        self._doubted: dict[Source, bool] = {}
        self._rivers = {river.name for river in notice.rivers}
        self._sections = {section.name: section for section in notice.sections}
        self._county_of = {town.name: town.county for town in notice.townships}
        self._village_of_name = {
            name: village.name
            for village in notice.villages
            for name in (village.name, *village.hamlets)
        }

    def of_township(self, township: Township) -> Iterator[Oddity]:
        """Judge a township: whether its county is in the notice."""
        if township.county not in {county.name for county in self._notice.counties}:
            yield Oddity(Rule.UNKNOWN_COUNTY, {"county": township.county})

    def of_village(self, village: Village) -> Iterator[Oddity]:
        """Judge a village: whether its township is in the notice."""
        if village.township not in self._county_of:
            yield Oddity(Rule.UNKNOWN_TOWNSHIP, {"township": village.township})

    def of_confluence(self, confluence: Confluence) -> Iterator[Oddity]:
        """Judge a confluence: whether its rivers and the section it is measured from are in the notice."""
        for river in (confluence.river, confluence.into):
            if river not in self._rivers:
                yield Oddity(Rule.UNKNOWN_RIVER, {"river": river})
        place = read_place(confluence.place)
        if place is None or place.section not in self._sections:
            yield Oddity(Rule.UNKNOWN_SECTION, {"section": confluence.place})

    def of_section(self, section: Section) -> Iterator[Oddity]:
        """Judge a section: where it lies, whose it is."""
        if section.at_e6 is None:
            yield Oddity(Rule.NO_COORDINATE)
        if section.river not in self._rivers:
            yield Oddity(Rule.UNKNOWN_RIVER, {"river": section.river})
        if section.responsible_county != section.county:
            values = {"responsible": section.responsible_county, "county": section.county}
            yield Oddity(Rule.RESPONSIBLE_ELSEWHERE, values)
        village = next((one for one in self._notice.villages if one.name == section.village), None)
        if village is None:
            yield Oddity(Rule.UNKNOWN_VILLAGE, {"village": section.village})
        lies_in = None if village is None else self._county_of.get(village.township)
        if lies_in is not None and lies_in != section.county:
            yield Oddity(Rule.COUNTY_DIFFERS, {"county": section.county, "village_county": lies_in})

    def of_source(self, source: Source) -> Iterator[Oddity]:
        """Judge a source or an outlet: what it names, and whether coordinate and words agree."""
        yield from self._of_names(source)
        place = read_place(source.place)
        if source.at_e6 is None:
            yield Oddity(Rule.NO_COORDINATE, {"place": source.place})
        else:
            yield from self._far(source, place)
            yield from self._near_other_village(source)
            yield from self._shared(source)
            if place is None:
                yield Oddity(Rule.PLACE_UNREAD, {"place": source.place})
        if source.other_place is not None and source.other_place != source.place:
            values = {"place": source.place, "other_place": source.other_place}
            yield Oddity(Rule.PLACE_DIFFERS, values)
        if source.measured_from is not None:
            # The reader's own remark in brackets is for readers of the file.
            origin = source.measured_from.split("(")[0].strip()
            yield Oddity(Rule.MEASURED_FROM_INFERRED, {"origin": origin})

    def is_place_doubted(self, source: Source) -> bool:
        """Say whether one of the rules doubts where the source lies."""
        if source not in self._doubted:
            of_place = any(oddity.rule in OF_PLACE for oddity in self.of_source(source))
            self._doubted[source] = of_place
        return self._doubted[source]

    def village_named(self, name: str) -> str | None:
        """Give the village with whose name, or a hamlet's, the name begins; the longest wins, 村 may be left out."""
        known = {one.removesuffix("村"): to for one, to in self._village_of_name.items()}
        known |= self._village_of_name
        begun = [one for one in known if name.startswith(one)]
        return known[max(begun, key=len)] if begun else None

    def _of_names(self, source: Source) -> Iterator[Oddity]:
        if source.section not in self._sections:
            yield Oddity(Rule.UNKNOWN_SECTION, {"section": source.section})
        for river in (source.river, source.drains_to):
            if river is not None and river not in self._rivers:
                yield Oddity(Rule.UNKNOWN_RIVER, {"river": river})
        for named in (source.of, measures_named(source)):
            if named is not None and find_beside(self._notice, source, named) is None:
                yield Oddity(Rule.UNKNOWN_SOURCE, {"source": named})
        same = [
            one
            for one in self._notice.sources
            if (one.section, one.name) == (source.section, source.name)
        ]
        if len(same) > 1:
            yield Oddity(Rule.NAMED_TWICE)

    def _straight_and_words(self, source: Source, place: Place | None) -> tuple[int, int] | None:
        """Give how far the coordinate lies from the section, and how far it may by the words, both in metres."""
        section = self._sections.get(source.section)
        if section is None or section.at_e6 is None or source.at_e6 is None:
            return None
        if place is None or place.upstream_m is None:
            return None
        straight_m = distance_m(source.at_e6, section.at_e6)
        return straight_m, abs(place.upstream_m) + (place.off_m or 0)

    def _fits_words(self, source: Source) -> bool:
        measured = self._straight_and_words(source, read_place(source.place))
        return measured is not None and measured[0] <= measured[1] + TOLERANCE_M

    def _far(self, source: Source, place: Place | None) -> Iterator[Oddity]:
        measured = self._straight_and_words(source, place)
        if measured is not None and measured[0] > measured[1] + TOLERANCE_M:
            values = {"section": source.section, "place": source.place}
            yield Oddity(Rule.FAR_FROM_SECTION, {**values, "straight_m": measured[0]})

    def _near_other_village(self, source: Source) -> Iterator[Oddity]:
        """Doubt a village printed beside another one, unless it fits its own words and the other does not."""
        own = self._village_of_name.get(source.name)
        if own is None or source.at_e6 is None:
            return
        for other in self._notice.sources:
            village = self._village_of_name.get(other.name)
            if village in {None, own} or other.at_e6 is None:
                continue
            apart_m = distance_m(source.at_e6, other.at_e6)
            clearer = self._fits_words(source) and not self._fits_words(other)
            if apart_m < VILLAGES_APART_M and not clearer:
                yield Oddity(Rule.NEAR_OTHER_VILLAGE, {"village": other.name, "apart_m": apart_m})

    def _shared(self, source: Source) -> Iterator[Oddity]:
        place = read_place(source.place)
        for other in self._notice.sources:
            if other is source or other.at_e6 is None or source.at_e6 is None:
                continue
            apart_m = distance_m(source.at_e6, other.at_e6)
            if apart_m <= SAME_PLACE_M and _apart_in_words(source, place, other):
                values: dict[str, str | int] = {"other": other.name, "apart_m": apart_m}
                values |= {"place": source.place, "other_place": other.place}
                yield Oddity(Rule.SHARED_PLACE, values)


def measures_named(source: Source) -> str | None:
    """Give the source whose measures these are where it says only 同…, else None."""
    measures = source.measures or ""
    return measures.removeprefix("同") if measures.startswith("同") else None


def find_beside(notice: Notice, source: Source, name: str) -> Source | None:
    """Give the source called so at the same section."""
    beside = (one for one in notice.sources if one.section == source.section)
    return next((one for one in beside if one.name == name), None)


def _apart_in_words(source: Source, place: Place | None, other: Source) -> bool:
    """Say whether the words put two sources of one section apart; those of two sections cannot be compared."""
    other_place = read_place(other.place)
    if source.section != other.section or place is None or other_place is None:
        return False
    along_m = abs((place.upstream_m or 0) - (other_place.upstream_m or 0))
    crosses = {place.bank, other_place.bank} == {"left", "right"}
    return along_m >= APART_IN_WORDS_M or crosses


def is_place_doubted(doubts: Sequence[Mapping[str, object]] | None) -> bool:
    """Say whether the doubts that the register keeps of a point are about where it lies."""
    return any(doubt["rule"] in OF_PLACE for doubt in doubts or ())
