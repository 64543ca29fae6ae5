"""On the home screen, and in browsers that keep no worker (WeChat on an iPhone): the same app."""

from tests.browser.test_camera import REFUSE
from tests.browser.test_reading import look_everywhere
from tests.browser.test_walk import lose_permission
from tests.browser.walker import start_walk
from tests.browser.words import say

#: A test's browser keeps nothing, and says so; nothing else may stand in the way.
OF_THE_TEST = {"in-incognito"}
#: A test's browser cannot be started from a home screen: it only says that it was.
STANDALONE = """
const match = window.matchMedia.bind(window);
window.matchMedia = (query) => match(query.replace("(display-mode: standalone)", "all"));
"""


def test_a_phone_may_put_it_on_its_home_screen(make_phone):
    phone = make_phone()
    phone.log_in("patroller")
    phone.sees(say("phone.today.start"))
    phone.wait_for_worker()
    devtools = phone.context.new_cdp_session(phone.page)
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= OF_THE_TEST


def test_it_points_at_no_address_bar_where_there_is_none(make_phone):
    phone = make_phone()
    phone.context.add_init_script(STANDALONE)
    phone.context.add_init_script(REFUSE % "NotAllowedError")
    start_walk(phone)
    lose_permission(phone)
    phone.press(say("phone.position.denied"))
    phone.sees(say("phone.place.denied_app"))
    phone.look()
    look_everywhere(phone)
    phone.press(say("phone.place.back"))
    phone.press(say("phone.patrol.scene"))
    phone.sees(say("phone.camera.allow.app.one"))
    phone.look()
    look_everywhere(phone)


def test_everything_works_without_a_worker(make_visitor, server):
    phone = make_visitor(
        viewport={"width": 412, "height": 892},
        has_touch=True,
        is_mobile=True,
        service_workers="block",
        permissions=[],
    )
    phone.log_in("patroller")
    phone.sees(say("phone.today.start"))
    server.stop()
    phone.press(say("phone.today.start"))
    phone.press(say("phone.consent.no"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.dry_bed"))
    phone.press(say("phone.start.begin"))
    phone.sees(say("phone.patrol.title"))
    phone.press(say("phone.patrol.early"))
    phone.press("下大雨")
    phone.press(say("phone.early.finish"))
    phone.sees(say("phone.done.saved"))
    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.filed"))
