"""Faults F06 and F07: a new version comes while records wait, comes by halves, or does harm and is switched off."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.walker import end_walk, find_last_walk, start_walk
from tests.browser.words import say
from tests.invariants import check_invariants

DIST = Path(__file__).parents[2] / "static" / "dist"
SCRIPT = "document.querySelector('script[src*=\"/phone-\"]').getAttribute('src')"
CACHES = "caches.keys().then((names) => names.filter((name) => name.startsWith('patrol-')))"
WORKERS = "navigator.serviceWorker.getRegistrations().then((held) => held.length)"
ENTRIES = "**/api/v1/entries"


@pytest.fixture
def newer(tmp_path):
    """The front end as the next build makes it: its main script and its worker under other names."""
    made = tmp_path / "newer"
    shutil.copytree(DIST, made, ignore=shutil.ignore_patterns("*.gz"))
    (script,) = made.glob("phone-*.js")
    old, new = script.name, "phone-NEWER234.js"
    script.rename(made / new)
    worker = (made / "sw.js").read_text(encoding="utf-8")
    version = re.search(r'"patrol-(\w+)"', worker)[1]
    for file in [*made.glob("*.js"), made / "manifest.json"]:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new).replace(version, "newer"), encoding="utf-8")
    return made


def test_f06_a_new_version_waits_takes_over_and_sends_what_the_old_one_filed(
    make_phone, server, newer, session, settings
):
    phone = make_phone()
    start_walk(phone, consent=False)
    phone.wait_for_worker()
    old = phone.page.evaluate(SCRIPT)
    server.stop()
    end_walk(phone)
    phone.sees(say("phone.done.saved"))

    phone.context.route(ENTRIES, lambda route: route.abort())
    server.start(PATROL_TEST_DIST_DIR=str(newer))
    phone.page.goto("/#/today")
    phone.page.reload()
    phone.sees(say("phone.app.new_version"))
    phone.look()
    assert phone.page.evaluate(SCRIPT) == old

    # In the middle of a walk nobody is asked, and nothing changes.
    begin_walk(phone)
    expect(phone.page.get_by_text(say("phone.app.new_version"))).to_have_count(0)
    phone.page.goto("/#/today")
    phone.sees(say("phone.today.go_on"))
    expect(phone.page.get_by_text(say("phone.app.new_version"))).to_have_count(0)
    phone.press(say("phone.today.go_on"))
    end_walk(phone)
    phone.sees(say("phone.done.saved"))

    phone.page.goto("/#/today")
    change(phone)
    assert phone.page.evaluate(SCRIPT) == "/static/dist/phone-NEWER234.js"
    expect(phone.page.get_by_text(say("phone.app.new_version"))).to_have_count(0)
    assert phone.page.evaluate(CACHES) == ["patrol-newer"]

    phone.context.unroute(ENTRIES)
    before = find_last_walk(session).seq
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.sync.nothing_waiting"))
    assert find_last_walk(session).seq > before
    check_invariants(session, settings.media_dir)


def test_f07_a_version_that_comes_by_halves_leaves_the_old_one_at_work(make_phone, server, newer):
    phone = make_phone()
    phone.log_in("patroller")
    phone.sees(say("phone.today.start"))
    phone.wait_for_worker()
    old, kept = phone.page.evaluate(SCRIPT), phone.page.evaluate(CACHES)
    server.stop()
    (newer / "phone-NEWER234.js").unlink()
    server.start(PATROL_TEST_DIST_DIR=str(newer))
    with phone.context.expect_event(
        "response", lambda answer: answer.url.endswith("phone-NEWER234.js")
    ):
        phone.page.reload()
    phone.sees(say("phone.today.start"))
    server.stop()
    phone.page.reload()
    phone.sees(say("phone.today.start"))
    assert phone.page.evaluate(SCRIPT) == old
    assert set(kept) <= set(phone.page.evaluate(CACHES))
    expect(phone.page.get_by_text(say("phone.app.new_version"))).to_have_count(0)


def test_a_worker_that_does_harm_is_switched_off_and_records_stay(
    make_phone, server, session, settings
):
    phone = make_phone()
    start_walk(phone, consent=False)
    phone.wait_for_worker()
    server.stop()
    end_walk(phone)
    phone.sees(say("phone.done.saved"))

    phone.context.route(ENTRIES, lambda route: route.abort())
    server.start(PATROL_WORKER_OFF="1")
    phone.page.goto("/#/today")
    phone.page.reload()
    phone.sees(say("phone.app.new_version"))
    wait_until(phone, f"{WORKERS}.then((held) => held === 0)")
    assert phone.page.evaluate(CACHES) == []

    change(phone)
    assert phone.page.evaluate("navigator.serviceWorker.controller") is None
    phone.context.unroute(ENTRIES)
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.sync.nothing_waiting"))
    assert find_last_walk(session).ended_early is not None
    check_invariants(session, settings.media_dir)


def change(phone):
    """Take the new version over: the page comes anew."""
    with phone.page.expect_navigation():
        phone.press(say("phone.app.update"))
    phone.sees(say("phone.today.start"))


def wait_until(phone, script):
    for _ in range(100):
        if phone.page.evaluate(script):
            return
        phone.page.wait_for_timeout(100)
    raise AssertionError(f"never true: {script}")


def begin_walk(phone):
    phone.press(say("phone.today.start"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    phone.sees(say("phone.patrol.title"))
