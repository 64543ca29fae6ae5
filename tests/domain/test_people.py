"""Offices with their days and their places."""

from dataclasses import replace
from datetime import date

import pytest

from patrol_app.domain.people import Actor, Appointment, Role

PATROLLER = Appointment(
    id="office-1",
    person_id="walker",
    role=Role.PATROLLER,
    ledger="140502",
    area_id="dongtou",
    area_path="140502/zhongjiazhuang/dongtou/",
    reach_ids=frozenset({"baishui"}),
    from_on=date(2026, 11, 1),
    to_on=date(2026, 11, 20),
)
TOWNSHIP = replace(
    PATROLLER,
    id="office-2",
    role=Role.TOWNSHIP_CHIEF,
    area_path="140502/zhongjiazhuang/",
    reach_ids=frozenset(),
    from_on=date(2026, 11, 20),
    to_on=None,
)
ACTOR = Actor("walker", "王小禾", "zh-CN", None, (PATROLLER, TOWNSHIP))


@pytest.mark.parametrize(
    ("day", "roles"),
    [
        (date(2026, 10, 31), set()),
        (date(2026, 11, 1), {Role.PATROLLER}),
        (date(2026, 11, 20), {Role.PATROLLER, Role.TOWNSHIP_CHIEF}),
        (date(2026, 11, 21), {Role.TOWNSHIP_CHIEF}),
        (date(2036, 1, 1), {Role.TOWNSHIP_CHIEF}),
    ],
    ids=["before both", "first day of one", "last day of one", "the day after", "no end in sight"],
)
def test_roles_are_those_of_the_day_both_ends_counted(day, roles):
    assert ACTOR.roles(day) == roles


def test_an_area_holds_what_lies_in_it_and_not_what_begins_like_it():
    assert TOWNSHIP.covers_area("140502/zhongjiazhuang/")
    assert TOWNSHIP.covers_area("140502/zhongjiazhuang/dongtou/")
    assert not TOWNSHIP.covers_area("140502/zhongjiazhuang-2/dongtou/")
    assert not TOWNSHIP.covers_area("140502/")


def test_a_patroller_has_his_own_reaches_a_chief_all_of_his_area():
    village = "140502/zhongjiazhuang/dongtou/"
    assert PATROLLER.covers_reach("baishui", village)
    assert not PATROLLER.covers_reach("another", village)
    assert TOWNSHIP.covers_reach("another", village)
    assert not TOWNSHIP.covers_reach("another", "140502/beishidian/")
