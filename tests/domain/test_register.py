"""What may stand in the register, and how it may change."""

import pytest

from patrol_app.domain.errors import (
    BadShape,
    DatesReversed,
    RegisterFixed,
    RegisterInUse,
    RegisterStale,
    UnknownReference,
)
from patrol_app.domain.register import (
    ERASED,
    Change,
    Known,
    Table,
    complete,
    is_personal,
    list_references,
    make_sure_of_change,
    make_sure_of_shape,
)

ROWS = {
    Table.AREA: {"level": "village", "name": "洞头村", "parent_id": "town"},
    Table.REACH: {
        "area_id": "village",
        "river": "白水河",
        "name": "洞头村段",
        "banks": "both",
        "geometry": [[112884616, 35443051], [112883516, 35433935]],
        "approximate": True,
    },
    Table.POINT: {
        "reach_id": "reach",
        "kind": "board",
        "name": "公示牌",
        "lon_e6": None,
        "lat_e6": None,
    },
    Table.PERSON: {
        "name": "示例甲",
        "phone": "13800000001",
        "language": "zh-CN",
        "disabled_at": None,
    },
    Table.APPOINTMENT: {
        "person_id": "person",
        "role": "patroller",
        "area_id": "village",
        "reach_ids": ["reach", "reach2"],
        "from_on": "2026-01-01",
        "to_on": None,
    },
    Table.RIVER: {"name": "白水河", "length_m": 58900, "flows_into": "丹河"},
    Table.CONFLUENCE: {"river_id": "river", "into_id": "river2", "place": "断面上游700米"},
    Table.SECTION: {
        "level": "市考",
        "responsible_county": "晋城市城区",
        "first_responsible": ["钟家庄街道主任"],
        "survey_upstream_m": 4500,
    },
}


def adding(table, **values):
    return Change(table, "id", None, complete(table, {**ROWS[table], **values}))


def changing(table, **values):
    before = complete(table, ROWS[table])
    return Change(table, "id", before, {**before, **values})


def judge(change, *, strangers=(), in_use=False, **known):
    make_sure_of_change(change, Known(known.get("row", change.before), strangers, in_use))


@pytest.mark.parametrize("table", Table)
def test_a_whole_row_may_be_entered_and_changed(table):
    make_sure_of_shape(adding(table))
    judge(adding(table))
    judge(changing(table))


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        (Table.AREA, "level", "province"),
        (Table.AREA, "name", ""),
        (Table.AREA, "parent_id", None),
        (Table.REACH, "geometry", [[112.884616, 35.443051]]),
        (Table.REACH, "geometry", [[112884616]]),
        (Table.REACH, "approximate", 1),
        (Table.REACH, "banks", None),
        (Table.POINT, "lon_e6", 112.9),
        (Table.POINT, "lon_e6", True),
        (Table.POINT, "colour", "red"),
        (Table.POINT, "category", "traffic"),
        (Table.POINT, "doubts", [{"straight_m": 12}]),
        (Table.POINT, "doubts", [{"rule": "far_from_section", "straight_m": 1.5}]),
        (Table.SECTION, "first_responsible", [""]),
        (Table.SECTION, "first_responsible", None),
        (Table.PERSON, "language", "fr"),
        (Table.PERSON, "name", "字" * 2001),
        (Table.PERSON, "name", None),
        (Table.PERSON, "disabled_at", "2026-11-01T08:00:00"),
        (Table.APPOINTMENT, "role", "king"),
        (Table.APPOINTMENT, "from_on", "2026-02-30"),
        (Table.APPOINTMENT, "from_on", "20260201"),
        (Table.APPOINTMENT, "reach_ids", ["b", "a"]),
        (Table.APPOINTMENT, "reach_ids", ["a", "a"]),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(table, field, value):
    with pytest.raises(BadShape) as refusal:
        make_sure_of_shape(adding(table, **{field: value}))
    assert list(refusal.value.data["errors"]) == [field]


def test_a_county_lies_in_nothing():
    make_sure_of_shape(adding(Table.AREA, level="county", parent_id=None))
    with pytest.raises(BadShape):
        make_sure_of_shape(adding(Table.AREA, level="county"))


def test_what_is_erased_of_a_person_stays_empty():
    make_sure_of_shape(adding(Table.PERSON, name=ERASED, phone=ERASED))


@pytest.mark.parametrize(
    ("table", "field"),
    [
        (Table.AREA, "parent_id"),
        (Table.AREA, "level"),
        (Table.REACH, "area_id"),
        (Table.APPOINTMENT, "person_id"),
        (Table.APPOINTMENT, "role"),
        (Table.APPOINTMENT, "area_id"),
    ],
)
def test_what_old_records_stand_on_cannot_be_moved(table, field):
    with pytest.raises(RegisterFixed) as refusal:
        judge(changing(table, **{field: "another"}))
    assert refusal.value.data["field"] == field


def test_an_office_may_end_on_its_first_day_but_not_before():
    judge(changing(Table.APPOINTMENT, to_on="2026-01-01"))
    with pytest.raises(DatesReversed):
        judge(changing(Table.APPOINTMENT, to_on="2025-12-31"))


def test_what_is_named_must_be_there():
    with pytest.raises(UnknownReference) as refusal:
        judge(adding(Table.POINT), strangers=["reach"])
    assert refusal.value.data["named"] == ["reach"]


@pytest.mark.parametrize("row", [None, complete(Table.POINT, {"name": "another"})])
def test_a_change_of_what_was_changed_meanwhile_is_refused(row):
    with pytest.raises(RegisterStale):
        judge(changing(Table.POINT, name="新牌"), row=row)


def test_only_what_nothing_refers_to_can_be_taken_out():
    row = complete(Table.POINT, ROWS[Table.POINT])
    taken_out = Change(Table.POINT, "id", row, None)
    make_sure_of_shape(taken_out)
    judge(taken_out)
    with pytest.raises(RegisterInUse):
        judge(taken_out, in_use=True)
    with pytest.raises(RegisterStale):
        judge(Change(Table.POINT, "id", None, None))


def test_only_name_and_phone_are_personal():
    personal = {
        (table, field) for table in Table for field in ROWS[table] if is_personal(table, field)
    }
    assert personal == {(Table.PERSON, "name"), (Table.PERSON, "phone")}


def test_a_section_stands_under_the_id_of_its_point():
    assert list(list_references(Table.SECTION, "id", ROWS[Table.SECTION])) == [(Table.POINT, "id")]


def test_an_office_names_its_person_area_and_reaches():
    assert list(list_references(Table.APPOINTMENT, "id", ROWS[Table.APPOINTMENT])) == [
        (Table.PERSON, "person"),
        (Table.AREA, "village"),
        (Table.REACH, "reach"),
        (Table.REACH, "reach2"),
    ]
