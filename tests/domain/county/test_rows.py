"""The real notice, judged by rules that know no name, and changed in ways that must be noticed."""

import json
from dataclasses import replace

import pytest

from patrol_app.commands.county import JINCHENG
from patrol_app.domain.county.notice import read_notice
from patrol_app.domain.county.oddities import OF_PLACE, Rule
from patrol_app.domain.county.rows import lay_out, reach_id, row_id
from patrol_app.domain.register import Change, Table, complete, make_sure_of_shape

NOTICE = read_notice(json.loads(JINCHENG.read_text(encoding="utf-8")))
LAYOUT = lay_out(NOTICE)


def rules_of(layout):
    return {(finding.name, finding.oddity.rule) for finding in layout.findings}


def row(layout, key):
    return next(row for row in layout.rows if row.id == key and row.table is not Table.SECTION)


def with_source(name, /, **changes):
    sources = (replace(one, **changes) if one.name == name else one for one in NOTICE.sources)
    return lay_out(replace(NOTICE, sources=tuple(sources)))


def test_everything_doubtful_about_a_place_is_found_and_nothing_else():
    assert {(name, rule) for name, rule in rules_of(LAYOUT) if rule in OF_PLACE} == {
        ("洞头村", Rule.FAR_FROM_SECTION),
        ("洞头村", Rule.NEAR_OTHER_VILLAGE),
        ("水力发电站", Rule.FAR_FROM_SECTION),
        ("大汉建机", Rule.FAR_FROM_SECTION),
        ("武匠村污水处理站", Rule.SHARED_PLACE),
        ("西武匠村", Rule.SHARED_PLACE),
        ("东武匠村", Rule.SHARED_PLACE),
        ("刘家川村养羊场", Rule.PLACE_DIFFERS),
        ("石门村", Rule.MEASURED_FROM_INFERRED),
    }


def test_what_is_not_printed_or_only_concluded_is_said():
    rules = rules_of(LAYOUT)
    assert ("相关村庄农田", Rule.NO_COORDINATE) in rules
    assert {name for name, rule in rules if rule is Rule.RESPONSIBLE_ELSEWHERE} == {
        "白水河断面",
        "背荫村断面",
    }
    assert ("混凝土加工厂场地", Rule.VILLAGE_INFERRED) in rules
    assert all(finding.entered for finding in LAYOUT.findings)


def test_each_finding_carries_what_explains_it():
    (far,) = [one for one in LAYOUT.findings if one.name == "水力发电站"][:1]
    assert far.oddity.values == {
        "section": "洞头断面",
        "place": "上游600米，右岸",
        "straight_m": 12_346,
    }


@pytest.mark.parametrize(
    ("name", "changes", "rule"),
    [
        ("背荫村", {"section": "没有的断面"}, Rule.UNKNOWN_SECTION),
        ("背荫村", {"river": "没有的河"}, Rule.UNKNOWN_RIVER),
        ("崔庄村", {"drains_to": "没有的河"}, Rule.UNKNOWN_RIVER),
        ("西武匠村", {"measures": "同没有的村"}, Rule.UNKNOWN_SOURCE),
        ("洞头村泄洪渠", {"of": "没有的村"}, Rule.UNKNOWN_SOURCE),
        ("背荫村", {"place": "村口"}, Rule.PLACE_UNREAD),
        ("背荫村", {"at_e6": None}, Rule.NO_COORDINATE),
        ("背荫村", {"at_e6": (112_940_000, 35_532_780)}, Rule.FAR_FROM_SECTION),
        ("久建工贸", {"name": "再生资源回收公司"}, Rule.NAMED_TWICE),
    ],
)
def test_each_rule_finds_what_it_is_for(name, changes, rule):
    told = changes.get("name", name)
    assert (told, rule) not in rules_of(LAYOUT)
    assert (told, rule) in rules_of(with_source(name, **changes))


def test_two_of_one_name_are_two_rows():
    layout = with_source("久建工贸", name="再生资源回收公司")
    assert len({(one.table, one.id) for one in layout.rows}) == len(layout.rows) == len(LAYOUT.rows)


@pytest.mark.parametrize(
    ("part", "name", "changes", "rule"),
    [
        ("townships", "大箕镇", {"county": "没有的县"}, Rule.UNKNOWN_COUNTY),
        ("villages", "河西村", {"township": "没有的镇"}, Rule.UNKNOWN_TOWNSHIP),
        ("villages", "河西村", {"name": "洞头村"}, Rule.NAMED_TWICE),
        ("sections", "洞头断面", {"village": "没有的村"}, Rule.UNKNOWN_VILLAGE),
    ],
)
def test_what_hangs_in_the_air_is_left_out_and_said(part, name, changes, rule):
    changed = tuple(
        replace(one, **changes) if one.name == name else one for one in getattr(NOTICE, part)
    )
    layout = lay_out(replace(NOTICE, **{part: changed}))
    told = changes.get("name", name)
    assert (told, rule, False) in {
        (one.name, one.oddity.rule, one.entered) for one in layout.findings
    }
    ids = {one.id for one in layout.rows}
    assert all(
        one.values[key] in ids
        for one in layout.rows
        for key in ("area_id", "reach_id", "river_id", "into_id")
        if one.values.get(key)
    )


def test_rows_of_two_counties_stand_in_two_ledgers_each_after_what_it_names():
    assert {one.ledger for one in LAYOUT.rows} == {"140502", "140525"}
    seen = set()
    for one in LAYOUT.rows:
        make_sure_of_shape(Change(one.table, one.id, None, complete(one.table, one.values)))
        named = [one.values.get(key) for key in ("parent_id", "area_id", "reach_id", "source_id")]
        assert {key for key in named if key} <= seen
        seen.add(one.id)


def test_eight_reaches_run_downstream_through_what_is_not_doubted():
    reaches = [one for one in LAYOUT.rows if one.table is Table.REACH]
    assert len(reaches) == 8
    assert all(one.values["approximate"] for one in reaches)
    lines = {one.values["name"]: one.values["geometry"] for one in reaches}
    assert lines["洞头村段"] == [
        [112884616, 35443051],
        [112883516, 35433935],
        [112881466, 35432958],
        [112880391, 35431988],
        [112881753, 35429622],
    ]
    doubted = [list(one.at_e6) for one in NOTICE.sources if one.name in {"洞头村", "大汉建机"}]
    assert not any(at in (line or []) for line in lines.values() for at in doubted)
    # Nothing undoubted is left of the one, and the other has a single point.
    assert [name for name, line in lines.items() if line is None] == ["石门村段", "武匠村段"]


def test_a_doubted_point_keeps_its_printed_coordinate_and_its_doubts():
    values = row(LAYOUT, row_id("source", "洞头断面", "水力发电站")).values
    assert (values["lon_e6"], values["lat_e6"]) == (112887795, 35540544)
    assert [doubt["rule"] for doubt in values["doubts"]] == ["far_from_section", "village_inferred"]


def test_measures_of_another_are_given_with_whose_they_are():
    values = row(LAYOUT, row_id("source", "白水河断面", "西贤子村养羊场")).values
    assert values["measures"].startswith("同马苇村养羊场：不得在河道内")


def test_an_outlet_belongs_to_its_source_and_a_hamlet_to_its_village():
    outlet = row(LAYOUT, row_id("source", "洞头断面", "洞头村泄洪渠")).values
    assert outlet["source_id"] == row_id("source", "洞头断面", "洞头村")
    hamlet = row(LAYOUT, row_id("source", "白水河断面", "干司村")).values
    assert hamlet["reach_id"] == reach_id("马苇村", "白水河")
