"""A notice as rows of the register, each after those it names, with what is doubtful told beside."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from patrol_app.domain.county.lines import Mark, join
from patrol_app.domain.county.notice import Notice, Section, Source
from patrol_app.domain.county.oddities import (
    OF_PLACE,
    Judge,
    Oddity,
    Rule,
    find_beside,
    measures_named,
)
from patrol_app.domain.county.places import Place, read_place
from patrol_app.domain.county.villages import Home, find_home
from patrol_app.domain.register import Table

#: Rows of a notice have the same id in every import, so that a second one changes nothing.
_NAMES = uuid.UUID("7f0c3c52-6a54-5d0e-9a57-3f1b6f6f2f10")
_AT_SECTION = Place(None, 0, None, None)


@dataclass(frozen=True)
class Row:
    """One row to enter into a county's register."""

    ledger: str
    table: Table
    id: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """A doubt about one printed row, by its kind and name; `entered` says whether the row could be entered."""

    kind: str
    name: str
    oddity: Oddity
    entered: bool


@dataclass(frozen=True)
class Layout:
    """What a notice comes to."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def area_id(notice: Notice, name: str) -> str:
    """Give the id of an area: its code for a county, else one made from its name."""
    codes = {county.name: county.code for county in notice.counties}
    return codes.get(name) or row_id("area", name)


def reach_id(village: str, river: str) -> str:
    """Give the id of the reach of a river in a village."""
    return row_id("reach", village, river)


def row_id(*names: str) -> str:
    """Give the id of a row by its table and the names that tell it from others (UUID version 5, RFC 9562 §5.5)."""
    return str(uuid.uuid5(_NAMES, "/".join(names)))


def lay_out(notice: Notice) -> Layout:
    """Give all rows and findings of a notice."""
    return _Surveyor(notice).lay_out()


class _Surveyor:
    """Walks through a notice from the counties down and notes rows and findings."""

    def __init__(self, notice: Notice) -> None:
        self._notice, self._judge = notice, Judge(notice)
        self._rows: list[Row] = []
        self._findings: list[Finding] = []
        self._homes: dict[Source, Home] = {}
        codes = {county.name: county.code for county in notice.counties}
        #: The ledger of each area that could be entered, by its name.
        self._ledgers = dict(codes)

    def lay_out(self) -> Layout:
        for county in self._notice.counties:
            self._add(county.code, Table.AREA, county.code, _area("county", county.name, None))
        for township in self._notice.townships:
            oddities = self._judge.of_township(township)
            self._add_area("township", township.name, township.county, oddities)
        for village in self._notice.villages:
            oddities = self._judge.of_village(village)
            self._add_area("village", village.name, village.township, oddities, village.hamlets)
        self._find_homes()
        self._add_rivers()
        self._add_reaches()
        for section in self._notice.sections:
            self._add_section(section)
        # An outlet names its source, so sources come first.
        for source in sorted(self._homes, key=lambda one: one.of is not None):
            self._add_source(source, self._homes[source])
        return Layout(tuple(self._rows), tuple(self._findings))

    def _add(self, ledger: str, table: Table, key: str, values: dict[str, Any]) -> None:
        self._rows.append(Row(ledger, table, key, values))

    def _tell(self, kind: str, name: str, oddities: Iterable[Oddity], *, entered: bool) -> None:
        self._findings += [Finding(kind, name, oddity, entered) for oddity in oddities]

    def _add_area(
        self,
        level: str,
        name: str,
        above: str,
        oddities: Iterable[Oddity],
        hamlets: tuple[str, ...] = (),
    ) -> None:
        ledger = self._ledgers.get(above)
        if name in self._ledgers:
            self._tell(level, name, [Oddity(Rule.NAMED_TWICE)], entered=False)
            return
        self._tell(level, name, oddities, entered=ledger is not None)
        if ledger is not None:
            self._ledgers[name] = ledger
            values = _area(level, name, area_id(self._notice, above))
            values["hamlets"] = list(hamlets) or None
            self._add(ledger, Table.AREA, area_id(self._notice, name), values)

    def _find_homes(self) -> None:
        """Find each source's village; what has none cannot be entered."""
        for source in self._notice.sources:
            home = find_home(self._notice, self._judge, source)
            if home is None or home.village not in self._ledgers:
                lost = [
                    *self._judge.of_source(source),
                    Oddity(Rule.UNKNOWN_VILLAGE, {"village": "—"}),
                ]
                self._tell(_kind(source), source.name, lost, entered=False)
            else:
                self._homes[source] = home

    def _add_rivers(self) -> None:
        """Enter a river into each county it is told of, and where two of them meet into the section's county."""
        for ledger, name in sorted(self._list_river_ledgers()):
            river = next((one for one in self._notice.rivers if one.name == name), None)
            if river is not None:
                values = {
                    "name": name,
                    "length_m": river.length_m,
                    "basin_ha": river.basin_ha,
                    "flows_into": river.flows_into,
                    "note": river.note,
                }
                self._add(ledger, Table.RIVER, row_id("river", ledger, name), values)
        entered = {row.id for row in self._rows}
        for confluence in self._notice.confluences:
            oddities = list(self._judge.of_confluence(confluence))
            place = read_place(confluence.place)
            named = None if place is None else place.section
            section = next((one for one in self._notice.sections if one.name == named), None)
            ledger = "" if section is None else self._ledgers.get(section.village, "")
            river_id, into_id = (
                row_id("river", ledger, name) for name in (confluence.river, confluence.into)
            )
            known = {river_id, into_id} <= entered
            self._tell(
                "confluence", f"{confluence.river}—{confluence.into}", oddities, entered=known
            )
            if known:
                values = {"river_id": river_id, "into_id": into_id, "place": confluence.place}
                key = row_id("confluence", ledger, confluence.river, confluence.into)
                self._add(ledger, Table.CONFLUENCE, key, values)

    def _list_river_ledgers(self) -> set[tuple[str, str]]:
        """Give the county and name of each river that a reach runs along, and of what flows into it there."""
        told = {(self._ledgers[village], river) for village, river in self._list_reaches()}
        for confluence in self._notice.confluences:
            told |= {(ledger, confluence.river) for ledger, name in told if name == confluence.into}
        return told

    def _list_reaches(self) -> list[tuple[str, str]]:
        """Give village and river of each reach, in the notice's order."""
        told = [(one.village, one.river) for one in self._notice.sections]
        told += [(home.village, source.river) for source, home in self._homes.items()]
        return list(dict.fromkeys(pair for pair in told if pair[0] in self._ledgers))

    def _add_reaches(self) -> None:
        for village, river in self._list_reaches():
            values = {
                "area_id": area_id(self._notice, village),
                "river": river,
                "name": f"{village}段",
                "banks": "both",
                "geometry": join(list(self._list_marks(village, river))),
                "approximate": True,
            }
            self._add(self._ledgers[village], Table.REACH, reach_id(village, river), values)

    def _list_marks(self, village: str, river: str) -> Iterator[Mark]:
        """Give what may shape the line of a reach."""
        sections = {section.name: section for section in self._notice.sections}
        for section in self._notice.sections:
            if (section.village, section.river) == (village, river) and section.at_e6 is not None:
                yield Mark(section.at_e6, section, _AT_SECTION)
        for source, home in self._homes.items():
            place = read_place(source.place)
            if (home.village, source.river) != (village, river) or source.section not in sections:
                continue
            if source.at_e6 is None or place is None or self._judge.is_place_doubted(source):
                continue
            yield Mark(source.at_e6, sections[source.section], place)

    def _add_section(self, section: Section) -> None:
        oddities = list(self._judge.of_section(section))
        ledger = self._ledgers.get(section.village)
        self._tell("section", section.name, oddities, entered=ledger is not None)
        if ledger is None:
            return
        key = row_id("section", section.name)
        point = {
            "reach_id": reach_id(section.village, section.river),
            "kind": "section",
            "name": section.name,
            "doubts": _tell_doubts(oddities),
        }
        self._add(ledger, Table.POINT, key, {**point, **_position(section)})
        values = {
            "level": section.level,
            "target_class": section.target_class,
            "responsible_county": section.responsible_county,
            "first_responsible": list(section.first_responsible),
            "control_range": section.control_range,
            "survey_upstream_m": section.survey_upstream_m,
            "survey_downstream_m": section.survey_downstream_m,
            "survey_note": section.survey_note,
        }
        self._add(ledger, Table.SECTION, key, values)

    def _add_source(self, source: Source, home: Home) -> None:
        oddities = list(self._judge.of_source(source))
        if home.inferred:
            oddities.append(Oddity(Rule.VILLAGE_INFERRED, {"village": home.village}))
        self._tell(_kind(source), source.name, oddities, entered=True)
        sections = {section.name for section in self._notice.sections}
        above = None if source.of is None else find_beside(self._notice, source, source.of)
        values = {
            "reach_id": reach_id(home.village, source.river),
            "kind": _kind(source),
            "name": source.name,
            "category": source.category,
            "section_id": row_id("section", source.section) if source.section in sections else None,
            "source_id": None if above is None else row_id("source", above.section, above.name),
            "place": source.place,
            "state": source.state,
            "risk": source.risk,
            "measures": self._measures(source),
            "responsible_unit": source.responsible_unit,
            "drains_to": source.drains_to,
            "doubts": _tell_doubts(oddities),
        }
        ledger = self._ledgers[home.village]
        key = row_id("source", source.section, source.name)
        if any(row.id == key for row in self._rows):
            # The later of two that are called the same is told apart by its words.
            key = row_id("source", source.section, source.name, source.place)
        self._add(ledger, Table.POINT, key, {**values, **_position(source)})

    def _measures(self, source: Source) -> str | None:
        """Give the measures; 同… is followed by what it refers to, where that is printed."""
        named = measures_named(source)
        meant = None if named is None else find_beside(self._notice, source, named)
        if meant is None or meant.measures is None:
            return source.measures
        return f"{source.measures}：{meant.measures}"


def _area(level: str, name: str, parent_id: str | None) -> dict[str, Any]:
    return {"level": level, "name": name, "parent_id": parent_id}


def _kind(source: Source) -> str:
    return "source" if source.of is None else "outlet"


def _position(printed: Section | Source) -> dict[str, int | None]:
    lon_e6, lat_e6 = printed.at_e6 or (None, None)
    return {"lon_e6": lon_e6, "lat_e6": lat_e6}


def _tell_doubts(oddities: list[Oddity]) -> list[dict[str, Any]] | None:
    """Give the doubts as the register keeps them, those about the place first; null where there is none."""
    ordered = sorted(oddities, key=lambda oddity: oddity.rule not in OF_PLACE)
    return [{"rule": oddity.rule, **oddity.values} for oddity in ordered] or None
