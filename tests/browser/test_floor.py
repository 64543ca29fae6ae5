"""A day with what Chromium 99 and Safari 15.4 have, and without a worker, as in WeChat on an iPhone."""

import pytest
from sqlalchemy import select

from patrol_app.ledger.tables.problems import ProblemRow
from tests.browser import test_day_on_the_river as day
from tests.browser.walker import find_last_walk
from tests.browser.words import say
from tests.invariants import check_invariants

#: What Chromium has had only since 100 or Safari only since 15.5, or one of them not at all: `holder: names`.
NEWER = {
    "Array": ["fromAsync"],
    "Array.prototype": ["toReversed", "toSorted", "toSpliced", "with"],
    "ArrayBuffer.prototype": ["resize", "transfer", "transferToFixedLength"],
    "AbortSignal": ["any", "timeout"],
    "AbortSignal.prototype": ["throwIfAborted"],
    "Blob.prototype": ["bytes"],
    "Document.prototype": ["startViewTransition"],
    "Element.prototype": ["checkVisibility", "moveBefore", "setHTMLUnsafe"],
    "HTMLElement.prototype": [
        *("attachInternals", "inert", "popover"),
        *("hidePopover", "showPopover", "togglePopover"),
    ],
    "HTMLInputElement.prototype": ["showPicker"],
    "Map": ["groupBy"],
    "Navigator.prototype": [
        *("connection", "getBattery", "permissions", "serviceWorker", "setAppBadge"),
        *("userActivation", "userAgentData", "vibrate", "wakeLock"),
    ],
    "Object": ["groupBy"],
    "Promise": ["try", "withResolvers"],
    "ReadableStream": ["from"],
    "ReadableStream.prototype": ["values"],
    "Request.prototype": ["bytes"],
    "Response": ["json"],
    "Response.prototype": ["bytes"],
    "Screen.prototype": ["orientation"],
    "Set.prototype": [
        *("difference", "intersection", "isDisjointFrom", "isSubsetOf"),
        *("isSupersetOf", "symmetricDifference", "union"),
    ],
    "StorageManager.prototype": ["estimate", "persist", "persisted"],
    "String.prototype": ["isWellFormed", "toWellFormed"],
    "URL": ["canParse", "parse"],
    "URLSearchParams.prototype": ["size"],
    "Uint8Array": ["fromBase64", "fromHex"],
    "Uint8Array.prototype": ["toBase64", "toHex"],
    "window": [
        *("CompressionStream", "DecompressionStream", "ImageCapture", "Iterator"),
        *("OffscreenCanvas", "SyncManager", "cookieStore", "navigation"),
        *("requestIdleCallback", "scheduler", "showOpenFilePicker", "trustedTypes"),
    ],
}
TAKE_AWAY = f"""
for (const [holder, names] of Object.entries({NEWER})) {{
  const held = holder.split(".").reduce((object, name) => object?.[name], window);
  for (const name of names) if (held) delete held[name];
}}
"""
STILL_THERE = f"""
Object.entries({NEWER}).flatMap(([holder, names]) => {{
  const held = holder.split(".").reduce((object, name) => object?.[name], window);
  return held ? names.filter((name) => name in held) : [];
}})
"""


@pytest.fixture
def old_phone(make_phone):
    phone = make_phone()
    phone.context.add_init_script(TAKE_AWAY)
    # How the screens look is seen elsewhere, by tools that are newer than this browser.
    phone.look = lambda: None
    return phone


def test_a_day_on_the_river_with_what_an_old_browser_has(
    old_phone, server, camera, session, settings
):
    old_phone.log_in("patroller")
    old_phone.sees(say("phone.today.start"))
    assert old_phone.page.evaluate(STILL_THERE) == []
    server.stop()
    day.start_walk(old_phone)
    day.clean_rubbish(old_phone, camera)
    day.report_major(old_phone, camera)
    day.look_at_old_problems(old_phone, camera)
    old_phone.press(say("phone.patrol.finish"))
    old_phone.sees(say("phone.done.saved"))
    old_phone.page.goto("/#/me")
    old_phone.sees(say("phone.me.title"))
    old_phone.page.go_back()

    day.come_back_into_signal(old_phone, server)
    walk = find_last_walk(session)
    found = session.scalars(
        select(ProblemRow.what).where(ProblemRow.patrol_id == walk.patrol_id)
    ).all()
    assert len(found) == 2
    check_invariants(session, settings.media_dir)
