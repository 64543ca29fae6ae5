"""A browser killed again and again while somebody works in it: what he was told is saved must be there after it."""

import os
import random
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import BrowserType, Error, expect

from tests.browser.visitor import Visitor
from tests.browser.walker import BANK, LABEL, end_walk
from tests.browser.words import say
from tests.faults.line import Line
from tests.faults.proxy import Proxy

ITEM = 3
PHONE = {
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "viewport": {"width": 412, "height": 892},
    "is_mobile": True,
    "has_touch": True,
    "geolocation": BANK,
    "permissions": ["geolocation", "camera", "microphone", "background-sync"],
}
#: A village's line, on which uploads take a while and now and then break.
VILLAGE = Line(latency_s=0.1, up_kbit_s=800, broken=0.05)
LATEST_S = 9.0
PATIENCE_S = 120

#: What lies in the store of whoever holds the phone: the open walk, what was filed, which pictures have their bytes.
LOOK = """
() => new Promise((resolve, reject) => {
  const { id } = JSON.parse(localStorage.getItem("patrol.person"));
  const opening = indexedDB.open(`patrol-${id}`);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const tx = opening.result.transaction(["drafts", "entries", "blobs"]);
    const draft = tx.objectStore("drafts").get("patrol");
    const entries = tx.objectStore("entries").getAll();
    const blobs = tx.objectStore("blobs").getAllKeys();
    tx.oncomplete = () => {
      opening.result.close();
      resolve({
        draft: draft.result ?? null, blobs: blobs.result,
        entries: entries.result.map(({ entry }) => entry),
      });
    };
    tx.onerror = () => reject(tx.error);
  };
})
"""


class Worker:
    """Somebody who walks, answers, photographs, reports and finishes; remembers what the screen has told him."""

    def __init__(self) -> None:
        self.phase = "opening"
        self.reported: set[str] = set()
        self.finished: set[str] = set()
        self.pictured: set[str] = set()
        self.answered = False
        self._number = 0

    def work(self, phone: Visitor) -> None:
        """Go on from wherever the phone stands, for ever."""
        while True:
            draft = look(phone)["draft"]
            if draft is None:
                self._begin(phone)
            else:
                self._go_on(phone, draft)

    def _begin(self, phone: Visitor) -> None:
        self.phase = "beginning"
        self.answered = False
        phone.page.goto("/#/today")
        phone.press(say("phone.today.start"))
        phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
        phone.answer(say("phone.start.water"), say("domain.water.flowing"))
        phone.press(say("phone.start.begin"))
        phone.sees(say("phone.patrol.title"))

    def _go_on(self, phone: Visitor, draft) -> None:
        if half := [one for one in draft["problems"] if one["words"] not in self.reported]:
            self._report(phone, half[0])
            return
        phone.page.goto("/#/patrol")
        if not self.answered:
            self._answer(phone)
        if len(draft["problems"]) < 2:
            self.phase = "answering"
            asked = phone.page.get_by_role("group", name=LABEL[ITEM], exact=True)
            asked.get_by_role("button", name=say("phone.patrol.found"), exact=True).click()
            phone._wait_until("/^#.(problem|known)/.test(location.hash)")
            if "#/known" in phone.page.url:
                phone.press(say("phone.known.new"))
                phone._wait_until("location.hash.startsWith('#/problem')")
            return
        self._finish(phone, draft)

    def _answer(self, phone: Visitor) -> None:
        self.phase = "answering"
        phone.answer(LABEL[5], say("phone.patrol.none"))
        answers = phone.page.get_by_role("group", name=LABEL[5], exact=True)
        pressed = answers.get_by_role("button", name=say("phone.patrol.none"), exact=True)
        expect(pressed).to_have_attribute("aria-pressed", "true")
        self.answered = True

    def _report(self, phone: Visitor, problem) -> None:
        """Write a problem to its end, from wherever it was broken off."""
        page = phone.page
        page.goto(f"/#/problem/{problem['id']}")
        if not problem["before"]:
            self.phase = "photographing"
            phone.press(say("phone.problem.shoot"))
            phone.take_photo()
            page.locator(".photos__picture").wait_for()
            self.pictured.add(problem["id"])
        self.phase = "writing"
        if not problem["chips"]:
            phone.press("生活垃圾")
        self._number += 1
        words = f"第{self._number}处"
        page.get_by_label(say("phone.problem.words")).fill(words)
        phone.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
        phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
        phone.press(say("phone.problem.save"))
        phone.sees(say("phone.patrol.title"))
        phone.sees(words)
        self.reported.add(words)

    def _finish(self, phone: Visitor, draft) -> None:
        self.phase = "finishing"
        end_walk(phone)
        told = phone.page.get_by_text(say("phone.done.saved")).or_(
            phone.page.get_by_text(say("phone.done.filed"))
        )
        told.first.wait_for()
        self.finished.add(draft["patrol_id"])
        self.phase = "uploading"
        phone.page.wait_for_timeout(1500)

    def list_lost(self, found) -> list[str]:
        """Give what the screen had told and the phone no longer has."""
        draft, entries = found["draft"], found["entries"]
        problems = draft["problems"] if draft else []
        words = [one["words"] for one in problems]
        words += [one["body"].get("what", "") for one in entries]
        lost = [one for one in self.reported if not any(one in whole for whole in words)]
        walks = {one["body"].get("patrol_id") for one in entries}
        lost += [one for one in self.finished if one not in walks]
        named = {one["id"]: [photo["sha256"] for photo in one["before"]] for one in problems} | {
            one["id"]: [photo["sha256"] for photo in one["media"]] for one in entries
        }
        blobs = set(found["blobs"])
        lost += [one for one in self.pictured if not set(named.get(one, [])) & blobs]
        if draft and self.answered and "5" not in draft["answers"]:
            lost.append("an answer")
        return lost


class Profile:
    """A browser profile on disk, opened and killed."""

    def __init__(self, chromium: BrowserType, launch_args, folder: Path, url: str, ahead_s) -> None:
        self._open = lambda: chromium.launch_persistent_context(
            folder, base_url=url, **launch_args, **PHONE
        )
        self._folder = folder
        self._ahead_s = ahead_s
        self.is_killed = False

    def open(self) -> Visitor:
        self.is_killed = False
        context = self._open()
        return Visitor(context, ahead_s=self._ahead_s)

    def kill(self) -> None:
        """Kill the browser whose profile this is, without a word."""
        self.is_killed = True
        ours = f"--user-data-dir={self._folder}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if ours in (process / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)


def look(phone: Visitor):
    return phone.page.evaluate(LOOK)


def kill_again_and_again(
    profile: Profile, worker: Worker, proxy: Proxy, *, rounds: int, seed: int
) -> tuple[Counter[str], list[str]]:
    """Let somebody work, kill his browser by chance, look what is there; give the kills and what was lost."""
    chance = random.Random(seed)  # noqa: S311  chance that can be had again, no secret
    begin(profile)
    proxy.line = VILLAGE
    kills: Counter[str] = Counter()
    lost: list[str] = []
    for _ in range(rounds):
        phone = profile.open()
        phone.page.goto("/")
        found = look(phone)
        lost += worker.list_lost(found)
        killing = threading.Timer(chance.uniform(0, LATEST_S), profile.kill)
        killing.start()
        try:
            worker.work(phone)
        except (Error, AssertionError):
            # Whoever is killed cannot go on; whoever is not, must.
            if not profile.is_killed:
                raise
        killing.join()
        kills[worker.phase] += 1
        with suppress(Error):
            phone.context.close()
    proxy.line = Line()
    end(profile, worker)
    return kills, lost


def begin(profile: Profile) -> None:
    """Log in, agree, and let the worker of the app be installed; nobody kills yet."""
    phone = profile.open()
    phone.page.goto("/login")
    phone.fill_in("patroller")
    phone.press(say("phone.today.start"))
    phone.press(say("phone.consent.no"))
    phone.page.goto("/#/today")
    phone.wait_for_worker()
    phone.context.close()


def end(profile: Profile, worker: Worker) -> None:
    """Finish what is open and wait until all has gone."""
    phone = profile.open()
    phone.page.goto("/")
    if look(phone)["draft"] is not None:
        draft = look(phone)["draft"]
        for problem in draft["problems"]:
            if problem["words"] not in worker.reported:
                worker._report(phone, problem)
        phone.page.goto("/#/patrol")
        worker._finish(phone, draft)
    until = time.monotonic() + PATIENCE_S
    line = phone.page.locator("#line")
    while line.inner_text() != say("phone.sync.nothing_waiting"):
        assert time.monotonic() < until, line.inner_text()
        phone.page.evaluate("window.dispatchEvent(new Event('online'))")
        phone.page.wait_for_timeout(1000)
    phone.context.close()
