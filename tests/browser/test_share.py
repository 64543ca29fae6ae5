"""发到群里: one picture of what was done, drawn on the phone without any network."""

import base64
import io

from PIL import Image
from playwright.sync_api import expect

from patrol_app.commands.demo.pictures import draw_bank
from tests.browser.walker import LABEL, end_walk, start_walk
from tests.browser.words import say

#: What the phone hands to the system's own sheet, which no test can press.
SHEET = """
navigator.canShare = (given) => given.files.length > 0;
navigator.share = async ({ files: [file] }) => {
  const reader = new FileReader();
  reader.onload = () => { window.shared = reader.result; };
  reader.readAsDataURL(file);
};
"""
#: How large the words are written on the picture; axe writes on small canvases of its own.
HEAR_FONTS = """
window.fonts_px = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (...given) {
  if (this.canvas.width === 1080) window.fonts_px.push(Number(this.font.match(/(\\d+)px/)[1]));
  write.apply(this, given);
};
"""
#: A group's picture is looked at across the whole screen, of a narrow phone too.
NARROW_PX = 360
NO_SHEET = "delete Navigator.prototype.share; delete Navigator.prototype.canShare;"


def test_a_cleaned_problem_becomes_one_picture_without_signal(make_phone, server, camera):
    phone = make_phone()
    phone.context.add_init_script(SHEET)
    phone.context.add_init_script(HEAR_FONTS)
    start_walk(phone)
    phone.wait_for_worker()
    server.stop()
    clean_up(phone, camera)
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    phone.press(say("phone.share.way"))
    phone.sees(say("phone.share.hint"))
    phone.look()
    picture = phone.page.get_by_role("img")
    for words in (say("phone.share.today"), "洞头村段", "生活垃圾", "已清理", "示例甲"):
        assert words in picture.get_attribute("alt")
    phone.press(say("phone.share.send"))
    phone.page.wait_for_timeout(500)
    kind, bytes_ = phone.page.evaluate("window.shared").split(",")
    assert kind == "data:image/jpeg;base64"
    image = Image.open(io.BytesIO(base64.b64decode(bytes_)))
    assert image.size[0] == 1080
    assert image.size[1] > 800
    assert min(phone.page.evaluate("window.fonts_px")) * NARROW_PX / image.size[0] >= 18


def clean_up(phone, camera):
    phone.answer(LABEL[3], say("phone.patrol.found"))
    camera.look_at(draw_bank("today", sight="rubbish"))
    phone.press(say("phone.problem.shoot"))
    phone.take_photo()
    phone.press("生活垃圾")
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_yes"))
    camera.look_at(draw_bank("today", turn_deg=0.8))
    phone.press(say("phone.problem.shoot_after"))
    phone.take_photo()
    phone.press(say("phone.problem.save"))
    phone.sees(say("phone.patrol.cleaned"))


def test_without_a_sheet_to_share_by_the_picture_is_saved(make_phone):
    phone = make_phone()
    phone.context.add_init_script(NO_SHEET)
    start_walk(phone)
    end_walk(phone)
    phone.sees(say("phone.done.filed"))
    phone.press(say("phone.share.way"))
    with phone.page.expect_download() as saving:
        phone.press(say("phone.share.save"))
    with Image.open(saving.value.path()) as image:
        assert (image.format, image.size[0]) == ("JPEG", 1080)
    phone.sees(say("phone.share.saved"))
    words = phone.page.get_by_role("img").get_attribute("alt")
    assert say("phone.share.some", n=0) in words
    assert say("phone.share.nothing") not in words
    phone.look()


def test_a_problem_is_shared_by_the_chief_too(make_phone):
    chief = make_phone()
    chief.log_in("village")
    chief.press(say("phone.tab.problems"))
    chief.open_first("渣土")
    chief.press(say("phone.share.way"))
    chief.sees(say("phone.share.hint"))
    expect(chief.page.locator("img.shared")).to_be_visible()
    chief.look()
