"""Fault F13: somebody else takes the phone while records wait. They stay their author's, unseen, until he is back."""

from patrol_app.ledger.tables.duties import PatrolRow
from tests.browser.walker import end_walk, find_last_walk, start_walk
from tests.browser.words import say
from tests.cast import Cast
from tests.invariants import check_invariants


def test_f13_what_waits_stays_with_its_author(make_phone, server, session, settings):
    phone = make_phone()
    start_walk(phone, consent=False)
    phone.wait_for_worker()
    server.stop()
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    phone.page.goto("/#/leave")
    # What has not gone is said before the phone goes on.
    phone.sees(Cast.patroller.name)
    phone.press(say("phone.me.switch_sure"))
    phone.sees(say("phone.in.login_words"))
    server.start()
    before = session.query(PatrolRow).count()

    phone.log_in("patroller2")
    phone.sees(Cast.other_patroller.name)
    for screen in ("today", "problems", "records", "outbox", "me"):
        phone.page.goto(f"/#/{screen}")
        phone.sees(say("phone.sync.nothing_waiting"))
        assert Cast.patroller.name not in phone.page.locator("body").inner_text()
    session.rollback()
    assert session.query(PatrolRow).count() == before
    phone.page.goto("/#/leave")
    phone.press(say("phone.me.switch_sure"))
    phone.sees(say("phone.in.login_words"))

    phone.log_in("patroller")
    phone.sees(Cast.patroller.name)
    phone.sees(say("phone.sync.nothing_waiting"))
    session.rollback()
    assert session.query(PatrolRow).count() == before + 1
    walk = find_last_walk(session)
    assert walk.person_id == Cast.patroller.person_id
    check_invariants(session, settings.media_dir)


def test_a_login_that_ended_is_said_once_and_the_next_one_sends(
    make_phone, server, session, settings
):
    phone = make_phone()
    start_walk(phone, consent=False)
    phone.wait_for_worker()
    server.stop()
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    phone.context.clear_cookies()
    before = find_last_walk(session).seq
    server.start()
    phone.page.goto("/#/today")
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.today.login_title"))
    phone.look()
    phone.page.goto("/#/outbox")
    phone.sees(say("unsent.now.login"))
    assert say("errors.login_required.detail") not in phone.page.locator("body").inner_text()
    phone.look()
    phone.press(say("phone.in.login"))
    phone.fill_in("patroller")
    phone.sees(say("phone.sync.nothing_waiting"))
    assert find_last_walk(session).seq > before
    check_invariants(session, settings.media_dir)
