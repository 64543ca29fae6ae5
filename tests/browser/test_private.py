"""What is the person's own: no position without consent, nothing of one left for the next (trust, D20, D37)."""

from tests.browser.words import say
from tests.cast import Cast

COUNT_POSITIONS = """
{
  window.asked = 0;
  for (const name of ["watchPosition", "getCurrentPosition"]) {
    const own = navigator.geolocation[name].bind(navigator.geolocation);
    navigator.geolocation[name] = (...given) => { window.asked += 1; return own(...given); };
  }
}
"""


def begin_walk(phone):
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    phone.sees(say("phone.patrol.title"))


def drop_walk(phone):
    phone.press(say("phone.patrol.early"))
    phone.press(say("phone.patrol.discard"))
    phone.press(say("phone.discard.sure"))
    phone.sees(say("phone.today.start"))


def count_positions(phone):
    return phone.page.evaluate("window.asked")


def test_no_position_is_asked_for_without_consent(make_phone):
    phone = make_phone()
    phone.context.add_init_script(COUNT_POSITIONS)
    phone.log_in("patroller")

    phone.press(say("phone.today.start"))
    agree = phone.page.get_by_label(say("phone.consent.agree"))
    assert not agree.is_checked()
    assert count_positions(phone) == 0
    phone.press(say("phone.consent.no"))
    begin_walk(phone)
    phone.sees(say("phone.position.off"))
    drop_walk(phone)
    assert count_positions(phone) == 0

    open_me(phone)
    phone.press(say("phone.me.give"))
    phone.page.get_by_label(say("phone.consent.agree")).check()
    phone.press(say("phone.consent.yes"))
    phone.sees(say("phone.me.consent_given"))
    start_walk(phone)
    drop_walk(phone)
    asked = count_positions(phone)
    assert asked > 0

    open_me(phone)
    phone.press(say("phone.me.withdraw"))
    phone.sees(say("phone.me.consent_refused"))
    start_walk(phone)
    assert count_positions(phone) == asked


def test_the_next_person_finds_nothing_of_the_one_before(make_phone):
    phone = make_phone()
    phone.log_in("patroller")
    phone.sees(Cast.patroller.name)
    phone.wait_for_worker()
    open_me(phone)
    phone.press(say("phone.me.switch"))
    phone.press(say("phone.me.switch_sure"))
    phone.log_in("patroller2")
    phone.sees(Cast.other_patroller.name)

    kept = phone.page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname))))"
    )
    assert [path for paths in kept for path in paths if not is_of_the_shell(path)] == []
    for screen in ("today", "problems", "records", "me"):
        phone.page.goto(f"/#/{screen}")
        phone.sees(say("phone.tab.today"))
        assert Cast.patroller.name not in phone.page.locator("body").inner_text()


def open_me(phone):
    phone.page.goto("/#/me")


def start_walk(phone):
    phone.page.goto("/#/today")
    phone.press(say("phone.today.start"))
    begin_walk(phone)


def is_of_the_shell(path):
    return path in {"/", "/manifest.webmanifest"} or path.startswith("/static/")
