"""The page 总览: who is out, what is new, what is late, and that each figure is what its list holds."""

import re
from datetime import timedelta

import pytest

from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.tables.books import BookRow
from patrol_app.ledger.tables.duties import DutyMonthRow
from patrol_app.ledger.tables.register import AppointmentRow
from tests.builders import NOW, make_patrol, make_problem
from tests.cast import Cast


def people_under(word, page):
    """The ids of the offices that stand under a word of the day."""
    part = page.split(f'id="{word}"')
    names = part[1].split("</ul>")[0] if len(part) > 1 else ""
    return set(re.findall(r"/desk/month/([^/\"?]+)", names))


def figure(title, page):
    card = next(part for part in page.split('<li class="card">') if f">{title}</h2>" in part)
    return int(re.search(r'cards__figure">(\d+)<', card)[1])


def test_who_has_walked_today_stands_under_patrolled_and_opens_the_walk(read, file):
    made = make_patrol()
    file(made)
    page = read("township")

    text = page("/desk/")

    assert people_under("walked", text) == {Cast.patroller.appointment_id}
    assert figure("今天的巡河员", text) == 1
    page(f"/desk/month/{Cast.patroller.appointment_id}/2026-11-22", 302)


def test_a_walk_that_the_phone_still_holds_is_not_sent_yet(read, hear):
    hear(Cast.patroller, NOW, "2026-11-22")

    assert people_under("pending", read("township")("/desk/")) == {Cast.patroller.appointment_id}


@pytest.mark.parametrize(
    ("minutes", "word"), [(0, "not_yet"), (60, "not_yet"), (61, "unheard")], ids=str
)
def test_only_a_phone_heard_of_within_the_hour_lets_it_be_said_that_nothing_was_done(
    read, hear, minutes, word
):
    hear(Cast.patroller, NOW - timedelta(minutes=minutes))

    assert Cast.patroller.appointment_id in people_under(word, read("township")("/desk/"))


def test_a_silent_phone_says_since_when(read, session):
    for book in session.query(BookRow).filter_by(person_id=Cast.patroller.person_id):
        book.last_contact_at = NOW - timedelta(days=2, hours=1)
    session.commit()

    text = read("township")("/desk/")

    assert "11月20日 周五 08:00 起" in text
    assert "未巡" not in text


def test_who_is_no_longer_in_office_is_left_out(read, session):
    session.get(AppointmentRow, Cast.patroller.appointment_id).to_on = NOW.date() - timedelta(
        days=1
    )
    session.commit()

    text = read("township")("/desk/")

    assert not any(
        Cast.patroller.appointment_id in people_under(word, text)
        for word in ("walked", "pending", "not_yet", "unheard")
    )


def test_the_figures_of_problems_are_what_their_lists_hold(read, file):
    file(make_problem(what="昨天后来的", severity="major"))
    page = read("township")
    text = page("/desk/")

    for title, query in (("新问题", "arrived=2026-11-21"), ("拖下来的", "late=overdue")):
        listed = page(f"/desk/problems?{query}")
        assert figure(title, text) == listed.count('class="thumb-row"')
    assert "重大 1 件" in text
    assert "昨天后来的" in page("/desk/problems?arrived=2026-11-21&severity=major")


def test_a_major_problem_stands_above_newer_ordinary_ones(read, file):
    file(make_problem(what="重大的", severity="major"))
    file(make_problem(what="一般的", entry={"id": uuid7(NOW + timedelta(seconds=1))}))

    new = read("township")("/desk/").split('id="new"')[1].split("</section>")[0]

    assert new.index("重大的") < new.index("一般的")


def test_what_lies_a_day_without_being_accepted_is_late(read, file, clock):
    file(make_problem(what="没人管的"))
    page = read("township")

    def listed():
        return page("/desk/").split('id="unaccepted"')[1].split("</section>")[0]

    assert "没人管的" not in listed()
    clock.move(hours=25)
    assert "没人管的" in listed()
    assert "没人管的" in page("/desk/problems?late=unaccepted")


def test_a_month_of_which_the_phones_are_silent_is_not_called_lost(read, clock):
    clock.move(days=8)

    lost = read("township")("/desk/").split('id="lost"')[1].split("</section>")[0]

    assert "没有人达不到" in lost


def test_who_can_no_longer_reach_his_month_is_named(read, session, hear):
    session.get(DutyMonthRow, (Cast.patroller.appointment_id, "2026-11")).made_days = 0
    session.commit()
    hear(Cast.patroller, NOW)

    text = read("township")("/desk/")

    assert Cast.patroller.appointment_id in text.split('id="lost"')[1].split("</section>")[0]
    assert figure("本月达不到的人", text) >= 1


def test_the_county_sees_each_township_and_goes_on_to_one(read, file):
    file(make_patrol())
    page = read("county")

    text = page("/desk/")
    assert "钟家庄街道" in text
    assert "北石店镇" in text
    assert "大箕镇" not in text

    row = next(part for part in text.split("<tr>") if "钟家庄街道" in part)
    one = page(f"/desk/?area={Cast.township.area_id}")
    figures = [int(number) for number in re.findall(r'figure-way" href="[^"]+">(\d+)<', row)]
    assert figures[0] == sum(
        len(people_under(word, one)) for word in ("walked", "pending", "not_yet", "unheard")
    )
    assert figures[1] == len(people_under("walked", one)) == 1
    assert figures[2] == len(people_under("unheard", one))


@pytest.mark.parametrize("username", ["township2", "township3", "village2"])
def test_an_area_elsewhere_is_like_none(read, username):
    page = read(username)

    assert page(f"/desk/?area={Cast.patroller.area_id}", 404) == page("/desk/?area=nowhere", 404)


def test_the_page_asks_as_much_of_a_long_history_as_of_a_short_one(read, file, asked):
    """A walk, a problem and a person more cost no question more."""
    page = read("township")
    asked.clear()

    page("/desk/")
    before = len(asked)
    for number in range(6):
        at = NOW + timedelta(seconds=number)
        file(make_problem(what=f"{number}", entry={"id": uuid7(at)}))
    asked.clear()
    page("/desk/")

    assert len(asked) <= before
