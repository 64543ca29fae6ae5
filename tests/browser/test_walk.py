"""The walk itself: how much of the reach is walked, where the track breaks off and why."""

import pytest
from playwright.sync_api import expect

from patrol_app.ledger.tables.entries import VaultRow
from tests.browser.conftest import BANK
from tests.browser.walker import LABEL, WAY, end_walk, find_last_walk, start_walk, walk_to
from tests.browser.words import say

#: The page goes out of sight, as when the screen goes dark; no browser under test does that by itself.
HIDE = """
{{
  Object.defineProperty(document, "visibilityState", {{ value: "{0}", configurable: true }});
  Object.defineProperty(document, "hidden", {{ value: "{0}" === "hidden", configurable: true }});
  document.dispatchEvent(new Event("visibilitychange"));
}}
"""


#: A valley without satellites: each question ends without an answer.
NO_FIX = """
navigator.geolocation.watchPosition = (_found, failed) => {
  setTimeout(() => failed({ code: 2, PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2 }), 50);
  return 1;
};
"""


@pytest.fixture
def find_walk(session):
    """Give the patroller's last walk as the ledger has it."""
    return lambda: find_last_walk(session)


def share_of(phone):
    figure = phone.page.locator(".figures > div").filter(has_text=say("phone.patrol.reach"))
    return int(figure.locator("dd").inner_text().strip().removesuffix("%"))


def test_the_share_of_the_reach_rises_with_the_walk(make_phone, find_walk):
    phone = make_phone()
    start_walk(phone)
    shares = []
    for place in WAY:
        walk_to(phone, place)
        phone.page.wait_for_timeout(200)
        shares.append(share_of(phone))
    phone.look()
    end_walk(phone)
    phone.sees(say("phone.done.filed"))

    assert shares == sorted(set(shares))
    walk = find_walk()
    assert walk.coverage_permille // 10 == shares[-1]
    expect(phone.page.get_by_text(say("phone.done.share", n=shares[-1]))).to_be_visible()
    phone.look()


def test_a_position_lost_on_the_way_never_blocks_and_is_told_of(make_phone, make_desk, find_walk):
    phone = make_phone()
    start_walk(phone)
    walk_to(phone, WAY[0])
    phone.sees(say("phone.position.good"))
    walk_to(phone, WAY[1], accuracy_m=900)
    phone.sees(say("phone.position.poor"))
    lose_permission(phone)
    phone.sees(say("phone.position.denied"))
    phone.press(say("phone.position.denied"))
    phone.sees(say("phone.place.denied"))
    phone.look()
    phone.press(say("phone.place.back"))
    phone.page.evaluate("leap(600_000)")
    phone.answer(LABEL[1], say("phone.patrol.none"))
    end_walk(phone)
    phone.sees(say("phone.done.filed"))

    township = make_desk()
    township.log_in("township")
    township.page.goto(f"/desk/patrols/{find_walk().entry_id}")
    township.sees(say("desk.track.gaps", n=1))
    township.sees(say("desk.track.why.denied"))
    township.look()


@pytest.mark.parametrize("accuracy_m", [2000, None], ids=["a fix of 2 km", "no fix at all"])
def test_f10_a_walk_without_a_good_place_is_kept_and_says_so(
    make_phone, find_walk, session, accuracy_m
):
    phone = make_phone()
    if accuracy_m is None:
        phone.context.add_init_script(NO_FIX)
    else:
        phone.context.set_geolocation({**BANK, "accuracy": accuracy_m})
    start_walk(phone)
    phone.sees(say(f"phone.position.{'poor' if accuracy_m else 'none'}"))
    end_walk(phone)
    phone.sees(say("phone.done.filed"))

    walk = find_walk()
    assert not walk.coverage_permille
    fixes = session.get(VaultRow, walk.entry_id).private["track"]["fixes"]
    assert {fix[2] for fix in fixes} <= {accuracy_m}


def lose_permission(phone):
    """What is not granted beside something else is denied; the phone asks anew when it is looked at again."""
    phone.forbid("geolocation")
    phone.page.evaluate(HIDE.format("hidden"))
    phone.page.evaluate(HIDE.format("visible"))


def test_a_page_out_of_sight_leaves_a_gap(make_phone, find_walk, session):
    phone = make_phone()
    start_walk(phone)
    walk_to(phone, WAY[0])
    phone.page.evaluate(HIDE.format("hidden"))
    phone.page.evaluate("leap(400_000)")
    phone.page.evaluate(HIDE.format("visible"))
    walk_to(phone, WAY[1])
    end_walk(phone)
    phone.sees(say("phone.done.filed"))

    track = session.get(VaultRow, find_walk().entry_id).private["track"]
    assert [reason for _, _, reason in track["gaps"]] == ["asleep"]


def test_a_pocket_can_tap_as_it_likes(make_phone):
    phone = make_phone()
    start_walk(phone)
    phone.press(say("phone.patrol.pocket"))
    phone.sees(say("phone.pocket.on"))
    phone.look()
    leave = phone.page.get_by_role("button", name=say("phone.pocket.leave"))
    phone.page.mouse.click(200, 300)
    leave.click()
    leave.tap()
    phone.sees(say("phone.pocket.on"))
    before = phone.page.locator(".pocket__time").inner_text()
    phone.page.evaluate("leap(120_000)")
    walk_to(phone, WAY[1])
    phone.sees(say("phone.position.good"))
    expect(phone.page.locator(".pocket__time")).not_to_have_text(before)

    box = leave.bounding_box()
    phone.page.mouse.move(box["x"] + 40, box["y"] + 40)
    phone.page.mouse.down()
    phone.page.wait_for_timeout(1_700)
    phone.page.mouse.up()
    phone.sees(say("phone.patrol.title"))
    assert "1%" not in phone.page.locator(".figures").inner_text()


def test_the_pocket_promises_no_track_where_none_is_recorded(make_phone):
    phone = make_phone()
    start_walk(phone, consent=False)
    phone.press(say("phone.patrol.pocket"))
    phone.sees(say("phone.pocket.untracked"))
    phone.look()
    assert say("phone.pocket.on") not in phone.page.locator("body").inner_text()


def test_the_pocket_is_left_by_the_keyboard_too_and_says_when_the_screen_goes_dark(make_phone):
    phone = make_phone()
    phone.context.add_init_script("delete Navigator.prototype.wakeLock")
    start_walk(phone)
    phone.press(say("phone.patrol.pocket"))
    phone.sees(say("phone.pocket.missing"))
    phone.page.get_by_role("button", name=say("phone.pocket.leave")).press("Enter")
    phone.sees(say("phone.patrol.title"))
