"""The month's sheet reads bits and contacts, nothing else."""

from datetime import date, datetime

import pytest

from patrol_app.desk.cards import Note, make_card
from patrol_app.desk.cells import Mark
from patrol_app.desk.sheet import make_sheet, months_needed
from patrol_app.domain.calendar import SHANGHAI, month_of
from patrol_app.domain.frequency import DEFAULT_RULES
from patrol_app.domain.people import Role
from patrol_app.ledger.queries.month import Contact, DayBits, Duty

TODAY = date(2026, 11, 22)
NOVEMBER = month_of(TODAY)


def make_duty(role=Role.PATROLLER, **changes):
    given = {
        "appointment_id": "a",
        "person_id": "p",
        "person": "示例甲",
        "role": role,
        "area": "洞头村",
        "from_on": date(2025, 1, 1),
        "to_on": None,
    }
    return Duty(**{**given, **changes})


def heard(day, hour=18, pending=()):
    at = datetime(2026, 11, day, hour, tzinfo=SHANGHAI)
    return {"p": Contact(at, frozenset(date(2026, 11, number) for number in pending))}


def bits_of(days):
    return sum(1 << (number - 1) for number in days)


def lay_out(role, bits, contacts, **changes):
    return make_sheet(
        DEFAULT_RULES[role], NOVEMBER, [make_duty(role, **changes)], bits, contacts, today=TODAY
    )


def marks_of(sheet):
    return [cell.mark for cell in sheet.rows[0].cells]


def test_a_patrollers_days():
    walked = {("a", "2026-11"): DayBits(made=bits_of([1, 2, 3]), clean=bits_of([1, 3]))}

    marks = marks_of(lay_out(Role.PATROLLER, walked, heard(19, pending=[17, 18])))

    assert marks[:4] == [Mark.CLEAN, Mark.DOUBTFUL, Mark.CLEAN, Mark.MISSED]
    assert marks[16:22] == [Mark.PENDING] * 2 + [Mark.UNHEARD] * 3 + [Mark.RUNNING]
    assert marks[22:] == [Mark.AHEAD] * 8


def test_days_after_the_last_contact_are_never_called_missed():
    marks = marks_of(lay_out(Role.PATROLLER, {}, heard(10, hour=8)))

    assert marks[:9] == [Mark.MISSED] * 9
    assert Mark.MISSED not in marks[9:]


def test_a_week_of_the_chief_may_begin_in_the_month_before():
    walked = {
        ("a", "2026-10"): DayBits(made=bits_of([26]), clean=bits_of([26])),
        ("a", "2026-11"): DayBits(made=bits_of([10]), clean=0),
    }

    sheet = lay_out(Role.VILLAGE_CHIEF, walked, heard(22))

    assert marks_of(sheet) == [
        Mark.CLEAN,
        Mark.MISSED,
        Mark.DOUBTFUL,
        Mark.RUNNING,
        Mark.AHEAD,
    ]
    assert (sheet.rows[0].standing.made, sheet.rows[0].standing.due) == (2, 5)
    assert months_needed(NOVEMBER) == ("2026-10", "2026-11")


def test_the_township_chief_has_one_cell_a_month():
    walked = {("a", "2026-11"): DayBits(made=bits_of([5]), clean=bits_of([5]))}

    assert marks_of(lay_out(Role.TOWNSHIP_CHIEF, walked, {})) == [Mark.CLEAN]


def test_who_came_on_the_eleventh_owes_a_part():
    sheet = lay_out(Role.PATROLLER, {}, heard(22), from_on=date(2026, 11, 11))

    assert marks_of(sheet)[:10] == [Mark.NOT_HELD] * 10
    assert sheet.rows[0].standing.due == 17


@pytest.mark.parametrize(
    ("role", "days", "well", "notes"),
    [
        pytest.param(Role.PATROLLER, range(1, 22), 1, (), id="patroller on his way"),
        pytest.param(Role.PATROLLER, range(1, 19), 1, (Note("narrow", 1, "warn"),), id="at risk"),
        pytest.param(Role.PATROLLER, range(1, 9), 0, (Note("lost", 1, "bad"),), id="lost"),
        pytest.param(
            Role.VILLAGE_CHIEF,
            [],
            0,
            (Note("short_this_week", 1, "warn"), Note("lost", 1, "bad")),
            id="chief",
        ),
        pytest.param(Role.TOWNSHIP_CHIEF, [3], 1, (Note("all_done", 1, "good"),), id="township"),
        pytest.param(
            Role.TOWNSHIP_CHIEF,
            [],
            0,
            (Note("short_this_month", 1, "warn"),),
            id="township not yet",
        ),
    ],
)
def test_a_card_says_what_to_worry_about(role, days, well, notes):
    walked = {("a", "2026-11"): DayBits(made=bits_of(days), clean=bits_of(days))}

    card = make_card(lay_out(role, walked, heard(22)), running=True)

    assert (card.well, card.people, card.notes) == (well, 1, notes)
