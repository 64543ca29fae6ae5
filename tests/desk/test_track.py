"""A track is drawn as it was walked: gaps stay gaps."""

from patrol_app.desk.track import HEIGHT, MARGIN, WIDTH, draw, split_at_gaps


def fix(ms, east=0, north=0):
    return [112_880_000 + east, 35_430_000 + north, 8, ms]


def test_a_silence_of_more_than_three_minutes_cuts_the_line():
    assert [len(piece) for piece in split_at_gaps([fix(0), fix(60_000), fix(300_000)], [])] == [
        2,
        1,
    ]


def test_a_gap_the_phone_named_cuts_the_line():
    fixes = [fix(0), fix(10_000), fix(70_000), fix(80_000)]

    pieces = split_at_gaps(fixes, [[10_000, 70_000, "asleep"]])

    assert [len(piece) for piece in pieces] == [2, 2]


def test_all_lies_within_the_margins_and_north_is_up():
    drawing = draw(
        [[112_880_000, 35_430_000], [112_890_000, 35_450_000]], [fix(0), fix(1000, 5, 900)], []
    )

    corners = [tuple(map(int, spot.split(","))) for spot in drawing.reach.split(" ")]
    assert all(MARGIN <= x <= WIDTH - MARGIN and MARGIN <= y <= HEIGHT - MARGIN for x, y in corners)
    assert corners[1][1] < corners[0][1]


def test_a_lone_fix_is_a_dot():
    drawing = draw(None, [fix(0)], [])

    assert (drawing.reach, drawing.walked, drawing.lone) == (None, (), ((WIDTH // 2, HEIGHT // 2),))


def test_nothing_known_draws_nothing():
    assert draw(None, [], [], [((112_880_000, 35_430_000), "洞头断面")]) is None
