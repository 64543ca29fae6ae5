"""Where a month stands is said no surer than it is known."""

import pytest

from patrol_app.desk.cells import Mark
from patrol_app.desk.standing import Word, standing_of
from patrol_app.domain.frequency import Count

CLEAN, DOUBTFUL, MISSED = Mark.CLEAN, Mark.DOUBTFUL, Mark.MISSED
PENDING, UNHEARD, RUNNING, AHEAD = Mark.PENDING, Mark.UNHEARD, Mark.RUNNING, Mark.AHEAD


@pytest.mark.parametrize(
    ("marks", "word", "missing", "spare"),
    [
        pytest.param([CLEAN] * 26 + [AHEAD] * 4, Word.DONE, 0, 4, id="done"),
        pytest.param([CLEAN] * 17 + [MISSED] * 4 + [AHEAD] * 11, Word.ON_WAY, 9, 2, id="room left"),
        pytest.param(
            [CLEAN] * 18 + [MISSED] * 3 + [RUNNING] + [AHEAD] * 8,
            Word.NARROW,
            8,
            1,
            id="one to spare",
        ),
        pytest.param(
            [CLEAN] * 18 + [MISSED] * 4 + [AHEAD] * 8, Word.NARROW, 8, 0, id="none to spare"
        ),
        pytest.param(
            [CLEAN] * 15 + [MISSED] * 6 + [AHEAD] * 9, Word.IMPOSSIBLE, 11, -2, id="out of reach"
        ),
        pytest.param(
            [CLEAN] * 15 + [UNHEARD] * 6 + [AHEAD] * 9, Word.UNSURE, 11, -2, id="silent phone"
        ),
        pytest.param(
            [CLEAN] * 17 + [PENDING] * 2 + [MISSED] * 2 + [AHEAD] * 9,
            Word.ON_WAY,
            7,
            2,
            id="pending counts",
        ),
        pytest.param(
            [CLEAN] * 24 + [PENDING] * 2 + [AHEAD] * 4, Word.UNSURE, 0, 4, id="done once it arrives"
        ),
        pytest.param([CLEAN] * 25 + [MISSED] * 5, Word.SHORT, 1, -1, id="a month gone by"),
        pytest.param([CLEAN] * 25 + [UNHEARD] * 5, Word.UNSURE, 1, -1, id="gone by, phone silent"),
        pytest.param([DOUBTFUL] * 26 + [MISSED] * 4, Word.DONE, 0, 0, id="doubtful days count"),
    ],
)
def test_a_month_of_26_days(marks, word, missing, spare):
    made = marks.count(CLEAN) + marks.count(DOUBTFUL)

    standing = standing_of(Count(made=made, due=26), marks)

    assert (standing.word, standing.missing, standing.spare) == (word, missing, spare)


def test_the_figures_beside_it():
    marks = [CLEAN] * 3 + [DOUBTFUL] * 2 + [PENDING, UNHEARD, AHEAD]

    standing = standing_of(Count(made=5, due=26), marks)

    assert (standing.made, standing.doubtful, standing.pending, standing.unheard) == (5, 2, 1, 1)


def test_nothing_is_asked_of_one_who_owes_nothing():
    assert standing_of(Count(made=0, due=0), [Mark.NOT_HELD]).word is Word.NOTHING_DUE
