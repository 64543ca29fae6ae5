"""What a track shows of its reach, and what is odd about it."""

import pytest

from patrol_app.domain.doubts import Doubt
from patrol_app.domain.track import coverage_permille, judge_track
from tests.cases.read import read_cases

#: 1112 m from south to north, walked at 4 km/h with a fix about every ten seconds.
LINE = [[112_880_000, 35_430_000], [112_880_000, 35_440_000]]
WALK = [
    [112_880_000, 35_430_000 + number * 100, 6 + number % 5, number * 10_000 + number * 37 % 900]
    for number in range(101)
]


def judge(fixes, line=LINE, *, approximate=False):
    judged = judge_track(line, fixes, approximate=approximate)
    return judged.coverage_permille, judged.doubts


@pytest.mark.parametrize("case", read_cases("coverage"))
def test_coverage(case):
    assert coverage_permille(case["line"], case["fixes"]) == case["permille"]


def test_a_whole_walk_is_beyond_doubt():
    assert judge(WALK) == (1000, frozenset())


def test_little_of_a_sure_line_is_worth_a_look_and_of_an_approximate_one_is_not():
    assert judge(WALK[:30]) == (339, {Doubt.LITTLE_OF_REACH})
    assert judge(WALK[:30], approximate=True) == (339, frozenset())


def test_without_a_line_or_an_accurate_fix_nothing_is_said_of_the_reach():
    assert judge([]) == (None, frozenset())
    assert judge(WALK, line=[]) == (None, frozenset())
    weak = [[lon, lat, 900, ms] for lon, lat, _, ms in WALK[:5]]
    assert judge(weak) == (None, frozenset())


@pytest.mark.parametrize(
    ("metres", "accuracy_m", "seconds", "doubted"),
    [
        (1000, 5, 10, True),
        (340, 5, 10, False),
        (350, 5, 10, True),
        (1000, 700, 10, False),
        (1000, 5, 1800, False),
        (100, 5, 0, True),
    ],
    ids=[
        "teleported",
        "a train",
        "faster than anything",
        "a weak fix takes it back",
        "after a gap there was time",
        "two places at once",
    ],
)
def test_a_jump_is_faster_than_anything_moves(metres, accuracy_m, seconds, doubted):
    away = 35_430_000 + round(metres / 0.111195)
    fixes = [[112_880_000, 35_430_000, 5, 0], [112_880_000, away, accuracy_m, seconds * 1000]]

    assert (Doubt.TRACK_JUMPS in judge(fixes)[1]) is doubted


def test_what_no_phone_measures_is_doubted():
    on_the_beat = [
        [lon, lat, accuracy, n * 10_000] for n, (lon, lat, accuracy, _) in enumerate(WALK)
    ]
    always_eight = [[lon, lat, 8, ms] for lon, lat, _, ms in WALK]
    perfect = [[*WALK[0][:2], 0, 0], *WALK[1:]]

    for made_up in (on_the_beat, always_eight, perfect):
        assert judge(made_up)[1] == {Doubt.TRACK_TOO_EVEN}
        assert judge(made_up, approximate=True)[1] == {Doubt.TRACK_TOO_EVEN}


def test_a_few_even_fixes_happen_by_chance():
    few = [[lon, lat, 8, n * 10_000] for n, (lon, lat, *_) in enumerate(WALK[:19])]

    assert Doubt.TRACK_TOO_EVEN not in judge(few)[1]
