"""Days as people write them: this year's without a year, all others with it."""

from datetime import date

import pytest

from patrol_app.web.dates import say_day


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "11月22日 周日"),
        (date(2025, 11, 22), "2025年11月22日 周六"),
        (date(2027, 1, 1), "2027年1月1日 周五"),
    ],
)
def test_a_day_says_its_year_where_it_is_another(app, day, words):
    with app.test_request_context():
        assert say_day(day) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 11, 22), "Sun 22 Nov"), (date(2025, 11, 22), "Sat 22 Nov 2025")],
)
def test_in_english_the_weekday_comes_first(app, day, words):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert say_day(day) == words
