"""How long a phone takes, at a quarter of this processor and on a slow network, as `make pace` asks (docs/bench.md)."""

import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PIL import Image, ImageFilter

from patrol_app.commands.demo.pictures import draw_bank
from tests.browser.conftest import BANK
from tests.browser.test_day_on_the_river import LABEL
from tests.browser.visitor import Visitor
from tests.browser.walker import LEAP, end_walk, walk_to
from tests.browser.words import say

ROUNDS = 3
CPU_TIMES_SLOWER = 4
#: A village at the edge of the net: 400 kbit/s, and 400 ms there and back.
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
PATIENCE_MS = 60_000
#: Nothing slows the worker down: left to it, the text would be there at once.
NO_ERRANDS = "delete ServiceWorkerRegistration.prototype.sync;"
#: Half an hour's walk, one fix in 20 s.
FIXES = 90
#: The shutter, 用这张 as soon as it is there, until the screen says that it is kept; by the page's own clock.
SHOOT = """
([shoot, use, saved]) => new Promise((resolve) => {
  const find = (words) => [...document.querySelectorAll("button")].find(
    (button) => (button.ariaLabel ?? button.textContent).trim() === words
  );
  let shown_ms = null;
  const begun_ms = performance.now();
  new MutationObserver((_changes, eye) => {
    const keep = find(use);
    if (keep !== undefined && shown_ms === null) {
      shown_ms = performance.now() - begun_ms;
      keep.click();
    }
    if (document.querySelector(".message")?.textContent.trim() !== saved) return;
    eye.disconnect();
    resolve([shown_ms, performance.now() - begun_ms]);
  }).observe(document, { childList: true, subtree: true, characterData: true });
  find(shoot).click();
})
"""

measured: dict[str, list[float]] = {}


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    """Print the medians when all is measured."""
    yield
    for name, values in measured.items():
        print(f"{statistics.median(values):10.0f}  {name} ({len(values)} times)")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_phone_takes(make_phone, camera, _round):
    phone = make_phone()
    loaded = slow_down(phone)
    phone.page.goto("/login", timeout=PATIENCE_MS)
    loaded.clear()
    with timed("ms from the login to 今日, the app loaded for the first time"):
        phone.fill_in("patroller")
        wait_for(phone, say("phone.today.start"))
    note("bytes of it over the network", sum(loaded))
    open_without_signal(phone)
    take_two_photos(phone, camera)
    come_back_into_signal(phone)


def slow_down(phone: Visitor) -> list[int]:
    """Take from the phone's page three quarters of the processor and its good network; give what it loads, in bytes."""
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": CPU_TIMES_SLOWER})
    loaded: list[int] = []
    devtools.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"]))
    return loaded


def open_without_signal(phone: Visitor) -> None:
    """Close the app, and open it where there is no network."""
    phone.page.reload(timeout=PATIENCE_MS)
    phone.wait_for_worker()
    phone.context.set_offline(True)
    phone.page.close()
    phone.context.add_init_script(LEAP)
    phone.context.add_init_script(NO_ERRANDS)
    phone.page = phone.context.new_page()
    slow_down(phone)
    with timed("ms from opening it without signal to 今日"):
        phone.page.goto("/", timeout=PATIENCE_MS)
        wait_for(phone, say("phone.today.start"))
    phone.context.set_offline(False)


def take_two_photos(phone: Visitor, camera) -> None:
    """Find rubbish on a walk, photograph it, clean it up and photograph that."""
    phone.press(say("phone.today.start"))
    phone.page.get_by_label(say("phone.consent.agree")).check()
    phone.press(say("phone.consent.yes"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    phone.answer(LABEL[3], say("phone.patrol.found"))
    camera.look_at(draw_rough_bank())
    take(phone, "phone.problem.shoot", lambda: wait_for(phone, "生活垃圾"))
    phone.press("生活垃圾")
    phone.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_yes"))
    take(phone, "phone.problem.shoot_after", lambda: wait_for(phone, say("phone.problem.save")))


def come_back_into_signal(phone: Visitor) -> None:
    """Walk on without signal, end the walk, and find signal again: its text, then its two photos."""
    phone.press(say("phone.problem.save"))
    devtools = phone.context.new_cdp_session(phone.page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", {**SLOW, "offline": True})
    for step in range(FIXES):
        walk_to(phone, (BANK["longitude"] + step / 20_000, BANK["latitude"]), settle_ms=30)
    end_walk(phone)
    wait_for(phone, say("phone.done.saved"))
    devtools.send("Network.emulateNetworkConditions", SLOW)
    begun = time.perf_counter()
    wait_for(phone, say("phone.done.filed"))
    note("ms from the signal to the text of a finished walk in the ledger", since_ms(begun))
    wait_for(phone, say("phone.done.photos_all", n=2))
    note("ms from the signal to its two photos on the server", since_ms(begun))


def since_ms(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def draw_rough_bank() -> bytes:
    """Give a bank with as much grass and gravel as a real one: a drawn one is a fifth of its bytes."""
    bank = Image.open(io.BytesIO(draw_bank("pace", sight="rubbish"))).convert("RGB")
    gravel = Image.effect_noise(bank.size, 120).filter(ImageFilter.GaussianBlur(0.8))
    drawn = io.BytesIO()
    Image.blend(bank, gravel.convert("RGB"), 0.4).save(drawn, "JPEG", quality=90)
    return drawn.getvalue()


def take(phone: Visitor, opens: str, until_saved: Callable[[], None]) -> None:
    phone.press(say(opens))
    phone._wait_until("[...document.querySelectorAll('video')].some((v) => v.readyState > 1)")
    words = [say("phone.camera.shoot"), say("phone.camera.use"), say("phone.camera.saved")]
    shown_ms, saved_ms = phone.page.evaluate(SHOOT, words)
    until_saved()
    note("ms from the shutter to the picture", shown_ms)
    note("ms from keeping it to saved", saved_ms - shown_ms)
    note("ms from the shutter to saved, kept as soon as it is shown", saved_ms)


def wait_for(phone: Visitor, words: str) -> None:
    """Wait until these words stand on the screen, without looking only now and then."""
    phone.page.get_by_text(words).filter(visible=True).first.wait_for(timeout=PATIENCE_MS)


@contextmanager
def timed(name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    note(name, since_ms(begun))


def note(name: str, value: float) -> None:
    measured.setdefault(name, []).append(value)
