"""Words, days and times as people here read them."""

from datetime import UTC, date, datetime

import pytest
from flask import render_template_string

from patrol_app.web.words import DEFAULT_LANGUAGE, say


@pytest.fixture
def render(app):
    def fill(template, **values):
        with app.test_request_context():
            return render_template_string(template, **values)

    return fill


def test_a_value_is_never_taken_for_a_pattern(app):
    with app.test_request_context():
        said = say("gate.error.fault", fault_id="{fault_id.__class__} {0} %s {{7*7}}")
    assert said.endswith("{fault_id.__class__} {0} %s {{7*7}}")


def test_a_value_is_text_in_a_page(render):
    said = render("{{ t('gate.error.fault', fault_id=name) }}", name="<script>")
    assert said.endswith("&lt;script&gt;")


@pytest.mark.parametrize(
    ("n", "expected"), [(1, "1 day left"), (0, "0 days left"), (3, "3 days left")]
)
def test_a_word_follows_its_count(app, monkeypatch, n, expected):
    english = {DEFAULT_LANGUAGE: {"left": "{n} {n:day|days} left"}}
    monkeypatch.setitem(app.extensions, "words", english)
    with app.test_request_context():
        assert say("left", n=n) == expected


def test_words_that_do_not_exist_are_a_fault(app):
    with app.test_request_context(), pytest.raises(KeyError):
        say("gate.no.such.words")


LATE_AT = datetime(2026, 11, 21, 16, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ at|day }}", "11月22日 周日"),
        ("{{ at|time }}", "00:31"),
        ("{{ at|moment }}", "11月22日 周日 00:31"),
        ("{{ at|month }}", "2026年11月"),
        ("{{ on|day }}", "3月1日 周日"),
        ("{{ on|month }}", "2026年3月"),
    ],
)
def test_days_and_times_are_those_of_shanghai(render, template, expected):
    assert render(template, at=LATE_AT, on=date(2026, 3, 1)) == expected
