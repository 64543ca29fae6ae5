"""The map of the reach: drawn without any network, and the points to visit."""

from playwright.sync_api import expect
from sqlalchemy import func, select

from patrol_app.ledger.tables.register import PointRow
from tests.browser.walker import WAY, end_walk, find_last_walk, start_walk, walk_to
from tests.browser.words import say
from tests.cast import Cast

OUTLET = "洞头村雨水排放口"
SECTION = "洞头断面"


def test_points_are_visited_without_signal(make_phone, make_desk, server, session):
    of = count_points(session)
    phone = make_phone()
    start_walk(phone)
    phone.wait_for_worker()
    server.stop()
    for place in WAY[:2]:
        walk_to(phone, place)
    walk_to(phone, (112.882400, 35.433400))
    phone.press(say("phone.map.open_count", n=0, of=of))
    phone.sees(say("phone.map.legend_approximate"))
    expect(phone.page.get_by_role("img", name=say("phone.map.label"))).to_be_visible()
    assert phone.page.locator(".sketch__line--walked").count() == 1
    phone.look()

    walk_to(phone, WAY[2])
    phone.sees(say("phone.map.near", name=OUTLET))
    phone.page.get_by_role("button", name=say("phone.map.here"), exact=True).click()
    phone.sees(say("phone.map.visited", n=1, of=of))
    expect(phone.page.get_by_text(say("phone.map.near", name=OUTLET))).to_be_hidden()
    phone.press(f"{say('phone.map.here')} {SECTION}")
    phone.sees(say("phone.map.visited", n=2, of=of))
    phone.press(f"{say('phone.map.take_back')} {SECTION}")
    phone.sees(say("phone.map.visited", n=1, of=of))
    phone.look()
    phone.page.reload()
    phone.sees(say("phone.map.visited", n=1, of=of))
    phone.press(say("phone.map.back"))
    end_walk(phone)
    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.filed"))

    township = make_desk()
    township.log_in("township")
    township.page.goto(f"/desk/patrols/{find_last_walk(session).entry_id}")
    visited = township.page.get_by_role("listitem").filter(has_text=OUTLET)
    expect(visited).to_contain_text("到了")
    township.sees(say("desk.patrol.visits", n=1, of=of))
    township.look()


def count_points(session):
    points = select(func.count()).where(PointRow.reach_id == Cast.patroller.reach_id)
    return session.scalar(points)


def test_near_a_point_it_is_asked_and_a_no_is_heard(make_phone):
    phone = make_phone()
    start_walk(phone)
    walk_to(phone, WAY[2])
    phone.sees(say("phone.map.near", name=OUTLET))
    phone.look()
    phone.press(say("phone.map.not_here"))
    expect(phone.page.get_by_text(say("phone.map.near", name=OUTLET))).to_be_hidden()
    walk_to(phone, WAY[0], accuracy_m=900)
    expect(phone.page.get_by_role("button", name=say("phone.map.here"), exact=True)).to_be_hidden()
