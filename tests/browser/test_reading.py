"""Everybody can read it: every screen in English and in Chinese, in usual words and in 大字, on a narrow phone too."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.domain.checklist import ITEMS
from patrol_app.ledger.database import Base
from patrol_app.ledger.tables.gate import LanguageChoiceRow
from tests.browser.conftest import PHONE_PX
from tests.browser.legible import list_chinese, list_not_fitting, list_too_small
from tests.browser.visitor import Visitor
from tests.browser.walker import find_last_walk
from tests.browser.words import say, say_english
from tests.cast import Cast

CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]+")
#: The narrowest phone, and the size of the words.
WAYS = [(412, "large"), (360, "large"), (412, "usual"), (360, "usual")]


@pytest.fixture
def english_phone(make_phone) -> Visitor:
    """A patroller's phone whose person chose English on the login page."""
    phone = make_phone()
    phone.page.goto("/login")
    phone.press(say_english("domain.language.en"))
    phone.say = say_english
    phone.look()
    phone.fill_in("patroller")
    return phone


def test_a_day_in_english(english_phone, make_desk, camera, session):
    written = sorted(list_written(session) | list_tapped(), key=len, reverse=True)

    def look():
        look_everywhere(english_phone)
        english_phone.look()
        expect_no_chinese(english_phone, written)

    walk_through(english_phone, camera, look)
    assert english_phone.page.locator("html").get_attribute("lang") == "en"
    assert find_last_walk(session).ended_early == say("phone.early.reasons.rain")

    desk = make_desk()
    desk.page.goto("/login?language=en")
    desk.say = say_english
    desk.fill_in("township")
    for page in list_desk_pages(desk):
        desk.page.goto(page)
        desk.sees(say_english("desk.name"))
        expect_no_chinese(desk, written)
        desk.look(target_px=24)
        look_enlarged(desk)


def test_a_day_in_large_words(make_phone, camera):
    phone = make_phone()
    phone.log_in("patroller")
    walk_through(phone, camera, lambda: look_everywhere(phone))


def test_a_chief_reads_large_words(make_phone):
    chief = make_phone()
    chief.log_in("village")
    chief.sees(say("phone.today.start"))
    look_everywhere(chief)
    chief.page.goto("/#/problems")
    chief.sees(say("phone.problems.title"))
    look_everywhere(chief)
    chief.open_first("公示牌")
    chief.sees(say("phone.review.what"))
    look_everywhere(chief)
    chief.press(say("phone.review.escalate", role=say("domain.role.township_chief")))
    chief.sees(say("phone.deed.reason"))
    look_everywhere(chief)


def test_the_language_is_switched_without_signal_and_remembered(make_phone, server, session):
    phone = make_phone()
    phone.log_in("patroller")
    phone.sees(say("phone.today.start"))
    phone.wait_for_worker()
    server.stop()
    phone.page.goto("/#/me")
    phone.answer(say("phone.me.language"), say("domain.language.en"))
    phone.sees(say_english("phone.me.language"))
    phone.page.reload()
    phone.sees(say_english("phone.me.consent"))
    expect(phone.page.locator("html")).to_have_attribute("lang", "en")
    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    wait_for_choice(phone, session)

    elsewhere = make_phone()
    elsewhere.log_in("patroller")
    elsewhere.sees(say_english("phone.today.start"))


def test_large_words_are_there_from_the_first_paint_and_before_the_login(make_phone):
    phone = make_phone()
    phone.log_in("patroller")
    phone.sees(say("phone.today.start"))
    phone.page.goto("/#/me")
    phone.answer(say("phone.me.text"), say("phone.me.text_large"))
    assert size_of_words(phone) == 30
    phone.page.reload()
    phone.sees(say("phone.me.text"))
    assert size_of_words(phone) == 30
    phone.page.goto("/login")
    assert size_of_words(phone) == 30
    early = phone.page.locator("head > script").first
    assert early.get_attribute("type") is None
    assert early.get_attribute("src").startswith("/static/dist/early-")
    look_everywhere(phone)


def walk_through(phone: Visitor, camera, look: Callable[[], None]):
    """See every screen of a patroller, with something found, cleaned and reported."""
    say, page = phone.say, phone.page
    phone.sees(say("phone.today.start"))
    look()
    phone.press(say("phone.today.start"))
    phone.sees(say("phone.consent.why"))
    look()
    page.get_by_label(say("phone.consent.agree")).check()
    phone.press(say("phone.consent.yes"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    look()
    phone.press(say("phone.start.begin"))
    phone.sees(say("phone.patrol.title"))
    for item in (1, 2, 5, 6, 7, 8):
        phone.answer(say(f"checklist.{item}.label"), say("phone.patrol.none"))
    look()
    for screen in ("place", "pocket"):
        page.goto(f"/#/{screen}")
        phone.sees(say(f"phone.{screen}.title"))
        look()
        page.goto("/#/patrol")
    find_rubbish(phone, camera, look)
    phone.answer(say("checklist.4.label"), say("phone.patrol.found"))
    phone.sees(say("phone.known.words"))
    look()
    page.go_back()
    phone.press(say("phone.patrol.early"))
    phone.sees(say("phone.early.why"))
    look()
    page.goto("/#/discard")
    phone.sees(say("phone.discard.sure"))
    look()
    page.goto("/#/patrol")
    phone.press(say("phone.patrol.old_go"))
    phone.sees(say("phone.recheck.how"))
    look()
    phone.answer(say("phone.recheck.how"), say("domain.outcome.could_not_check"))
    look()
    page.goto("/#/early")
    phone.press(say("phone.early.reasons.rain"))
    phone.press(say("phone.early.finish"))
    phone.sees(say("phone.done.photos_all", n=2))
    look()
    read_up(phone, look)


def read_up(phone: Visitor, look: Callable[[], None]):
    """See what stands there after a walk: problems, records, 我的."""
    say, page = phone.say, phone.page
    for screen, words in (("reaches", "phone.reach.pick"), ("problems", "phone.problems.title")):
        page.goto(f"/#/{screen}")
        phone.sees(say(words))
        look()
    page.locator(".thumb-row").first.click()
    phone.sees(say("phone.review.what"))
    look()
    for screen, words in (
        ("records", "phone.records.title"),
        ("me", "phone.me.sync"),
        ("leave", "phone.me.switch_sure"),
    ):
        page.goto(f"/#/{screen}")
        phone.sees(say(words))
        look()


def find_rubbish(phone: Visitor, camera, look: Callable[[], None]):
    say = phone.say
    phone.answer(say("checklist.3.label"), say("phone.patrol.found"))
    look()
    camera.look_at(draw_bank("today", sight="rubbish"))
    phone.press(say("phone.problem.shoot"))
    phone.take_photo()
    phone.press(say("checklist.chip.household_waste"))
    phone.answer(say("phone.problem.severity"), say("domain.severity.major"))
    look()
    phone.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_yes"))
    camera.look_at(draw_bank("today", turn_deg=1.2))
    phone.press(say("phone.problem.shoot_after"))
    phone.sees(say("phone.camera.align"))
    look()
    phone.take_photo()
    look()
    phone.press(say("phone.problem.save"))


def look_everywhere(phone: Visitor):
    """Look at the screen on both phones and in both sizes, and name what is cut off or too small."""
    for width, size in WAYS:
        phone.page.evaluate("(size) => { document.documentElement.dataset.text = size }", size)
        phone.page.set_viewport_size({**PHONE_PX, "width": width})
        with phone.unrolled() as page:
            wrong = list_not_fitting(page)
            if size == "large":
                wrong += list_too_small(page, text_px=30)
        for fault in wrong:
            phone.note(f"{width}px, {size} words: {fault}")
    phone.page.set_viewport_size(PHONE_PX)


def look_enlarged(desk: Visitor):
    """Look at the page as a browser shows it at 200 %: half as many CSS pixels."""
    size = desk.page.viewport_size
    desk.page.set_viewport_size({side: length // 2 for side, length in size.items()})
    for fault in list_not_fitting(desk.page):
        desk.note(f"at 200 %: {fault}")
    desk.page.set_viewport_size(size)


def expect_no_chinese(visitor: Visitor, written: list[str]):
    """Chinese are only names, and what somebody wrote in his own words."""
    for line in list_chinese(visitor.page):
        rest = line.replace(say("domain.language.zh-CN"), "")
        for words in written:
            rest = rest.replace(words, "")
        if CHINESE.search(rest):
            visitor.note(f"Chinese in English: {line}")


def list_written(session) -> set[str]:
    """Give what stands in the database in Chinese letters: names, places and people's own words."""
    found = {
        text
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table)).all()
        for value in row
        for text in list_texts(value)
        if CHINESE.search(text)
    }
    session.rollback()
    return found - set(say.catalogue.values())


def list_tapped() -> set[str]:
    """Give what a tap files: the ledger is in Chinese, whatever the phone speaks."""
    reasons = {words for key, words in say.catalogue.items() if ".reasons." in key}
    cleaned = {say("phone.problem.cleaned_yes"), say("phone.problem.opinion_on_the_spot")}
    return reasons | cleaned | {chip.label for item in ITEMS for chip in item.chips}


def list_texts(value: object) -> Iterator[str]:
    """Give each text in a value of a table, also in JSON kept as text or bytes."""
    if isinstance(value, bytes):
        try:
            value = json.loads(value)
        except ValueError:
            return
    if isinstance(value, str):
        yield value
        if value[:1] in "{[" and value:
            yield from list_texts(value.encode())
    elif isinstance(value, dict):
        yield from (text for held in value.values() for text in list_texts(held))
    elif isinstance(value, list):
        yield from (text for held in value for text in list_texts(held))


def list_desk_pages(desk: Visitor) -> list[str]:
    """Give one page of each kind that a township reads."""
    desk.sees(say_english("desk.name"))
    pages = ["/desk/", "/desk/problems", "/desk/ledger", "/desk/month"]
    kinds = ("problems/", "patrols/", "month/")
    found = {}
    for page in pages:
        desk.page.goto(page)
        for link in desk.page.locator("a[href^='/desk/']").all():
            path = link.get_attribute("href").split("?")[0].split("#")[0]
            kind = next((kind for kind in kinds if path.startswith(f"/desk/{kind}")), None)
            if kind and path.count("/") == 3:
                found.setdefault(kind, path)
    assert set(found) == set(kinds)
    return [*pages, *found.values()]


def wait_for_choice(phone: Visitor, session):
    """The server has heard of it."""
    chosen = select(LanguageChoiceRow.language).where(
        LanguageChoiceRow.person_id == Cast.patroller.person_id
    )
    for _ in range(100):
        if session.scalar(chosen) == "en":
            return
        session.rollback()
        phone.page.wait_for_timeout(100)
    pytest.fail("the server never heard of the choice")


def size_of_words(phone: Visitor) -> float:
    """Give the size of the page's own text in CSS pixels."""
    return phone.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
