"""What people write is only ever words: nothing of it runs, on the phone or at the desk (trust, D18)."""

import pytest

from tests.browser.words import say
from tests.hostile import fill_with_payloads

PHONE = ["today", "problems", "problem/{problem}", "records", "me", "start", "pending"]
DESK = [
    "/desk/",
    "/desk/problems",
    "/desk/problems/{problem}",
    "/desk/patrols/{patrol}",
    "/desk/ledger",
    "/desk/month",
]


@pytest.fixture
def places(session):
    return fill_with_payloads(session)


def make_sure_nothing_ran(visitor):
    """A refusal by the page's policy is a fault as well: it stands in the console, and the test's end tells it."""
    assert visitor.page.evaluate("window.ran") is None
    assert visitor.page.locator("img[src='x'], svg[onload], [href^='javascript']").count() == 0


@pytest.mark.parametrize("username", ["patroller", "village"])
def test_nothing_runs_on_a_phone(places, make_phone, username):
    phone = make_phone()
    phone.log_in(username)
    phone.sees(say("phone.today.start"))
    for screen in PHONE:
        phone.page.goto(f"/#/{screen.format(**places)}")
        phone.page.wait_for_timeout(300)
        make_sure_nothing_ran(phone)
    phone.page.goto(f"/#/problem/{places['problem']}")
    phone.sees("window.ran=1")


def test_nothing_runs_at_a_desk(places, make_desk):
    desk = make_desk()
    desk.log_in("township")
    for address in DESK:
        desk.page.goto(address.format(**places))
        make_sure_nothing_ran(desk)
        desk.sees("window.ran=1")
