"""Coming in by card on one's own phone, on a shared one, in WeChat, and the desk where the card is made."""

import pytest
from playwright.sync_api import expect

from patrol_app.ledger.database import begin_writing, db
from patrol_app.web.enrolment import make_card
from tests.browser.words import say
from tests.cast import Cast

WECHAT = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/99.0 Mobile MicroMessenger/8.0"


@pytest.fixture
def give_card(app, clock):
    """Make a card for one of the cast and give its codes."""

    def give(who):
        with app.app_context():
            begin_writing(db.session())
            codes = make_card(db.session(), who.person_id, clock())
            db.session.commit()
        return codes

    return give


def scan(visitor, codes):
    """Open what the card's sign says, as the phone's camera does."""
    visitor.page.goto(f"/enrol#{codes.code}")


def test_a_card_opens_the_app_without_a_password(give_card, make_phone, server):
    phone = make_phone()
    codes = give_card(Cast.patroller)
    scan(phone, codes)
    phone.sees(say("gate.enrol.who", name=Cast.patroller.name))
    phone.look()
    assert codes.code not in phone.page.url
    phone.press(say("gate.enrol.yes"), exact=True)
    phone.sees(say("phone.today.start"))
    assert codes.code not in server.log
    phone.page.goto("/#/me")
    phone.press(say("phone.me.password"))
    phone.sees(say("gate.password.how"))
    phone.look()
    phone.press(say("gate.password.back"))
    phone.sees(say("phone.today.start"))

    # Spent: whoever finds the paper later is told to ask for another.
    finder = make_phone()
    scan(finder, codes)
    finder.sees(say("errors.bad_card.detail"))
    finder.look()


def test_the_code_can_be_typed_and_a_wrong_card_is_turned_away(give_card, make_phone):
    phone = make_phone()
    phone.page.goto("/enrol")
    phone.look()
    assert say("gate.enrol.wechat") not in phone.page.locator("body").inner_text()
    phone.page.get_by_label(say("gate.enrol.code")).fill(give_card(Cast.patroller).typed.lower())
    phone.press(say("gate.enrol.button"))
    phone.press(say("gate.enrol.no"), exact=True)
    phone.sees(say("gate.enrol.not_yours"))
    phone.look()
    phone.press(say("gate.enrol.other_card"))
    phone.sees(say("gate.enrol.lead"))


def test_an_empty_form_is_answered_in_our_words_and_language(make_phone):
    phone = make_phone()
    phone.page.goto("/enrol")
    phone.press(say("gate.enrol.button"))
    phone.sees(say("gate.enrol.empty"))
    phone.page.goto("/login")
    phone.press(say("gate.login.button"))
    phone.sees(say("gate.login.empty"))
    phone.look()


def test_without_a_network_the_pages_stay_with_what_was_typed(give_card, make_phone):
    phone = make_phone()
    phone.page.goto("/enrol")
    box = phone.page.get_by_label(say("gate.enrol.code"))
    typed = give_card(Cast.patroller).typed
    box.fill(typed)
    phone.context.set_offline(True)
    phone.press(say("gate.enrol.button"))
    phone.sees(say("gate.no_net"))
    phone.look()
    assert box.input_value() == typed
    phone.context.set_offline(False)
    expect(phone.page.get_by_text(say("gate.no_net"))).to_be_hidden()
    phone.press(say("gate.enrol.button"))
    phone.press(say("gate.enrol.yes"), exact=True)
    phone.sees(say("phone.today.start"))

    phone.page.goto("/#/me")
    phone.context.set_offline(True)
    phone.press(say("phone.me.password"))
    phone.sees(say("phone.app.no_net"))
    phone.context.set_offline(False)
    phone.press(say("phone.me.password"))
    phone.sees(say("gate.password.how"))


def test_a_shared_phone_asks_at_each_start_and_shows_nothing_before(give_card, make_phone):
    phone = make_phone()
    scan(phone, give_card(Cast.patroller))
    phone.page.get_by_label(say("gate.enrol.shared")).check()
    phone.press(say("gate.enrol.yes"), exact=True)
    phone.sees(say("phone.today.start"))

    # A reload is no new start; closing the app and opening it again is.
    phone.page.reload()
    phone.sees(say("phone.today.start"))
    phone.start_again()
    phone.sees(say("phone.who.title", name=Cast.patroller.name))
    phone.look()
    assert "洞头村" not in phone.page.locator("body").inner_text()
    phone.press(say("phone.who.yes"))
    phone.sees(say("phone.today.start"))

    phone.start_again()
    phone.press(say("phone.who.change"))
    phone.sees(say("phone.in.login_words"))
    assert Cast.patroller.name not in phone.page.locator("body").inner_text()
    scan(phone, give_card(Cast.other_patroller))
    phone.press(say("gate.enrol.yes"), exact=True)
    phone.sees(Cast.other_patroller.name)
    phone.start_again()
    phone.sees(say("phone.who.title", name=Cast.other_patroller.name))
    assert Cast.patroller.name not in phone.page.locator("body").inner_text()


def test_wechat_shows_the_way_to_the_browser_with_the_code_still_there(give_card, make_visitor):
    phone = make_visitor(
        viewport={"width": 412, "height": 892}, is_mobile=True, has_touch=True, user_agent=WECHAT
    )
    codes = give_card(Cast.patroller)
    scan(phone, codes)
    phone.sees(say("gate.enrol.wechat"))
    phone.look()
    assert phone.page.url.endswith(f"#{codes.code}")
    phone.press(say("gate.enrol.wechat_stay"))
    phone.press(say("gate.enrol.yes"), exact=True)
    phone.sees(say("phone.today.start"))


def test_the_township_hands_out_a_card(make_desk, make_phone):
    township = make_desk()
    township.log_in("township")
    township.press(say("desk.nav.people"), exact=True)
    township.sees(Cast.patroller.name)
    township.look(text_px=14, target_px=24, main_target_px=44)
    township.open_first(Cast.patroller.name)
    township.sees(say("desk.people.way_in"))
    township.look(text_px=14, target_px=24, main_target_px=44)
    township.press(say("desk.people.show_phone"))
    township.sees(say("desk.deed.phone_shown"))
    township.press(say("desk.people.give_card"))
    typed = township.page.locator(".pass__code").inner_text()
    phone = make_phone()
    phone.page.goto("/enrol")
    phone.page.get_by_label(say("gate.enrol.code")).fill(typed)
    phone.press(say("gate.enrol.button"))
    phone.press(say("gate.enrol.yes"), exact=True)
    phone.sees(say("phone.today.start"))
