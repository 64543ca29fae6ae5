"""Fault F04: the browser clears the store. The phone says what was lost, the desk hears it, the day goes on."""

from tests.browser.walker import end_walk, find_last_walk, start_walk
from tests.browser.words import say
from tests.cast import Cast
from tests.invariants import check_invariants

CLEAR = """
new Promise((resolve, reject) => {
  const asked = indexedDB.deleteDatabase(`patrol-${JSON.parse(localStorage["patrol.person"]).id}`);
  asked.onsuccess = () => resolve();
  asked.onerror = () => reject(asked.error);
})
"""


def test_f04_what_was_lost_is_said_on_the_phone_and_at_the_desk(
    make_phone, make_desk, server, session, settings
):
    phone = make_phone()
    start_walk(phone, consent=False)
    phone.wait_for_worker()
    server.stop()
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    phone.page.evaluate(CLEAR)

    server.start()
    phone.start_again()
    phone.sees(say("phone.loss.title"))
    phone.sees(say("phone.loss.entries", n=1) + say("phone.loss.days", days="11月22日"))
    phone.look()
    phone.press(say("phone.loss.seen"))
    phone.sees(say("phone.today.start"))

    desk = make_desk()
    desk.log_in("township")
    desk.page.goto(f"/desk/people/{Cast.patroller.person_id}")
    desk.sees(say("desk.person.lost_words", entries=1, media=0, days="11月22日")[:12])
    desk.look()

    before = find_last_walk(session).seq
    phone.press(say("phone.today.start"))
    phone.press(say("phone.consent.no"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    end_walk(phone)
    phone.sees(say("phone.done.filed"))
    assert find_last_walk(session).seq > before
    check_invariants(session, settings.media_dir)
