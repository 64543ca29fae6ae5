"""What the camera owes to who stands at the bank: each picture kept, none black or sideways, always a way on (F12)."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from tests.browser.test_reading import look_everywhere
from tests.browser.walker import LABEL, end_walk, start_walk
from tests.browser.words import say
from tests.builders import NOW
from tests.invariants import check_invariants

PICTURES = 6
#: The colours of the corners, from the upper left one clockwise.
CORNERS = [(220, 30, 30), (30, 180, 30), (30, 30, 220), (220, 200, 30)]
#: What was done to the upright picture so that a viewer who heeds the number undoes it (EXIF 2.32, 4.6.4, tag 274).
UNDONE_BY = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
READ_CORNERS = """
async () => {
  const images = [...document.querySelectorAll("img.photos__picture")];
  const image = images.at(-1);
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"),
    { width: image.naturalWidth, height: image.naturalHeight });
  const paper = canvas.getContext("2d");
  paper.drawImage(image, 0, 0);
  const at = (x, y) => [...paper.getImageData(x * canvas.width, y * canvas.height, 1, 1).data].slice(0, 3);
  return [at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8), at(0.2, 0.8)];
}
"""
#: How often the page asked the phone for its camera.
COUNT_ASKS = """
{
  window.asks = 0;
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) => { window.asks += 1; return ask(wanted); };
}
"""
#: Whether a stream that runs is on screen: a restarted one takes a moment.
IS_LIVE = "(video) => video.srcObject?.active === true && video.readyState > 1"
REFUSE = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("no", "%s"); };
"""


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
    expect(phone.page.get_by_text(say("domain.source.live"))).to_have_count(PICTURES)
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


def find_rubbish(phone):
    phone.answer(LABEL[3], say("phone.patrol.found"))
    phone.press(say("phone.problem.shoot"))


def test_a_black_picture_is_said_and_never_kept_unawares(make_phone, camera):
    camera.look_at(draw_plain(0, 0, 0))
    phone = make_phone()
    phone.context.add_init_script(COUNT_ASKS)
    start_walk(phone)
    find_rubbish(phone)
    phone.sees(say("phone.camera.sight.black"))
    phone.look()
    look_everywhere(phone)
    assert phone.page.evaluate("asks") == 2
    phone.press(say("phone.camera.shoot"))
    phone.sees(say("phone.camera.shot_black"))
    phone.look()
    look_everywhere(phone)
    phone.press(say("phone.camera.again"))
    camera.look_at(draw_bank("today", sight="rubbish"))
    phone.press(say("phone.camera.reopen"))
    expect(phone.page.get_by_text(say("phone.camera.sight.black"))).to_have_count(0)
    assert phone.page.evaluate("asks") == 3
    phone._wait_until(f"({IS_LIVE})(document.querySelector('video'))")
    phone.press(say("phone.camera.shoot"))
    phone.page.get_by_role("button", name=say("phone.camera.use")).wait_for()
    expect(phone.page.get_by_text(say("phone.camera.shot_black"))).to_have_count(0)


def draw_plain(*colour, size=(400, 300)):
    drawn = io.BytesIO()
    Image.new("RGB", size, colour).save(drawn, "JPEG")
    return drawn.getvalue()


def test_a_camera_that_dies_while_one_looks_comes_back(make_phone):
    phone = make_phone()
    phone.context.add_init_script(COUNT_ASKS)
    start_walk(phone)
    find_rubbish(phone)
    phone._wait_until("document.querySelector('video')?.readyState > 1")
    phone.page.evaluate(
        """() => {
          const [track] = document.querySelector("video").srcObject.getVideoTracks();
          track.stop();
          track.dispatchEvent(new Event("ended"));
        }"""
    )
    phone._wait_until("asks === 2")
    phone.take_photo()
    expect(phone.page.locator(".photos__picture")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "code", "main"),
    [
        ("NotAllowedError", "camera_denied", "phone.camera.system"),
        ("NotFoundError", "camera_absent", "phone.camera.system"),
        ("NotReadableError", "camera_busy", "phone.app.again"),
    ],
    ids=["denied", "absent", "busy"],
)
def test_no_camera_has_its_own_words_and_way_on(make_phone, name, code, main):
    phone = make_phone()
    phone.context.add_init_script(REFUSE % name)
    start_walk(phone)
    find_rubbish(phone)
    phone.sees(say(f"phone.fault.{code}"))
    phone.look()
    look_everywhere(phone)
    shown = phone.page.locator(".camera .button--main")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(say(main))
    pick(phone, draw_plain(90, 120, 90))
    phone.sees(say("phone.camera.saved"))
    phone.sees(say("domain.source.picked"))


def pick(phone, picture, *, nth=1):
    """Pick a file, out of the album or with the phone's own camera app."""
    file = {"name": "picture.jpg", "mimeType": "image/jpeg", "buffer": picture}
    phone.page.locator("input[type=file]").nth(nth).set_input_files(file)


def test_a_picked_picture_stands_upright_however_the_phone_was_held(make_phone):
    phone = make_phone()
    phone.context.add_init_script(REFUSE % "NotFoundError")
    start_walk(phone)
    find_rubbish(phone)
    for number in UNDONE_BY:
        if number > 1:
            phone.press(say("phone.problem.shoot_more"))
        pick(phone, draw_corners(number), nth=number % 2)
        expect(phone.page.locator("img.photos__picture")).to_have_count(number)
        for seen, drawn in zip(phone.page.evaluate(READ_CORNERS), CORNERS, strict=True):
            assert all(abs(a - b) < 24 for a, b in zip(seen, drawn, strict=True)), number


def draw_corners(orientation: int) -> bytes:
    """Give a JPEG as a phone writes it that was held this way; upright, its corners have their colours."""
    upright = Image.new("RGB", (96, 64))
    for (x, y), colour in zip(((0, 0), (48, 0), (48, 32), (0, 32)), CORNERS, strict=True):
        # One picture is not the other's, whichever way it stands.
        upright.paste(colour, (x, y, x + 48, y + 32))
    upright.paste((orientation * 9,) * 3, (44, 28, 52, 36))
    turn = UNDONE_BY[orientation]
    held = upright if turn is None else upright.transpose(turn)
    exif = Image.Exif()
    exif[274] = orientation
    drawn = io.BytesIO()
    held.save(drawn, "JPEG", quality=95, exif=exif)
    return drawn.getvalue()


def test_a_huge_picture_is_shrunk_or_refused_in_words(make_phone, tmp_path):
    phone = make_phone()
    phone.context.add_init_script(REFUSE % "NotFoundError")
    start_walk(phone)
    find_rubbish(phone)
    pick_file(phone, tmp_path, draw_plain(90, 120, 90, size=(9_300, 7_000)))
    phone.sees(say("phone.fault.photo_too_large"))
    pick_file(phone, tmp_path, b"\xff\xd8\xff no picture")
    phone.sees(say("phone.fault.photo_unreadable"))
    large = draw_plain(90, 120, 90, size=(7_400, 5_540))
    pick_file(phone, tmp_path, large + bytes(50_000_000 - len(large)))
    phone.sees(say("phone.camera.saved"))
    width = "document.querySelector('img.photos__picture')?.naturalWidth === 1600"
    phone._wait_until(width)


def pick_file(phone, folder, picture):
    file = folder / "picture.jpg"
    file.write_bytes(picture)
    phone.page.locator("input[type=file]").nth(1).set_input_files(file)


TURN = """
(heading) => setInterval(() => dispatchEvent(new DeviceOrientationEvent("deviceorientationabsolute",
  { absolute: true, alpha: 360 - heading, beta: 90, gamma: 0 })), 100)
"""


def test_the_compass_says_how_to_turn_to_look_as_before(make_phone, camera):
    phone = make_phone()
    camera.look_at(draw_bank("today", sight="rubbish"))
    start_walk(phone)
    find_rubbish(phone)
    turning = phone.page.evaluate(TURN, 90)
    phone.page.wait_for_timeout(300)
    phone.take_photo()
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_yes"))
    phone.press(say("phone.problem.shoot_after"))
    phone.sees(say("phone.camera.turn.ahead"))
    phone.page.evaluate("clearInterval", turning)
    turning = phone.page.evaluate(TURN, 120)
    phone.sees(say("phone.camera.turn.left"))
    phone.look()
    look_everywhere(phone)
    phone.page.evaluate("clearInterval", turning)
    expect(phone.page.locator(".view__turn")).to_have_count(0)
    phone.sees(say("phone.camera.align"))


LIGHT = """
() => {
  window.lit = null;
  MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
  MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => { window.lit = advanced[0].torch; };
}
"""


def test_the_light_is_offered_where_the_phone_has_one(make_phone):
    phone = make_phone()
    start_walk(phone)
    find_rubbish(phone)
    phone._wait_until("document.querySelector('video')?.readyState > 1")
    expect(phone.page.get_by_text(say("phone.camera.light_on"))).to_have_count(0)
    phone.page.evaluate(LIGHT)
    phone.press(say("phone.camera.light_on"))
    phone.page.get_by_role("button", name=say("phone.camera.light_off")).wait_for()
    assert phone.page.evaluate("lit") is True
    phone.look()
    phone.press(say("phone.camera.light_off"))
    phone.page.get_by_role("button", name=say("phone.camera.light_on")).wait_for()
    assert phone.page.evaluate("lit") is False
