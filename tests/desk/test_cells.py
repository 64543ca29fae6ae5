"""A cell says only what is known."""

from datetime import date

import pytest

from patrol_app.desk.cells import Known, Mark, Span, mark_of

TODAY = date(2026, 11, 22)


def day(number):
    return date(2026, 11, number)


def know(**changes):
    given = {
        "from_on": date(2025, 1, 1),
        "to_on": None,
        "made": frozenset(),
        "clean": frozenset(),
        "pending": frozenset(),
        "heard_on": day(21),
    }
    return Known(**{**given, **changes})


def one(number):
    return Span(day(number), day(number))


@pytest.mark.parametrize(
    ("number", "known", "mark"),
    [
        pytest.param(10, know(made={day(10)}, clean={day(10)}), Mark.CLEAN, id="made"),
        pytest.param(10, know(made={day(10)}), Mark.DOUBTFUL, id="made in doubt"),
        pytest.param(10, know(), Mark.MISSED, id="heard after and not made"),
        pytest.param(10, know(pending={day(10)}), Mark.PENDING, id="still on the phone"),
        pytest.param(
            10, know(made={day(10)}, pending={day(10)}), Mark.DOUBTFUL, id="made says more"
        ),
        pytest.param(10, know(heard_on=day(9)), Mark.UNHEARD, id="not heard since"),
        pytest.param(10, know(heard_on=None), Mark.UNHEARD, id="never heard of"),
        pytest.param(10, know(heard_on=day(10)), Mark.MISSED, id="heard after that day's end"),
        pytest.param(10, know(from_on=day(11)), Mark.NOT_HELD, id="before the office"),
        pytest.param(10, know(to_on=day(9)), Mark.NOT_HELD, id="after the office"),
        pytest.param(22, know(), Mark.RUNNING, id="today"),
        pytest.param(22, know(pending={day(22)}), Mark.PENDING, id="today, on the phone"),
        pytest.param(23, know(heard_on=None), Mark.AHEAD, id="tomorrow"),
    ],
)
def test_a_day_says(number, known, mark):
    assert mark_of(one(number), known, TODAY) is mark


@pytest.mark.parametrize(
    ("first", "last", "known", "mark"),
    [
        pytest.param(
            9, 15, know(made={day(12)}, clean={day(12)}), Mark.CLEAN, id="one day is enough"
        ),
        pytest.param(9, 15, know(), Mark.MISSED, id="none"),
        pytest.param(16, 22, know(), Mark.RUNNING, id="this week"),
        pytest.param(9, 15, know(heard_on=day(12)), Mark.UNHEARD, id="heard within it only"),
        pytest.param(9, 15, know(from_on=day(15)), Mark.MISSED, id="in office for a day of it"),
        pytest.param(
            9, 15, know(from_on=day(13), made={day(12)}), Mark.MISSED, id="made before the office"
        ),
        pytest.param(23, 29, know(), Mark.AHEAD, id="next week"),
    ],
)
def test_a_week_says(first, last, known, mark):
    assert mark_of(Span(day(first), day(last)), known, TODAY) is mark
