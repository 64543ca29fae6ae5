"""Photographs every screen into docs/screens, as `make screens` asks: the phone at 412×892, the desk at 1440×900."""

import io
from contextlib import nullcontext
from pathlib import Path

from PIL import Image

from patrol_app.commands.demo.pictures import draw_bank
from tests.browser import walker
from tests.browser.test_day_on_the_river import FOAM, LABEL, REASON
from tests.browser.test_outbox import walk_without_signal
from tests.browser.words import say, say_english
from tests.cast import Cast

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
COLOURS = 256


def test_the_patroller_walks(make_phone, camera):
    patroller = make_phone()
    patroller.context.add_init_script(walker.LEAP)
    patroller.page.goto("/login")
    shoot(patroller, "login")
    patroller.log_in("patroller")
    patroller.sees(say("phone.today.start"))
    shoot(patroller, "home")
    patroller.press(say("phone.today.start"))
    patroller.sees(say("phone.consent.why"))
    shoot(patroller, "consent")
    patroller.page.get_by_label(say("phone.consent.agree")).check()
    patroller.press(say("phone.consent.yes"))
    patroller.answer(say("phone.start.weather"), say("domain.weather.dry"))
    patroller.answer(say("phone.start.water"), say("domain.water.flowing"))
    shoot(patroller, "start")
    patroller.press(say("phone.start.begin"))
    look_around(patroller)
    for item in (1, 2, 5, 6, 7, 8):
        patroller.answer(LABEL[item], say("phone.patrol.none"))
    find_rubbish(patroller, camera)
    find_foam(patroller, camera)
    patroller.page.get_by_role("heading", name=LABEL[2]).scroll_into_view_if_needed()
    shoot(patroller, "patrol")
    finish(patroller)


def look_around(patroller):
    """The map with a part of the way walked, what helps the position, and the pocket."""
    for place in walker.WAY[1:4]:
        walker.walk_to(patroller, place)
    patroller.page.goto("/#/map")
    patroller.sees(say("phone.map.title"))
    shoot(patroller, "map", whole=True)
    patroller.page.goto("/#/place")
    patroller.sees(say("phone.place.title"))
    shoot(patroller, "place")
    patroller.page.goto("/#/pocket")
    patroller.sees(say("phone.pocket.on"))
    shoot(patroller, "pocket")
    patroller.page.goto("/#/voice")
    patroller.press(say("phone.voice.start"))
    patroller.page.wait_for_timeout(4_000)
    shoot(patroller, "voice")
    patroller.page.get_by_role("button", name="停下").click()
    patroller.press(say("phone.voice.delete"))
    patroller.page.goto("/#/patrol")


def find_rubbish(patroller, camera):
    patroller.answer(LABEL[3], say("phone.patrol.found"))
    camera.look_at(draw_bank("today", sight="rubbish"))
    patroller.press(say("phone.problem.shoot"))
    patroller.take_photo()
    patroller.press("生活垃圾")
    patroller.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
    patroller.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_yes"))
    camera.look_at(draw_bank("today", turn_deg=1.2))
    patroller.press(say("phone.problem.shoot_after"))
    patroller.sees(say("phone.camera.align"))
    patroller.page.wait_for_timeout(1500)
    shoot(patroller, "camera")
    patroller.take_photo()
    patroller.press(say("phone.problem.save"))


def find_foam(patroller, camera):
    patroller.answer(LABEL[4], say("phone.patrol.found"))
    patroller.sees(say("phone.known.words"))
    shoot(patroller, "known")
    patroller.press(say("phone.known.new"))
    camera.look_at(draw_bank("today's pipe", sight="foam"))
    patroller.press(say("phone.problem.shoot"))
    patroller.take_photo()
    patroller.press("颜色气味不对")
    patroller.page.get_by_label(say("phone.problem.words")).fill(FOAM)
    patroller.answer(say("phone.problem.severity"), say("domain.severity.major"))
    patroller.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    shoot(patroller, "problem", whole=True)
    patroller.press(say("phone.problem.call"))
    patroller.answer(say("phone.problem.got_through"), say("phone.problem.yes"))
    patroller.press(say("phone.problem.save"))


def finish(patroller):
    patroller.press(say("phone.patrol.early"))
    patroller.sees(say("phone.early.why"))
    shoot(patroller, "early")
    patroller.page.go_back()
    patroller.press(say("phone.patrol.old_go"))
    for number in range(1, 4):
        patroller.sees(say("phone.recheck.title", n=number, of=3))
        if number == 1:
            shoot(patroller, "recheck")
        solved = patroller.page.get_by_role("button", name=say("domain.outcome.solved"))
        outcome = "solved" if solved.count() else "unchanged"
        patroller.answer(say("phone.recheck.how"), say(f"domain.outcome.{outcome}"))
        patroller.press(say("phone.recheck.last") if number == 3 else say("phone.recheck.next"))
    patroller.press(say("phone.patrol.finish"))
    patroller.sees(say("phone.done.photos_all", n=3))
    shoot(patroller, "done")
    patroller.press(say("phone.share.way"))
    patroller.sees(say("phone.share.hint"))
    shoot(patroller, "share", whole=True)
    patroller.page.goto("/#/records")
    patroller.sees(say("phone.records.title"))
    shoot(patroller, "records")
    patroller.page.goto("/#/me")
    patroller.sees(say("phone.me.sync"))
    shoot(patroller, "me")


def test_what_waits_can_be_carried_out(make_phone, server, camera):
    patroller = make_phone()
    walk_without_signal(patroller, server, camera)
    patroller.open_first(say("phone.outbox.see"))
    patroller.sees(say("unsent.walk"))
    shoot(patroller, "outbox", whole=True)


def test_the_village_chief_decides(make_phone):
    chief = make_phone()
    chief.log_in("village")
    chief.sees(say("phone.today.start"))
    shoot(chief, "chief-home")
    chief.press(say("phone.tab.problems"))
    chief.sees(say("phone.problems.title"))
    shoot(chief, "inbox")
    chief.open_first("渣土")
    shoot(chief, "review", whole=True)
    chief.page.go_back()
    chief.open_first("公示牌")
    chief.press(say("phone.review.escalate", role=say("domain.role.township_chief")))
    chief.page.get_by_label(say("phone.deed.reason")).fill(REASON)
    shoot(chief, "escalate")


def test_in_english_and_in_large_words(make_phone, make_desk, camera):
    phone = make_phone()
    phone.page.goto("/login?language=en")
    shoot(phone, "login-en")
    phone.say = say_english
    phone.fill_in("patroller")
    phone.sees(say_english("phone.today.start"))
    shoot(phone, "home-en")
    phone.page.goto("/#/me")
    phone.sees(say_english("phone.me.text"))
    shoot(phone, "me-en", whole=True)
    phone.answer(say_english("phone.me.text"), say_english("phone.me.text_large"))
    phone.answer(say_english("phone.me.language"), say("domain.language.zh-CN"))
    phone.say = say
    phone.page.goto("/#/today")
    phone.sees(say("phone.today.start"))
    shoot(phone, "home-large")
    phone.press(say("phone.today.start"))
    phone.press(say("phone.consent.no"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    phone.answer(LABEL[1], say("phone.patrol.none"))
    shoot(phone, "patrol-large")

    desk = make_desk()
    desk.page.goto("/login?language=en")
    desk.say = say_english
    desk.fill_in("township")
    desk.sees(say_english("desk.nav.month"))
    shoot(desk, "desk-en")


def test_the_township_reviews(make_desk):
    township = make_desk()
    township.log_in("township")
    township.sees(say("desk.overview.walkers"))
    shoot(township, "desk-overview")
    township.press(say("desk.nav.problems"))
    township.sees(say("desk.problems.title"))
    shoot(township, "desk-problems")
    township.open_first("渣土")
    shoot(township, "desk-problem")
    township.page.go_back()
    township.open_first("左岸草里有几袋垃圾")
    township.press(say("desk.problem.patrol"))
    township.sees(say("desk.patrol.items"))
    shoot(township, "desk-patrol", whole=True)
    township.press(say("desk.patrol.print"))
    township.sees(say("desk.record.title"))
    shoot(township, "desk-patrol-print", whole=True)
    township.press(say("desk.record.back"))
    township.press(say("desk.nav.ledger"), exact=True)
    township.sees(say("desk.ledger.title"))
    shoot(township, "desk-ledger")
    township.press(say("desk.ledger.print"))
    township.sees(say("desk.paper.unit", names=""))
    shoot(township, "desk-ledger-print")
    township.press(say("desk.paper.back"))
    township.press(say("desk.nav.month"), exact=True)
    township.sees(say("desk.month.who"))
    shoot(township, "desk-month")
    township.open_first(Cast.patroller.name)
    township.sees(say("desk.person.contact"))
    shoot(township, "desk-person")
    township.press(say("county.nav.map"))
    township.sees(say("county.map.problems"))
    shoot(township, "desk-map")
    township.open_first("洞头断面")
    township.sees(say("county.point.visits"))
    shoot(township, "desk-point", whole=True)


def shoot(visitor, name, *, whole=False):
    """Keep what the visitor sees, or all there is to scroll, in few enough colours to be kept in the repository."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    visitor.sees_all_pictures()
    with visitor.unrolled() if whole else nullcontext(visitor.page) as page:
        picture = page.screenshot(scale="css", animations="disabled")
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)
    image.save(FOLDER / f"{name}.png", optimize=True)


def test_people_come_in_by_card(make_desk, make_phone):
    township = make_desk()
    township.log_in("township")
    township.press(say("desk.nav.people"), exact=True)
    township.sees(Cast.patroller.name)
    shoot(township, "desk-people")
    township.open_first(Cast.patroller.name)
    township.sees(say("desk.people.way_in"))
    shoot(township, "desk-person-of-roster", whole=True)
    township.press(say("desk.people.give_card"))
    typed = township.page.locator(".pass__code").inner_text()
    shoot(township, "desk-card")
    phone = make_phone()
    phone.page.goto("/enrol")
    phone.sees(say("gate.enrol.code"))
    shoot(phone, "enrol")
    phone.page.get_by_label(say("gate.enrol.code")).fill(typed)
    phone.press(say("gate.enrol.button"))
    phone.sees(say("gate.enrol.yes"))
    shoot(phone, "enrol-who")
    phone.page.get_by_label(say("gate.enrol.shared")).check()
    phone.press(say("gate.enrol.yes"), exact=True)
    phone.sees(say("phone.today.start"))
    phone.start_again()
    phone.sees(say("phone.who.yes"))
    shoot(phone, "who")
