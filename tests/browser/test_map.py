"""河段地图 in a real browser: lines and points by hand and as a list, nothing drawn silently or asked elsewhere."""

import pytest
from playwright.sync_api import expect

from tests.browser.words import say


@pytest.fixture
def desk(make_desk):
    desk = make_desk()
    desk.log_in("township")
    desk.press(say("county.nav.map"))
    return desk


def test_the_map_shows_what_the_list_says_and_leads_to_a_points_page(desk):
    asked = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.reload()
    expect(desk.page.locator(".river--approximate")).to_have_count(1)
    doubted = desk.page.locator(".map .spot--doubted")
    expect(doubted).to_have_count(5)
    desk.look()
    assert not [url for url in asked if "localhost" not in url and "127.0.0.1" not in url]

    # What lies on one another is told together: none of the three can hide another.
    desk.page.locator('.map [title^="东武匠村"]').click()
    popup = desk.page.locator(".leaflet-popup")
    expect(popup.get_by_role("link", name="武匠村")).to_have_count(3)
    desk.page.keyboard.press("Escape")
    # It fades, and the ground may still be moving back under the next sign.
    expect(popup).to_have_count(0)
    desk.page.locator('.map [title="洞头断面"]').click()
    popup.get_by_role("link", name="洞头断面").click()
    desk.sees(say("county.section.level"))
    desk.look()
    desk.press(say("county.point.back"))
    desk.open_first("水力发电站")
    desk.sees(say("county.point.doubts"))
    desk.look()


def test_without_script_the_list_says_all(browser, server, make_desk):
    desk = make_desk()
    desk.log_in("township")
    cookies = desk.context.cookies()
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1440, "height": 900}
    )
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"{server.url}/desk/map")
    expect(page.locator(".map-card")).to_be_hidden()
    expect(page.get_by_role("link", name="水力发电站")).to_be_visible()
    expect(page.get_by_text("公布坐标离洞头断面 12346 米")).to_be_visible()
    context.close()


def test_the_county_finds_on_its_map_the_section_it_answers_for_elsewhere(make_desk):
    county = make_desk()
    county.log_in("county")
    county.press(say("county.nav.map"))
    expect(county.page.locator('.map [title="白水河断面"]')).to_be_visible()
    county.look()
    county.open_first("白水河断面")
    county.sees(say("county.elsewhere.why", county="泽州县"))
    county.look()
