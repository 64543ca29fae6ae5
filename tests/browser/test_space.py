"""Fault F03: the phone runs out of room. It is said before the photo, nothing is half written, words are still kept."""

import re
from itertools import cycle

from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect
from sqlalchemy import select

from patrol_app.ledger.tables.media import MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from tests.browser.walker import LABEL, end_walk, find_last_walk
from tests.browser.words import say
from tests.invariants import check_invariants

#: How often room that comes back is taken again.
TRIES = 8
SOON_MS = 3_000
RUBBISH = "坡下有三袋垃圾"
#: Something else takes all the room that is left.
FILL = """
new Promise((resolve) => {
  const asked = indexedDB.open("something else");
  asked.onupgradeneeded = () => asked.result.createObjectStore("heap", { autoIncrement: true });
  asked.onsuccess = () => put([60_000, 20_000, 2_000, 200]);
  const put = ([bytes, ...smaller]) => {
    if (bytes === undefined) return resolve(asked.result.close());
    const tx = asked.result.transaction("heap", "readwrite");
    tx.objectStore("heap").add(crypto.getRandomValues(new Uint8Array(bytes)).buffer);
    tx.oncomplete = () => put([bytes, ...smaller]);
    tx.onabort = () => put(smaller);
  };
})
"""
#: The pictures whose bytes are kept, those that are known of, and how much of the reserve is there.
KEPT = """
new Promise((resolve) => {
  const asked = indexedDB.open(`patrol-${JSON.parse(localStorage["patrol.person"]).id}`);
  asked.onsuccess = () => {
    const tx = asked.result.transaction(["blobs", "media"]);
    const [bytes, known] = ["blobs", "media"].map((name) => tx.objectStore(name).getAllKeys());
    tx.oncomplete = () => {
      asked.result.close();
      const pictures = bytes.result.filter((key) => !key.startsWith("reserve/"));
      resolve([pictures, known.result, bytes.result.length - pictures.length]);
    };
  };
})
"""


def test_f03_it_is_said_before_the_photo_and_words_are_kept(make_phone, server, session, settings):
    phone = make_phone()
    phone.page.goto("/login")
    give_room(phone, server, 6_000_000)
    phone.log_in("patroller")
    phone.press(say("phone.today.start"))
    phone.page.get_by_label(say("phone.consent.agree")).check()
    phone.press(say("phone.consent.yes"))
    phone.sees(say("phone.start.weather"))
    # From the first record on the phone holds a reserve: it finds out by itself how much room there is.
    phone.page.goto("/#/me")
    phone.sees(any_number("phone.space.left"))

    begin(phone)
    phone.answer(LABEL[3], say("phone.patrol.found"))
    phone.press(say("phone.problem.shoot"))
    phone.sees(any_number("phone.space.few"))
    phone.look()
    phone.take_photo()
    phone.sees(say("phone.camera.saved"))

    phone.page.get_by_label(say("phone.problem.words")).fill(RUBBISH)
    assert any(is_refused_for_want_of_room(phone) for _ in range(TRIES))

    server.stop()
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    expect_kept(phone, say("phone.problem.cleaned_no"))
    phone.press(say("phone.problem.save"))
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    bytes_kept, known, _ = phone.page.evaluate(KEPT)
    assert len(known) == 1
    assert bytes_kept == known

    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.photos_all", n=1))
    walk = find_last_walk(session)
    (problem,) = session.scalars(
        select(ProblemRow).where(ProblemRow.patrol_id == walk.patrol_id)
    ).all()
    assert RUBBISH in problem.what
    uses = select(MediumUseRow.sha256).where(MediumUseRow.problem_id == problem.id)
    assert sorted(session.scalars(uses)) == known
    check_invariants(session, settings.media_dir)


def give_room(phone, server, bytes_in_all):
    """Let the browser keep no more than this; it looks at it anew when what it knew would be used up."""
    devtools = phone.context.new_cdp_session(phone.page)
    quota = {"origin": server.url, "quotaSize": bytes_in_all}
    devtools.send("Storage.overrideQuotaForOrigin", quota)


def is_refused_for_want_of_room(phone):
    """Say whether a full phone says so instead of opening the camera, and shows the way on.

    The browser gives back late what was deleted: then the camera rightly opens, and all is taken anew.
    """
    take_all_but_the_last_reserve(phone)
    phone.press(say("phone.problem.shoot_more"))
    full, live = phone.page.get_by_text(say("phone.space.full")), phone.page.locator("video")
    expect(full.or_(live)).to_be_visible()
    phone.look()
    is_refused = full.is_visible() and live.count() == 0
    way_back = say("phone.space.back") if is_refused else say("phone.app.back")
    try:
        phone.page.get_by_role("link", name=way_back).click(timeout=SOON_MS)
    except NotInTime:
        phone.press(say("phone.app.back"))
        return False
    return is_refused


def take_all_but_the_last_reserve(phone):
    """Copies of others' pictures give way, then the reserve, slice by slice, one for each tap that is kept."""
    severities = cycle((say("domain.severity.major"), say("domain.severity.ordinary")))
    while phone.page.evaluate(KEPT)[2] > 1:
        phone.page.evaluate(FILL)
        severity = next(severities)
        phone.press(severity)
        expect_kept(phone, severity)


def expect_kept(phone, words):
    """What is shown as chosen is stored; only then anything else may take the room."""
    chosen = phone.page.get_by_role("button", name=words, exact=True)
    expect(chosen).to_have_attribute("aria-pressed", "true")


def any_number(key):
    return re.compile(re.escape(say(key, n=0)).replace("0", r"\d+"))


def begin(phone):
    phone.page.goto("/#/today")
    phone.press(say("phone.today.start"))
    phone.answer(say("phone.start.weather"), say("domain.weather.dry"))
    phone.answer(say("phone.start.water"), say("domain.water.flowing"))
    phone.press(say("phone.start.begin"))
    phone.sees(say("phone.patrol.title"))
