"""What the camera owes to who stands at the bank: each picture is kept, and a killed page takes no answer with it."""

from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from tests.browser.walker import LABEL, end_walk, start_walk
from tests.browser.words import say
from tests.builders import NOW
from tests.invariants import check_invariants

PICTURES = 6


def test_six_photos_in_six_seconds_are_six_photos(make_phone, server, camera, session, settings):
    phone = make_phone()
    start_walk(phone)
    phone.wait_for_worker()
    server.stop()
    phone.answer(LABEL[3], say("phone.patrol.found"))
    for number in range(PICTURES):
        camera.look_at(draw_bank(f"picture {number}", sight="rubbish"))
        phone.press(say("phone.problem.shoot_more" if number else "phone.problem.shoot"))
        phone.take_photo()
    expect(phone.page.locator(".photos__picture")).to_have_count(PICTURES)
    phone.sees_all_pictures()
    phone.press("生活垃圾")
    phone.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    phone.press(say("phone.problem.save"))
    end_walk(phone)
    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.photos_all", n=PICTURES))
    stored = select(MediumRow.sha256).where(MediumRow.stored_at > NOW)
    named = select(MediumUseRow.role, MediumUseRow.entry_id).where(MediumUseRow.sha256.in_(stored))
    assert len(session.scalars(stored).all()) == PICTURES
    ((role, _entry_id),) = set(session.execute(named).all())
    assert role == "before"
    assert len(session.execute(named).all()) == PICTURES
    check_invariants(session, settings.media_dir)


def test_what_was_answered_is_stored_before_the_camera_opens(make_phone, camera):
    phone = make_phone()
    start_walk(phone)
    phone.answer(LABEL[3], say("phone.patrol.found"))
    phone.press("生活垃圾")
    phone.page.get_by_label(say("phone.problem.words")).press_sequentially("坡下三袋")
    phone.press(say("phone.problem.shoot"))
    phone._wait_until("document.querySelector('video')?.srcObject?.active === true")
    phone.start_again()
    phone.page.locator("video").wait_for()
    phone.take_photo()
    expect(phone.page.get_by_label(say("phone.problem.words"))).to_have_value("坡下三袋")
    expect(phone.page.get_by_role("button", name="生活垃圾")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(phone.page.locator(".photos__picture")).to_have_count(1)
