"""What a roster changes: who is recognised, what begins and what is left alone."""

from datetime import date, datetime

import pytest

from patrol_app.domain.people import Role, mask_phone
from patrol_app.domain.roster.cells import WrongCell, read_day, read_list, read_name, read_phone
from patrol_app.domain.roster.judge import Line
from patrol_app.domain.roster.known import Area, Known, Office, Person
from patrol_app.domain.roster.plan import ChangeKind, make_plan
from patrol_app.domain.roster.rows import FaultCode, Mark, Place

TODAY = date(2026, 11, 22)
COUNTY = Area("c", "140502", "county", "晋城市城区", "c/")
VILLAGE = Area("v", "140502", "village", "洞头村", "c/t/v/")
OTHER = Area("w", "140502", "village", "武匠村", "c/t/w/")


def make_office(person="p", **changes):
    given = {
        "id": f"{person}-office",
        "person_id": person,
        "role": Role.PATROLLER,
        "area_id": "v",
        "reach_ids": frozenset({"r"}),
        "from_on": date(2026, 1, 1),
        "to_on": None,
    }
    return Office(**{**given, **changes})


def make_person(number=1, name="示例甲", *offices):
    person = f"p{number}"
    return Person(person, name, f"1380000000{number}", None, offices or (make_office(person),))


def make_known(*people, **usernames):
    return Known(COUNTY, (COUNTY, VILLAGE, OTHER), (), people, usernames)


def make_line(**changes):
    given = {
        "place": Place("名册", 2),
        "name": "示例甲",
        "phone": "13800000001",
        "username": None,
        "role": Role.PATROLLER,
        "area": VILLAGE,
        "reach_ids": frozenset({"r"}),
        "from_on": None,
        "to_on": None,
    }
    return Line(**{**given, **changes})


def kinds(plan):
    return [change.kind for change in plan.changes]


@pytest.mark.parametrize(
    "changes",
    [{}, {"from_on": date(2026, 1, 1)}],
    ids=["without a start", "with its start"],
)
def test_what_is_so_already_changes_nothing(changes):
    plan = make_plan([make_line(**changes)], make_known(make_person()), TODAY)
    assert (plan.changes, plan.unchanged, plan.missing) == ((), 1, ())


def test_a_new_person_takes_office_today():
    plan = make_plan([make_line()], make_known(), TODAY)
    assert kinds(plan) == [ChangeKind.PERSON_ADDED, ChangeKind.OFFICE_ADDED]
    assert plan.changes[1].duty.from_on == TODAY


def test_a_new_person_in_two_offices_is_added_once():
    chief = make_line(role=Role.VILLAGE_CHIEF, reach_ids=frozenset())
    plan = make_plan([make_line(), chief], make_known(), TODAY)
    assert kinds(plan).count(ChangeKind.PERSON_ADDED) == 1
    assert kinds(plan).count(ChangeKind.OFFICE_ADDED) == 2


def test_the_same_number_with_another_name_is_the_same_person_renamed():
    plan = make_plan([make_line(name="示例甲甲")], make_known(make_person()), TODAY)
    assert kinds(plan) == [ChangeKind.PERSON_CHANGED]
    assert plan.changes[0].person.known.id == "p1"


def test_a_new_number_of_the_same_name_in_the_same_office_is_recognised():
    plan = make_plan([make_line(phone="13800000055")], make_known(make_person()), TODAY)
    assert kinds(plan) == [ChangeKind.PERSON_CHANGED]
    assert plan.missing == ()


@pytest.mark.parametrize(
    "line",
    [
        make_line(phone="13800000055", area=OTHER),
        make_line(phone="13800000055", name="示例乙"),
    ],
    ids=["another office", "another name"],
)
def test_a_new_number_with_anything_else_new_is_somebody_else(line):
    plan = make_plan([line], make_known(make_person()), TODAY)
    assert kinds(plan) == [ChangeKind.PERSON_ADDED, ChangeKind.OFFICE_ADDED]
    assert [person.id for person, _ in plan.missing] == ["p1"]


def test_of_two_namesakes_neither_is_taken_for_the_other():
    known = make_known(make_person(1), make_person(2))
    plan = make_plan([make_line(phone="13800000055")], known, TODAY)
    assert ChangeKind.PERSON_ADDED in kinds(plan)
    twice = [make_line(phone="13800000055"), make_line(phone="13800000056")]
    assert (
        kinds(make_plan(twice, make_known(make_person()), TODAY)).count(ChangeKind.PERSON_ADDED)
        == 2
    )


def test_a_number_that_changed_hands_takes_nobodys_history_along():
    known = make_known(make_person(1), make_person(2, "示例乙"))
    lines = [make_line(phone="13800000055"), make_line(name="示例乙")]
    plan = make_plan(lines, known, TODAY)
    now = {c.person.known.name: (c.person.name, c.person.phone) for c in plan.changes}
    assert now == {
        "示例甲": ("示例甲", "13800000055"),
        "示例乙": ("示例乙", "13800000001"),
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"reach_ids": frozenset({"r", "s"})},
        {"to_on": date(2026, 12, 31)},
        {"from_on": date(2026, 2, 1)},
    ],
    ids=["reaches", "an end", "another start"],
)
def test_an_office_that_goes_on_is_changed_and_not_begun_anew(changes):
    plan = make_plan([make_line(**changes)], make_known(make_person()), TODAY)
    assert kinds(plan) == [ChangeKind.OFFICE_CHANGED]
    assert plan.missing == ()


def test_who_was_in_office_before_and_is_again_begins_anew():
    over = make_office("p1", to_on=date(2026, 3, 31))
    known = make_known(make_person(1, "示例甲", over))
    assert kinds(make_plan([make_line()], known, TODAY)) == [ChangeKind.OFFICE_ADDED]
    ended = make_line(to_on=date(2026, 3, 31))
    assert make_plan([ended], known, TODAY).unchanged == 1


def test_two_spans_of_one_office_are_two_offices():
    first = make_office("p1", id="first", to_on=date(2026, 3, 31))
    second = make_office("p1", id="second", from_on=date(2026, 6, 1))
    lines = [
        make_line(from_on=date(2026, 1, 1), to_on=date(2026, 3, 31)),
        make_line(from_on=date(2026, 6, 1)),
    ]
    plan = make_plan(lines, make_known(make_person(1, "示例甲", first, second)), TODAY)
    assert (plan.changes, plan.unchanged, plan.missing) == ((), 2, ())


def test_nobody_is_dismissed_by_silence():
    known = make_known(make_person(1), make_person(2, "示例乙"))
    plan = make_plan([make_line()], known, TODAY)
    assert [person.name for person, _ in plan.missing] == ["示例乙"]
    assert plan.changes == ()
    ended = make_plan([make_line()], known, TODAY, end_missing=True)
    assert kinds(ended) == [ChangeKind.OFFICE_ENDED]
    assert ended.changes[0].duty.to_on == date(2026, 11, 21)


def test_an_office_that_begins_today_and_is_gone_again_still_had_its_day():
    fresh = make_office("p1", from_on=TODAY)
    known = make_known(make_person(1, "示例甲", fresh))
    plan = make_plan([], known, TODAY, end_missing=True)
    assert plan.changes[0].duty.to_on == TODAY


def test_a_user_name_of_ones_own_is_not_taken():
    line = make_line(username="jia")
    assert make_plan([line], make_known(make_person(), jia="p1"), TODAY).faults == ()
    taken = make_plan([line], make_known(make_person(), jia="p2"), TODAY).faults
    assert [fault.code for fault in taken] == [FaultCode.USERNAME_TAKEN]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-01-05",
        "2026/1/5",
        "2026.1.5",
        "2026年1月5日",
        "２０２６年１月５日",
        " 2026 年 1 月 5 日 ",
        "20260105",
        20260105,
        46027,
        46027.0,
        46027.75,
        "2026-01-05 00:00:00",
        "2026-01-05T00:00",
        date(2026, 1, 5),
        datetime(2026, 1, 5, 8, 30),  # noqa: DTZ001  a spreadsheet's date has no zone
    ],
)
def test_a_day_is_read_in_every_form_people_write_it(cell):
    assert read_day(cell) == date(2026, 1, 5)


@pytest.mark.parametrize("cell", ["5.1.2026", "2026-13-01", "昨天", 3, True, 1e300, Mark.FORMULA])
def test_what_is_no_day_is_told(cell):
    with pytest.raises(WrongCell):
        read_day(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "13800000001",
        13800000001,
        13800000001.0,
        "138 0000 0001",
        "138-0000-0001",
        "+86 13800000001",
        "１３８０００００００１",
        "\ufeff13800000001\u200b",
    ],
)
def test_a_phone_is_read_in_every_form_people_write_it(cell):
    assert read_phone(cell) == "13800000001"


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+示例",
        "-示例",
        "@示例",
        "<b>示例</b>",
        "{{7*7}} {0} %s",
        "👨‍🌾示例🌊",
        "阿卜杜热合曼·" * 8,
        "O'示例\"; DROP TABLE person",
    ],
)
def test_a_name_is_kept_letter_by_letter(name):
    assert read_name(f"\u3000{name} ") == name


def test_reaches_are_parted_as_people_part_them():
    assert read_list("甲段、乙段，丙段\n丁段; 戊段") == ["甲段", "乙段", "丙段", "丁段", "戊段"]
    assert read_list(None) == []
    assert read_list(["甲段"]) == ["甲段"]


@pytest.mark.parametrize(
    ("phone", "masked"), [("13800001234", "138****1234"), ("12345", "****"), ("", "****")]
)
def test_a_masked_number_is_too_little_to_call(phone, masked):
    assert mask_phone(phone) == masked
