"""What is said instead of typed: kept while it is said, heard again by those it concerns."""

from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.ledger.tables.media import MediumRow
from tests.browser.walker import LABEL, end_walk, start_walk
from tests.browser.words import say
from tests.cast import Cast


def test_what_is_said_outlives_the_page_and_reaches_chief_and_township(
    make_phone, make_desk, server, camera, session
):
    phone = make_phone()
    start_walk(phone)
    phone.wait_for_worker()
    server.stop()
    phone.answer(LABEL[5], say("phone.patrol.found"))
    phone.press(say("phone.voice.start"))
    phone.page.wait_for_timeout(3_500)
    phone.sees("还能说")
    phone.look()
    phone.page.reload()
    expect(phone.page.locator("audio")).to_have_count(1)
    assert hears(phone)
    phone.look()

    camera.look_at(draw_bank("today", sight="rubbish"))
    phone.press(say("phone.problem.shoot"))
    phone.take_photo()
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    phone.press(say("phone.problem.save"))
    phone.sees(say("phone.patrol.to_report"))
    end_walk(phone)
    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.filed"))
    phone.sees(say("phone.done.photos_all", n=2))
    (sound,) = session.scalars(select(MediumRow).where(MediumRow.type == "audio/webm")).all()
    assert 1_000 < sound.bytes < 100_000

    chief = make_phone()
    chief.log_in("village")
    chief.press(say("phone.tab.problems"))
    chief.open_first(LABEL[5])
    chief.sees(say("phone.voice.said"))
    assert hears(chief)
    chief.look()

    township = make_desk()
    township.log_in("township")
    township.page.goto("/desk/problems")
    township.open_first(LABEL[5])
    township.sees(say("domain.media_role.voice"))
    assert hears(township)
    township.look()
    assert Cast.patroller.name in township.page.locator("main").inner_text()


def hears(visitor):
    """Whether what is there to be played can be played."""
    visitor.page.locator("audio").first.wait_for()
    return visitor.page.evaluate(
        """async () => {
          const sound = document.querySelector("audio");
          sound.muted = true;
          await sound.play();
          while (sound.currentTime < 0.3 && !sound.ended) await new Promise((r) => setTimeout(r, 50));
          sound.pause();
          return sound.error === null;
        }"""
    )


def test_a_walk_can_be_spoken_of_and_a_note_taken_back(make_phone):
    phone = make_phone()
    start_walk(phone)
    phone.press(say("phone.voice.way"))
    phone.press(say("phone.voice.start"))
    phone.page.wait_for_timeout(1_500)
    phone.page.get_by_role("button", name="还能说").click()
    expect(phone.page.locator("audio")).to_have_count(1)
    phone.look()
    phone.press(say("phone.voice.delete"))
    expect(phone.page.locator("audio")).to_have_count(0)


def test_without_a_microphone_there_are_words_and_the_way_on(make_phone):
    phone = make_phone()
    start_walk(phone)
    phone.forbid("microphone")
    phone.press(say("phone.voice.way"))
    phone.press(say("phone.voice.start"))
    phone.sees(say("phone.fault.voice_denied"))
    phone.look()
    phone.press(say("phone.voice.back"))
    phone.sees(say("phone.patrol.title"))
