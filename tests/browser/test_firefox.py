"""The offline day in Firefox: whoever walks with it loses nothing either."""

from pathlib import Path

import pytest

from patrol_app.commands.demo.pictures import draw_bank
from tests.browser.visitor import Visitor
from tests.browser.walker import LABEL, find_last_walk
from tests.browser.words import say
from tests.invariants import check_invariants

FIREFOX = Path("/usr/bin/firefox-esr")


@pytest.fixture(scope="module")
def firefox(playwright):
    if not FIREFOX.exists():
        pytest.skip("no Firefox ESR here: apt-get install firefox-esr (Debian)")
    browser = playwright.firefox.launch(executable_path=FIREFOX, channel="moz-firefox")
    yield browser
    browser.close()


@pytest.fixture
def phone(firefox, server):
    context = firefox.new_context(
        base_url=server.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 412, "height": 892},
    )
    visitor = Visitor(context, ahead_s=server.ahead_s)
    yield visitor
    context.close()
    assert visitor.faults == []


def test_a_whole_walk_without_signal_is_in_the_ledger_when_it_is_back(
    phone, server, session, settings
):
    phone.page.goto("/login")
    phone.fill_in("patroller")
    phone.sees(say("phone.today.start"))
    phone.wait_for_worker()
    server.stop()
    phone.page.reload()

    phone.press(say("phone.today.start"))
    phone.press(say("phone.consent.no"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    phone.sees(say("phone.patrol.title"))
    for item in (1, 2, 4, 5, 6, 7, 8):
        phone.answer(LABEL[item], say("phone.patrol.none"))
    report(phone)
    look_at_old_problems(phone)
    phone.press(say("phone.patrol.finish"))
    phone.sees(say("phone.done.saved"))
    phone.page.reload()
    phone.sees(say("phone.done.saved"))

    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.filed"))
    phone.sees(say("phone.done.photos_all", n=1))
    walk = find_last_walk(session)
    assert (walk.ended_early, walk.day_on.isoformat()) == (None, "2026-11-22")
    check_invariants(session, settings.media_dir)


def report(phone):
    """Without a camera the picture is picked."""
    phone.answer(LABEL[3], say("phone.patrol.found"))
    phone.press(say("phone.problem.shoot"))
    picture = {"name": "rubbish.jpg", "mimeType": "image/jpeg", "buffer": draw_bank("today")}
    phone.page.get_by_label(say("phone.camera.gallery")).set_input_files(picture)
    phone.sees(say("phone.camera.saved"))
    phone.press("生活垃圾")
    phone.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    phone.press(say("phone.problem.save"))


def look_at_old_problems(phone):
    phone.press(say("phone.patrol.old_go"))
    for number in range(1, 4):
        phone.sees(say("phone.recheck.title", n=number, of=3))
        solved = phone.page.get_by_role("button", name=say("domain.outcome.solved"))
        outcome = "solved" if solved.count() else "unchanged"
        phone.answer(say("phone.recheck.how"), say(f"domain.outcome.{outcome}"))
        phone.press(say("phone.recheck.last") if number == 3 else say("phone.recheck.next"))
