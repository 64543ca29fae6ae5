"""Faults F08 and F09: a clock in another century, a phone that slept. The walk is kept and says so."""

import pytest
from playwright.sync_api import expect

from patrol_app.domain.doubts import Doubt
from patrol_app.ledger.tables.entries import VaultRow
from tests.browser.walker import WAY, end_walk, find_last_walk, start_walk, walk_to
from tests.browser.words import say
from tests.invariants import check_invariants

#: The page's clock jumps to another time, and goes on from there.
TURN_CLOCK = """
(to_ms) => {
  const shift_ms = to_ms - Date.now(), now = Date.now.bind(Date), Real = Date;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(now() + shift_ms); }
    static now() { return now() + shift_ms; }
  };
}
"""
#: Asleep the wall clock goes on, the page's own does not.
SLEEP = """
{
  let slept_ms = 0;
  const now = Date.now.bind(Date);
  Date.now = () => now() + slept_ms;
  window.sleep = (ms) => { slept_ms += ms; };
}
"""
HOURS_8_MS = 8 * 3_600_000
FAR = {"1970": 0, "2099": 4_083_955_200_000}


@pytest.mark.parametrize("to_ms", FAR.values(), ids=FAR)
def test_f08_a_clock_in_another_century_loses_nothing_and_says_so(
    make_phone, server, session, settings, to_ms
):
    phone = make_phone()
    phone.context.add_init_script(f"({TURN_CLOCK})({to_ms})")
    start_walk(phone, consent=False)
    phone.page.goto("/#/today")
    phone.sees(say("phone.today.clock_title"))
    expect(phone.page.get_by_text(say("phone.today.month_done"))).to_have_count(0)
    phone.look()
    phone.page.goto("/#/patrol")
    server.stop()
    end_walk(phone)
    phone.sees(say("phone.done.saved"))

    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.filed"))
    walk = find_last_walk(session)
    assert walk.day_on.isoformat() == "2026-11-22"
    assert Doubt.CLOCK in walk.doubts
    check_invariants(session, settings.media_dir)


def test_f09_a_phone_that_slept_for_eight_hours_closes_its_walk_with_a_gap(
    make_phone, session, settings
):
    phone = make_phone()
    phone.context.add_init_script(SLEEP)
    start_walk(phone)
    walk_to(phone, WAY[0])
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    phone.page.evaluate("sleep", HOURS_8_MS)
    walk_to(phone, WAY[1])
    end_walk(phone)
    phone.sees(say("phone.done.filed"))

    walk = find_last_walk(session)
    track = session.get(VaultRow, walk.entry_id).private["track"]
    assert [reason for _, _, reason in track["gaps"]] == ["asleep"]
    ((from_ms, until_ms, _),) = track["gaps"]
    assert abs(until_ms - from_ms - HOURS_8_MS) < 60_000
    check_invariants(session, settings.media_dir)
