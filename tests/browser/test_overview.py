"""The township's morning: who is out, and the notice for the group at one press, with and without script."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from patrol_app.commands.demo.register import PASSWORD
from tests.browser.conftest import DESK_PX, PHONE_PX
from tests.browser.words import say, say_english

NOTICE = re.compile(re.escape("【巡河通报】钟家庄街道"))


def test_the_notice_is_copied_at_one_press(make_visitor):
    township = make_visitor(viewport=DESK_PX, permissions=["clipboard-read", "clipboard-write"])
    township.log_in("township")
    township.press(say("desk.notice.copy"))
    township.sees(say("desk.notice.copied"))

    copied = township.page.evaluate("navigator.clipboard.readText()")

    assert NOTICE.match(copied)
    assert copied == township.page.get_by_label(say("desk.notice.label")).input_value()


def test_without_a_clipboard_the_words_are_marked(make_visitor):
    township = make_visitor(viewport=DESK_PX)
    township.page.add_init_script("delete Navigator.prototype.clipboard")
    township.log_in("township")
    township.press(say("desk.notice.copy"))
    township.sees(say("desk.notice.marked"))

    assert NOTICE.match(township.page.evaluate("getSelection().toString()"))


def test_without_script_everything_is_there_but_the_button(make_visitor):
    township = make_visitor(viewport=DESK_PX, java_script_enabled=False)
    page = township.page
    page.goto("/login")
    page.get_by_label(say("gate.login.username")).fill("township")
    page.get_by_label(say("gate.login.password")).fill(PASSWORD)
    township.press(say("gate.login.button"))

    expect(page.get_by_label(say("desk.notice.label"))).to_have_value(NOTICE)
    expect(page.get_by_role("button", name=say("desk.notice.copy"))).to_be_hidden()


@pytest.mark.parametrize("size", [DESK_PX, {"width": 1024, "height": 768}, PHONE_PX], ids=str)
def test_it_is_well_at_every_width(make_visitor, size):
    for username in ("township", "county"):
        reader = make_visitor(viewport=size)
        reader.log_in(username)
        reader.sees(say("desk.overview.walkers"))
        for path in ("/desk/", "/desk/problems?late=unaccepted", "/desk/ledger?item=3"):
            reader.page.goto(path)
            reader.look()
            wide = reader.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], path


def test_on_a_phone_words_keep_their_width_and_no_count_hides_another(make_visitor):
    reader = make_visitor(viewport=PHONE_PX)
    reader.log_in("county")
    counts = reader.page.locator("#areas + .scroller tbody tr").first.locator("td")
    boxes = [one.bounding_box() for one in counts.all()]
    assert len(boxes) == 4
    assert all(one["x"] + one["width"] <= other["x"] + 1 for one, other in pairwise(boxes))
    reader.page.goto("/desk/problems")
    for words in reader.page.locator(".thumb-row__words").all():
        assert words.bounding_box()["width"] > PHONE_PX["width"] / 2


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_month_hides_no_count_at_a_desk(make_desk, language):
    reader = make_desk()
    reader.page.goto(f"/login?language={language}")
    reader.say = {"zh-CN": say, "en": say_english}[language]
    reader.fill_in("township")
    reader.sees(reader.say("desk.overview.walkers"))
    reader.page.goto("/desk/month")
    wide = "element => element.scrollWidth - element.clientWidth"
    assert [one.evaluate(wide) for one in reader.page.locator(".scroller").all()] == [0, 0, 0]


def test_on_a_phone_the_month_opens_at_today(make_visitor):
    chief = make_visitor(viewport=PHONE_PX)
    chief.log_in("township")
    chief.page.goto("/desk/month")
    chief.sees(say("desk.month.who"))
    today = chief.page.locator("th[aria-current='date']").first
    standing = chief.page.get_by_role("columnheader", name=say("desk.month.standing")).first

    expect(today).to_have_text("22")
    assert today.bounding_box()["x"] > 0
    assert right_of(today) <= standing.bounding_box()["x"] + 1
    chief.page.set_viewport_size(DESK_PX)


def right_of(element):
    box = element.bounding_box()
    return box["x"] + box["width"]
