"""`make lighthouse`: how fast and how accessible Lighthouse finds 今日, login and 台账 on a phone; medians of three.

A browser with a profile of its own is logged in first and stays open; Lighthouse looks at it from outside, as at any
other, and takes nothing away that a returning person has.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from patrol_app.commands.demo.register import PASSWORD
from patrol_app.settings import ROOT
from tests.bench.served import serve
from tests.browser.conftest import CHROMIUM
from tests.browser.server import find_free_port
from tests.browser.words import say

#: A version that runs on Node 20; too heavy to be installed for everybody.
LIGHTHOUSE = ("npx", "--yes", "lighthouse@12.2.3")
TIMES = 3
LEAST = 95
#: Below it a part of a score is worth a word.
WELL = 0.9
#: Until the worker has what it keeps and the plan has come, in ms.
SETTLES_MS = 5000
KINDS = ("performance", "accessibility")
#: What is looked at, by whom, at which address.
PAGES = {
    "login": (None, "/login"),
    "今日, first time": ("patroller", "/#/in"),
    "今日": ("patroller", "/#/today"),
    "台账": ("township", "/desk/ledger"),
}


def main() -> int:
    """Measure and print; 1 where a median is too low."""
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as made:
        folder, secret = Path(made), secrets.token_hex(32)
        _make_demo(folder, secret)
        with serve(folder, secret) as served:
            address = f"http://localhost:{served.port}"
            scores = {
                name: _measure(folder / name, address, name, *page) for name, page in PAGES.items()
            }
    return 1 if any(score < LEAST for kinds in scores.values() for score in kinds.values()) else 0


def _make_demo(folder: Path, secret: str) -> None:
    environ = {**os.environ, "PATROL_DEMO": "1", "PATROL_INSTANCE_DIR": str(folder)}
    environ["PATROL_SECRET_KEYS"] = secret
    for command in (("db", "upgrade"), ("patrol", "demo")):
        flask = (sys.executable, "-m", "flask", "--app", "patrol_app.wsgi", *command)
        subprocess.run(flask, cwd=ROOT, env=environ, check=True, capture_output=True)


def _measure(
    profile: Path, address: str, name: str, username: str | None, path: str
) -> dict[str, float]:
    """Give the median score of each kind, and print all of them with what was found wanting."""
    with _open_browser(profile) as (context, port):
        if username is not None:
            _log_in(context, address, username)
        reports = [
            _look(port, f"{address}{path}", keep=name != "今日, first time") for _ in range(TIMES)
        ]
    scores = {}
    for kind in KINDS:
        each = [round(report["categories"][kind]["score"] * 100) for report in reports]
        scores[kind] = statistics.median(each)
        print(f"{name:16} {kind:14} {scores[kind]:5.0f}  {each}", flush=True)
    for audit in _list_wanting(reports[-1]):
        print(f"    {audit}")
    return scores


@contextmanager
def _open_browser(profile: Path) -> Iterator[tuple[BrowserContext, int]]:
    port = find_free_port()
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM if CHROMIUM.exists() else None,
            locale="zh-CN",
            args=[f"--remote-debugging-port={port}", "--no-sandbox", "--disable-gpu"],
        )
        yield context, port
        context.close()


def _log_in(context: BrowserContext, address: str, username: str) -> None:
    """Log in, and wait until a phone has its worker and its plan."""
    page = context.new_page()
    page.goto(f"{address}/login")
    page.get_by_label(say("gate.login.username")).fill(username)
    page.get_by_label(say("gate.login.password")).fill(PASSWORD)
    page.get_by_role("button", name=say("gate.login.button")).click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.wait_for_timeout(SETTLES_MS)
    page.close()


def _look(port: int, address: str, *, keep: bool) -> dict[str, Any]:
    kept = ["--disable-storage-reset"] if keep else []
    kinds = ",".join(KINDS)
    command = (*LIGHTHOUSE, address, f"--port={port}", f"--only-categories={kinds}", *kept)
    told = subprocess.run(
        [*command, "--output=json", "--quiet"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    report: dict[str, Any] = json.loads(told.stdout)
    assert "runtimeError" not in report, report["runtimeError"]
    return report


def _list_wanting(report: dict[str, Any]) -> Iterator[str]:
    for kind in KINDS:
        for part in report["categories"][kind]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < WELL:
                yield f"{kind}: {audit['title']} {audit.get('displayValue', '')}"


if __name__ == "__main__":
    sys.exit(main())
