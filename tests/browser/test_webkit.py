"""A look into the third engine: in WebKitGTK an answer is kept, and still there when the page is loaded anew."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from patrol_app.commands.demo.register import PASSWORD
from tests.browser.server import find_free_port
from tests.browser.walker import LABEL
from tests.browser.words import say

DRIVER = shutil.which("WebKitWebDriver")
SCREEN = shutil.which("xvfb-run")
BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
PATIENCE_S = 40

PRESS = """
const button = [...document.querySelectorAll("button, a, label")]
  .find((one) => one.textContent.trim() === arguments[0]);
button?.click();
return button !== undefined;
"""
ANSWER = """
const asked = [...document.querySelectorAll("[role=group]")]
  .find((one) => one.getAttribute("aria-label") === arguments[0]
    || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent.trim() === arguments[0]);
const button = [...(asked?.querySelectorAll("button") ?? [])]
  .find((one) => one.textContent.trim() === arguments[1]);
if (arguments[2] === "chosen") return button?.getAttribute("aria-pressed") === "true";
button?.click();
return button !== undefined;
"""


class WebKit:
    """A browser spoken to by W3C WebDriver."""

    def __init__(self, port: int):
        self._port = port
        options = {"binary": str(BROWSERS[-1]), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        opened = self._until(lambda: self._call("POST", "/session", {"capabilities": wanted}))
        self._session = f"/session/{opened['sessionId']}"

    def open(self, url: str) -> None:
        self._call("POST", f"{self._session}/url", {"url": url})

    def reload(self) -> None:
        self._call("POST", f"{self._session}/refresh", {})

    def does(self, script: str, *given: object) -> None:
        """Try until the page has done it."""
        asked = {"script": script, "args": list(given)}
        self._until(lambda: self._call("POST", f"{self._session}/execute/sync", asked))

    def close(self) -> None:
        self._call("DELETE", self._session)

    def _until(self, ask):
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                if answer := ask():
                    return answer
            except OSError:
                if time.monotonic() > until:
                    raise
            assert time.monotonic() < until, "never true"
            time.sleep(0.2)

    def _call(self, method: str, path: str, body: object = None):
        with closing(
            http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_S)
        ) as ask:
            ask.request(method, path, json.dumps(body) if body is not None else None)
            answer = ask.getresponse()
            value = json.load(answer)["value"]
        if answer.status != 200:
            raise ConnectionError(value)
        return value


@pytest.fixture
def webkit():
    if not (DRIVER and SCREEN and BROWSERS):
        pytest.skip("no WebKitGTK here: apt-get install webkit2gtk-driver xvfb xauth (Debian)")
    port = find_free_port()
    command = [SCREEN, "-a", DRIVER, f"--port={port}"]
    driver = subprocess.Popen(command, start_new_session=True)
    browser = None
    try:
        browser = WebKit(port)
        yield browser
    finally:
        if browser is not None:
            browser.close()
        # The screen, the driver and what it started are one group.
        os.killpg(driver.pid, signal.SIGTERM)
        driver.wait()


def test_an_answer_is_still_there_after_loading_anew(webkit, server):
    webkit.open(f"{server.url}/login")
    fill = "document.querySelector(`[name=${arguments[0]}]`).value = arguments[1]; return true"
    webkit.does(fill, "username", "patroller")
    webkit.does(fill, "password", PASSWORD)
    webkit.does(PRESS, say("gate.login.button"))
    webkit.does(PRESS, say("phone.today.start"))
    webkit.does(PRESS, say("phone.consent.no"))
    webkit.does(ANSWER, say("phone.start.weather"), say("domain.weather.dry"), "press")
    webkit.does(ANSWER, say("phone.start.water"), say("domain.water.flowing"), "press")
    webkit.does(PRESS, say("phone.start.begin"))
    webkit.does(ANSWER, LABEL[1], say("phone.patrol.none"), "press")
    webkit.does(ANSWER, LABEL[1], say("phone.patrol.none"), "chosen")
    webkit.reload()
    webkit.does(ANSWER, LABEL[1], say("phone.patrol.none"), "chosen")
