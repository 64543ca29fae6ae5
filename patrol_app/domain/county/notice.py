"""A county's notice as typed values, read from its JSON; a wrong shape is refused by its place in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from patrol_app.domain.errors import BadShape

At = tuple[int, int]
"""A position `(lon_e6, lat_e6)` in 1e-6 degrees."""

_E6 = 1_000_000

#: What the notice calls the kinds of its sources; an outlet belongs to one of them.
CATEGORIES: Mapping[str, str | None] = MappingProxyType(
    {
        "生活源": "domestic",
        "农业源": "farming",
        "集中式污染源": "plant",
        "工业源": "industry",
        "outlet": None,
    }
)


@dataclass(frozen=True)
class County:
    """A county by the code of its ledger."""

    code: str
    name: str


@dataclass(frozen=True)
class Township:
    """A township or subdistrict and the county it says it lies in."""

    name: str
    county: str


@dataclass(frozen=True)
class Village:
    """A village with its hamlets (自然村)."""

    name: str
    township: str
    hamlets: tuple[str, ...]


@dataclass(frozen=True)
class River:
    """A river; length in metres, basin in hectares, None where none is printed."""

    name: str
    length_m: int | None
    basin_ha: int | None
    flows_into: str | None
    note: str | None


@dataclass(frozen=True)
class Confluence:
    """Where `river` flows into another, in words."""

    river: str
    into: str
    place: str


@dataclass(frozen=True)
class Section:
    """A monitoring section (考核断面); without a target class the province's own target for it holds (完成省定目标)."""

    name: str
    level: str
    target_class: str | None
    river: str
    village: str
    county: str
    at_e6: At | None
    responsible_county: str
    first_responsible: tuple[str, ...]
    control_range: str | None
    survey_upstream_m: int | None
    survey_downstream_m: int | None
    survey_note: str | None


@dataclass(frozen=True)
class Source:
    """A source of pollution, or with `of` one of its outlets; `place` is said in words from the section.

    `other_place` is what another table of the same notice says, `measured_from` what only the reader concluded.
    """

    name: str
    section: str
    river: str
    place: str
    category: str | None
    at_e6: At | None
    state: str | None
    risk: str | None
    measures: str | None
    responsible_unit: str | None
    of: str | None
    other_place: str | None
    measured_from: str | None
    drains_to: str | None


@dataclass(frozen=True)
class Notice:
    """All of it, in the order of the file."""

    source: str
    counties: tuple[County, ...]
    townships: tuple[Township, ...]
    villages: tuple[Village, ...]
    rivers: tuple[River, ...]
    confluences: tuple[Confluence, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


def read_notice(raw: object) -> Notice:
    """Give the notice that a file's JSON holds; raises BadShape with the first wrong value by its place in the file."""
    top = _Row(raw, "")
    return Notice(
        source=top.text("source"),
        counties=tuple(_read_county(row) for row in top.rows("county_level")),
        townships=tuple(_read_township(row) for row in top.rows("townships")),
        villages=tuple(_read_village(row) for row in top.rows("villages")),
        rivers=tuple(_read_river(row) for row in top.rows("rivers")),
        confluences=tuple(_read_confluence(row) for row in top.rows("confluences")),
        sections=tuple(_read_section(row) for row in top.rows("sections")),
        sources=tuple(_read_source(row) for row in top.rows("pollution_sources")),
    )


class _Row:
    """One object of the file, asked for its values by key; `where` says where it stands."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise BadShape(errors={where: ["must be an object"]})
        self._raw: dict[str, Any] = raw
        self._where = where

    def text(self, key: str) -> str:
        value = self.text_or_none(key)
        if value is None:
            raise self._wrong(key, "a text")
        return value

    def text_or_none(self, key: str) -> str | None:
        value = self._raw.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(key, "a list of texts")
        return tuple(value)

    def scaled(self, key: str, factor: int) -> int | None:
        """Give a number times `factor`, rounded: the register holds integers."""
        value = self._raw.get(key)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self._wrong(key, "a number")
        return round(value * factor)

    def position(self) -> At | None:
        lon_e6, lat_e6 = self.scaled("lon", _E6), self.scaled("lat", _E6)
        if lon_e6 is None or lat_e6 is None:
            return None
        if abs(lon_e6) > 180 * _E6 or abs(lat_e6) > 90 * _E6:
            raise self._wrong("lon", "degrees")
        return lon_e6, lat_e6

    def word(self, key: str, known: Mapping[str, str | None]) -> str | None:
        value = self.text(key)
        if value not in known:
            raise self._wrong(key, f"one of {', '.join(known)}")
        return known[value]

    def row(self, key: str) -> "_Row":
        """Give the object under a key, an empty one where there is none."""
        return _Row(self._raw.get(key) or {}, f"{self._where}{key}.")

    def rows(self, key: str) -> "Iterator[_Row]":
        value = self._raw.get(key)
        if not isinstance(value, list):
            raise self._wrong(key, "a list")
        yield from (_Row(one, f"{self._where}{key}[{n}].") for n, one in enumerate(value))

    def _wrong(self, key: str, wanted: str) -> BadShape:
        return BadShape(errors={f"{self._where}{key}": [f"must be {wanted}"]})


def _read_county(row: _Row) -> County:
    return County(row.text("code"), row.text("name"))


def _read_township(row: _Row) -> Township:
    return Township(row.text("name"), row.text("county"))


def _read_village(row: _Row) -> Village:
    return Village(row.text("name"), row.text("township"), row.texts("hamlets"))


def _read_river(row: _Row) -> River:
    return River(
        name=row.text("name"),
        length_m=row.scaled("length_km", 1_000),
        basin_ha=row.scaled("basin_km2", 100),
        flows_into=row.text_or_none("flows_into"),
        note=row.text_or_none("note"),
    )


def _read_confluence(row: _Row) -> Confluence:
    return Confluence(row.text("river"), row.text("into"), row.text("place"))


def _read_section(row: _Row) -> Section:
    survey = row.row("survey_range_m")
    return Section(
        name=row.text("name"),
        level=row.text("level"),
        target_class=row.text_or_none("target_class"),
        river=row.text("river"),
        village=row.text("village"),
        county=row.text("county"),
        at_e6=row.position(),
        responsible_county=row.text("responsible_county"),
        first_responsible=row.texts("first_responsible"),
        control_range=row.text_or_none("control_range"),
        survey_upstream_m=survey.scaled("upstream", 1),
        survey_downstream_m=survey.scaled("downstream", 1),
        survey_note=survey.text_or_none("note"),
    )


def _read_source(row: _Row) -> Source:
    return Source(
        name=row.text("name"),
        section=row.text("section"),
        river=row.text("river"),
        place=row.text("place"),
        category=row.word("kind", CATEGORIES),
        at_e6=row.position(),
        state=row.text_or_none("state"),
        risk=row.text_or_none("risk"),
        measures=row.text_or_none("measures"),
        responsible_unit=row.text_or_none("responsible_unit"),
        of=row.text_or_none("of"),
        other_place=row.text_or_none("place_in_table_2"),
        measured_from=row.text_or_none("measured_from"),
        drains_to=row.text_or_none("drains_to"),
    )
