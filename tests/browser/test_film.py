"""A short film of what no photo shows: weighed before it is kept, kept if the page dies, played at the desk."""

from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.ledger.tables.media import MediumRow
from tests.browser.test_reading import look_everywhere
from tests.browser.walker import LABEL, end_walk, start_walk
from tests.browser.words import say

PLAY = """
async (place) => {
  const film = document.querySelector(place);
  film.muted = true;
  await film.play();
  while (film.currentTime < 0.5 && !film.ended) await new Promise((r) => setTimeout(r, 50));
  film.pause();
  return [film.error === null, film.videoWidth > 0];
}
"""


def test_a_film_goes_from_the_bank_to_the_desk(make_phone, make_desk, server, camera, session):
    camera.look_at(draw_bank("today", sight="foam"))
    phone = make_phone()
    start_walk(phone)
    phone.answer(LABEL[5], say("phone.patrol.found"))
    phone.press(say("phone.problem.shoot"))
    phone.take_photo()
    phone.press(say("phone.film.way"))
    film(phone, ms=3_500)
    expect(phone.page.get_by_text("用 Wi-Fi 传约")).to_be_visible()
    phone.look()
    look_everywhere(phone)
    assert phone.page.evaluate(PLAY, ".film__taken") == [True, True]
    phone.press(say("phone.film.use"))
    phone.sees(say("phone.film.saved"))
    player = phone.page.locator("video.film__player")
    expect(player).to_have_count(1)
    assert player.get_attribute("poster").startswith("data:image/jpeg;base64,")
    phone.look()
    look_everywhere(phone)
    phone.page.get_by_label(say("phone.problem.words")).fill("黄色泡沫")
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    phone.press(say("phone.problem.save"))
    end_walk(phone)
    phone.sees(say("phone.done.filed"))
    phone.page.goto("/#/me")
    phone.answer(say("phone.videos.title"), say("phone.videos.any"))
    phone.press(say("phone.me.sync_now"))
    phone.sees(say("phone.sync.nothing_waiting"))
    (stored,) = session.scalars(select(MediumRow).where(MediumRow.type == "video/webm")).all()
    assert 20_000 < stored.bytes < 2_000_000

    township = make_desk()
    township.log_in("township")
    township.page.goto("/desk/problems")
    township.open_first("黄色泡沫")
    township.sees(say("domain.media_role.video"))
    assert township.page.evaluate(PLAY, "video") == [True, True]

    chief = make_phone()
    chief.log_in("village")
    chief.press(say("phone.tab.problems"))
    chief.open_first("黄色泡沫")
    chief.sees(say("phone.film.filmed"))
    assert chief.page.evaluate(PLAY, ".film__player") == [True, True]
    chief.look()


def film(phone, *, ms):
    """Film for so long, and stop."""
    phone._wait_until("document.querySelector('video')?.readyState > 1")
    phone.page.get_by_role("button", name="开始录").click()
    phone.page.wait_for_timeout(ms)
    phone.sees("还能录")
    phone.look()
    phone.page.get_by_role("button", name="停下").click()
    phone.page.get_by_role("button", name=say("phone.film.use")).wait_for()


def test_a_film_that_a_killed_page_broke_off_is_kept_as_far_as_it_came(make_phone):
    phone = make_phone()
    start_walk(phone)
    phone.press(say("phone.patrol.scene"))
    phone.press(say("phone.camera.film"))
    phone._wait_until("document.querySelector('video')?.readyState > 1")
    phone.page.get_by_role("button", name="开始录").click()
    phone.page.wait_for_timeout(3_500)
    phone.start_again()
    phone.sees(say("phone.film.found"))
    phone.press(say("phone.left.videos", n=1))
    phone.page.locator("video.film__player").wait_for()
    phone.look()
    assert phone.page.evaluate(PLAY, ".film__player") == [True, True]
    phone.press(say("phone.voice.delete"))
    expect(phone.page.locator("video")).to_have_count(0)


def test_a_film_taken_anew_replaces_the_first_one(make_phone):
    phone = make_phone()
    start_walk(phone)
    phone.page.goto("/#/film")
    phone._wait_until("document.querySelector('video')?.readyState > 1")
    look_everywhere(phone)
    film(phone, ms=1_500)
    phone.press(say("phone.camera.again"))
    film(phone, ms=1_500)
    phone.press(say("phone.film.use"))
    phone.sees(say("phone.film.saved"))
    phone.sees(say("phone.left.videos", n=1))


def test_a_film_that_was_left_without_a_word_is_seen_where_it_belongs(make_phone):
    phone = make_phone()
    start_walk(phone)
    phone.press(say("phone.patrol.scene"))
    phone.press(say("phone.camera.film"))
    film(phone, ms=1_500)
    phone.press(say("phone.app.back"))
    phone.press(say("phone.left.videos", n=1))
    phone.page.locator("video.film__player").wait_for()
