"""The 通报: by name, as of the hour, and nobody called 未巡 whose phone is silent."""

import html
import re
from datetime import date, timedelta

import pytest

from patrol_app.desk.notice import ISOLATE, ISOLATED, write_notice
from patrol_app.desk.sheet import Row
from patrol_app.desk.today import Today
from patrol_app.domain.people import Role
from patrol_app.ledger.queries.month import Contact, Duty
from patrol_app.ledger.tables.books import BookRow
from tests.builders import NOW, make_patrol
from tests.cast import Cast


@pytest.fixture
def notice(read):
    page = read("township")
    return lambda: html.unescape(
        re.search(r'<textarea[^>]*id="notice"[^>]*>(.*?)</textarea>', page("/desk/"), re.DOTALL)[1]
    )


def test_it_says_place_day_hour_and_who(notice, file, hear, clock):
    file(make_patrol())
    clock.move(hours=8, minutes=5)
    hear(Cast.other_patroller, clock())

    assert notice() == (
        "【巡河通报】钟家庄街道 11月22日 周日 截至17时："
        "已巡 1 人：示例甲（洞头村）；未巡 1 人：示例丙（武匠村）"
    )


def test_a_silent_phone_is_never_said_not_to_have_walked(notice, session):
    for book in session.query(BookRow):
        book.last_contact_at = NOW - timedelta(hours=2)
    session.commit()

    words = notice()

    assert "没联系上 2 人" in words
    assert "11月22日 周日 07:00后没联系" in words
    assert "未巡" not in words


def test_what_is_still_on_the_phone_is_said_to_be_there(notice, hear):
    hear(Cast.patroller, NOW, "2026-11-22")

    assert "巡了没传上来 1 人：示例甲（洞头村）" in notice()


def test_who_never_was_in_contact_is_said_so(notice, session):
    session.query(BookRow).delete()
    session.commit()

    assert "手机没联系过" in notice()


def test_names_written_from_right_to_left_turn_nothing_around_them(app):
    def row(person):
        duty = Duty("a", "p", person, Role.PATROLLER, "洞头村", date(2026, 1, 1), None)
        return Row(duty, (), None, Contact(NOW, frozenset()))

    with app.test_request_context():
        words = write_notice("镇", {Today.WALKED: [row("\u202e甲"), row("示例甲")]}, NOW)

    assert f"{ISOLATE}\u202e甲{ISOLATED}（洞头村）、示例甲（洞头村）" in words


def test_a_place_without_patrollers_says_so(app):
    with app.test_request_context():
        assert write_notice("镇", {word: [] for word in Today}, NOW).endswith("没有巡河员")
