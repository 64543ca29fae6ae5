"""Somebody with a browser: the clock of the tests, logging in, and an eye on whatever goes wrong in it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from patrol_app.commands.demo.register import PASSWORD
from tests.browser.legible import list_too_small
from tests.browser.words import Words, say

#: The page's clock goes as fast as ever, but is as far ahead as the server's.
SHIFT_CLOCK = """
{
  const ahead_ms = %d, Real = Date;
  window.Date = class Date extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead_ms); }
    static now() { return Real.now() + ahead_ms; }
  };
}
"""
#: This browser has no dialler to open; asked for one, it loses the next taps.
NO_DIALLER = """
addEventListener("click", (event) => {
  if (event.target.closest?.("a[href^='tel:'], a[href^='sms:']")) event.preventDefault();
});
"""
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
#: What can still be scrolled down, in the page or in its list.
HIDDEN_PX = """
Math.max(...[document.documentElement, ...document.querySelectorAll(".scroll")].map(
  (element) => element.scrollHeight - element.clientHeight
))
"""
#: A colour on its way to another one is nobody's colour.
SETTLED = "Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)"
#: A machine that runs all tests at once is as slow as an old phone.
PATIENCE_S = 20
expect.set_options(timeout=PATIENCE_S * 1000)
#: What Chromium writes when the server is away or asks for a login, as it is meant to.
MEANT = ("net::ERR_", "401 (UNAUTHORIZED)")
#: What a phone's owner has allowed.
GRANTED = ["geolocation", "camera", "microphone", "background-sync", "screen-wake-lock"]
#: A camera that was started again shows nothing yet, though the picture of the one before still stands there.
CAMERA_SHOWS = """
[...document.querySelectorAll("video")].some(
  (video) => video.readyState > 1 && video.srcObject?.getVideoTracks()[0]?.readyState === "live"
)
"""
#: Pages that show their form again with what is wrong (422).
FORMS = ("/login", "/enrol")


class Visitor:
    """One person's browser context and its page."""

    #: The language the person reads.
    say: Words = say

    def __init__(self, context: BrowserContext, *, ahead_s: float):
        self.context = context
        context.add_init_script(SHIFT_CLOCK % round(ahead_s * 1000))
        context.add_init_script(NO_DIALLER)
        self.faults: list[str] = []
        self._open_page()

    def _open_page(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"error in page: {error}"))
        self.page.on("console", self._hear)

    def log_in(self, username: str) -> None:
        page = self.page
        page.goto("/login")
        self.look()
        self.fill_in(username)

    def fill_in(self, username: str) -> None:
        """Fill in the login page's form and send it."""
        self.page.get_by_label(self.say("gate.login.username")).fill(username)
        self.page.get_by_label(self.say("gate.login.password")).fill(PASSWORD)
        self.press(self.say("gate.login.button"))

    def press(self, words: str, *, exact: bool = False) -> None:
        """Press the button or follow the link that says so."""
        button = self.page.get_by_role("button", name=words, exact=exact)
        button.or_(self.page.get_by_role("link", name=words, exact=exact)).click()

    def open_first(self, words: str) -> None:
        """Follow the first link that says so, where a thing stands in more than one list."""
        self.page.get_by_role("link", name=words).first.click()

    def answer(self, question: str, words: str) -> None:
        """Tap one answer to a question."""
        asked = self.page.get_by_role("group", name=question, exact=True)
        asked.get_by_role("button", name=words, exact=True).click()

    def sees(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        expect(self.page.get_by_text(words).filter(visible=True).first).to_be_visible()

    def sees_all_pictures(self) -> None:
        """Wait until each picture of the screen has come."""
        self.page.evaluate("for (const image of document.images) image.loading = 'eager'")
        self._wait_until(
            "document.querySelector('.picture-missing, span.thumb:not(.thumb--none)') === null"
        )
        self._wait_until("[...document.images].every((i) => i.complete && i.naturalWidth > 0)")

    def take_photo(self) -> None:
        """Press the shutter of the open camera and keep the picture."""
        self._wait_until(CAMERA_SHOWS)
        self.press(self.say("phone.camera.shoot"))
        self.press(self.say("phone.camera.use"))

    def start_again(self) -> None:
        """Close the app and open it anew, as from the home screen: a page of its own, in the same browser."""
        self.page.close()
        self._open_page()
        self.page.goto("/")

    def forbid(self, permission: str) -> None:
        """Take back one thing that the phone's owner has allowed."""
        self.context.clear_permissions()
        self.context.grant_permissions([one for one in GRANTED if one != permission])

    def wait_for_worker(self) -> None:
        """Wait until the worker answers for this page, so that it opens without signal."""
        self._wait_until("navigator.serviceWorker.controller !== null")

    def look(self, **limits) -> None:
        """Look at the whole screen as older eyes and as a screen reader do; what is wrong is told at the end."""
        with self.unrolled() as page:
            for violation in Axe().run(page, options=AXE_OPTIONS).response["violations"]:
                places = [node["html"] for node in violation["nodes"]]
                self.note(f"{violation['id']}: {places}")
            for small in list_too_small(page, **limits):
                self.note(small)

    @contextmanager
    def unrolled(self) -> Iterator[Page]:
        """Make the window as high as all there is to scroll: a fixed foot then hides nothing."""
        page, size = self.page, self.page.viewport_size
        page.wait_for_load_state()
        hidden = page.evaluate(HIDDEN_PX)
        page.set_viewport_size({**size, "height": size["height"] + hidden})
        page.evaluate(SETTLED)
        yield page
        page.set_viewport_size(size)

    def _wait_until(self, script: str) -> None:
        """Ask the page until it says yes; its own security policy forbids the browser's way of waiting."""
        until = time.monotonic() + PATIENCE_S
        while not self.page.evaluate(script):
            assert time.monotonic() < until, f"never true: {script}"
            self.page.wait_for_timeout(100)

    def note(self, fault: str) -> None:
        where = self.page.url.split("/", 3)[-1]
        if (told := f"{where}: {fault}") not in self.faults:
            self.faults.append(told)

    def _hear(self, message: ConsoleMessage) -> None:
        is_meant = any(meant in message.text for meant in MEANT)
        is_form = "422" in message.text and message.location["url"].endswith(FORMS)
        if message.type == "error" and not is_meant and not is_form:
            self.faults.append(f"console: {message.text}")
