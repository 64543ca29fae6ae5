"""For whom a walk counts, and whom the township has to ask."""

from dataclasses import replace
from datetime import date

from patrol_app.domain.credit import credit_of
from patrol_app.domain.doubts import Doubt
from patrol_app.domain.people import Appointment, Role

DAY = date(2026, 11, 22)
VILLAGE = "140502/zhongjiazhuang/dongtou/"
PATROLLER = Appointment(
    id="patroller",
    person_id="walker",
    role=Role.PATROLLER,
    ledger="140502",
    area_id="dongtou",
    area_path=VILLAGE,
    reach_ids=frozenset({"baishui"}),
    from_on=date(2026, 1, 1),
    to_on=None,
)
ENDED = replace(PATROLLER, id="ended", to_on=date(2026, 11, 21))
CHIEF = replace(PATROLLER, id="chief", role=Role.VILLAGE_CHIEF, reach_ids=frozenset())
CLERK = replace(CHIEF, id="clerk", role=Role.CLERK)


def credit(named, *offices, reach_id="baishui", area_path=VILLAGE):
    given = credit_of(named, [named, *offices], reach_id=reach_id, area_path=area_path, day_on=DAY)
    return given.appointment_ids, given.doubts


def test_ones_own_reach_counts_without_a_doubt():
    assert credit(PATROLLER) == ({"patroller"}, set())


def test_one_walk_counts_for_each_office_that_its_reach_belongs_to():
    assert credit(PATROLLER, CHIEF) == ({"patroller", "chief"}, set())


def test_the_wrong_office_named_by_one_who_has_the_right_one_is_no_doubt():
    assert credit(PATROLLER, CHIEF, reach_id="another") == ({"chief"}, set())
    assert credit(ENDED, PATROLLER) == ({"patroller"}, set())


def test_another_reach_is_a_stand_in_and_stays_with_the_office_he_named():
    assert credit(PATROLLER, reach_id="another") == ({"patroller"}, {Doubt.STAND_IN})
    assert credit(CHIEF, area_path="140502/other/") == ({"chief"}, {Doubt.STAND_IN})


def test_an_office_that_has_ended_is_doubted():
    assert credit(ENDED) == ({"ended"}, {Doubt.APPOINTMENT_NOT_CURRENT})


def test_an_ended_office_on_anothers_reach_is_doubted_twice():
    doubts = {Doubt.APPOINTMENT_NOT_CURRENT, Doubt.STAND_IN}
    assert credit(ENDED, reach_id="another") == ({"ended"}, doubts)


def test_an_office_that_does_not_walk_is_credited_nothing_beside():
    assert credit(PATROLLER, CLERK) == ({"patroller"}, set())
