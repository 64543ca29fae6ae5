"""The demo's places are those of the pilot county's notice, with a board at each reach; nothing is typed again here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from patrol_app.commands.county import JINCHENG, open_notice
from patrol_app.commands.demo.people import demo_id
from patrol_app.domain.county.notice import At
from patrol_app.domain.county.places import distance_m
from patrol_app.domain.county.rows import Layout, Row, lay_out
from patrol_app.domain.register import Table


@cache
def layout() -> Layout:
    """Lay out the notice once."""
    return lay_out(open_notice(JINCHENG))


def list_place_rows() -> Iterator[Row]:
    """Give the rows of the notice, then a board a reach: notices do not print where boards stand."""
    yield from layout().rows
    for reach in _list(Table.REACH):
        values = {
            "reach_id": reach.id,
            "kind": "board",
            "name": f"{reach.values['name']}河长公示牌",
        }
        yield Row(reach.ledger, Table.POINT, demo_id(f"board {reach.id}"), values)


def ledger_of(area: str) -> str:
    """Give the code of the county in which the area called so lies."""
    return _area(area).ledger


def area_id(area: str) -> str:
    """Give the id of the area called so."""
    return _area(area).id


def reach_id(village: str) -> str:
    """Give the id of the village's reach."""
    return _reach(village).id


@cache
def list_point_ids(village: str) -> tuple[str, ...]:
    """Give the ids of the points to visit along the village's reach, its board among them."""
    reach = _reach(village)
    return tuple(
        row.id
        for row in list_place_rows()
        if row.table is Table.POINT and row.values["reach_id"] == reach.id
    )


@cache
def walked_line(village: str) -> tuple[At, ...]:
    """Give the way that walkers of the demo take, downstream last: the line of the reach.

    Where too little is printed for a line, it goes from the first printed point to the nearest line of another reach.
    """
    reach = _reach(village)
    if reach.values["geometry"]:
        return tuple((lon_e6, lat_e6) for lon_e6, lat_e6 in reach.values["geometry"])
    start = next(
        (row.values["lon_e6"], row.values["lat_e6"])
        for row in _list(Table.POINT)
        if row.values["reach_id"] == reach.id and row.values["lon_e6"] is not None
    )
    others = (at for row in _list(Table.REACH) for at in row.values["geometry"] or ())
    nearest = min(((lon, lat) for lon, lat in others), key=lambda at: distance_m(start, at))
    return (start, nearest)


def _list(table: Table) -> list[Row]:
    return [row for row in layout().rows if row.table is table]


@cache
def _area(name: str) -> Row:
    return next(row for row in _list(Table.AREA) if row.values["name"] == name)


@cache
def _reach(village: str) -> Row:
    return next(row for row in _list(Table.REACH) if row.values["area_id"] == area_id(village))
