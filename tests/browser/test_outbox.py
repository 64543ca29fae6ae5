"""待发送: what has not been sent is seen, explained and, without any signal, carried out of the phone in a file."""

import zipfile

from playwright.sync_api import expect
from sqlalchemy import func, select

from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow
from patrol_app.ledger.tables.problems import ProblemRow
from tests.browser.test_share import NO_SHEET, SHEET, clean_up
from tests.browser.walker import end_walk, start_walk
from tests.browser.words import say, say_english
from tests.cast import Cast
from tests.invariants import check_invariants

#: Changes what is kept of the waiting entries of whoever holds the phone.
#: Nobody delivers meanwhile: what has been read before would be sent as it was.
CHANGE_ENTRIES = """
() => {
  const { id } = JSON.parse(localStorage.getItem("patrol.person"));
  return navigator.locks.request(`patrol-sync-${id}`, () => new Promise((resolve, reject) => {
    const opening = indexedDB.open(`patrol-${id}`);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const tx = opening.result.transaction("entries", "readwrite");
      const store = tx.objectStore("entries");
      const reading = store.index("by_state").getAll(IDBKeyRange.bound(["waiting"], ["waiting", []]));
      reading.onsuccess = () => {
        for (const kept of (%s)(reading.result)) store.put(kept);
      };
      tx.oncomplete = () => { opening.result.close(); resolve(); };
      tx.onerror = () => reject(tx.error);
    };
  }));
}
"""
SPOIL = """
(entries) => entries.map((kept) => ({
  ...kept, entry: { ...kept.entry, private_salt: "0".repeat(32) }
}))
"""
#: Android's WeChat, as it calls itself.
WECHAT = (
    "Mozilla/5.0 (Linux; Android 12; NOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.47 WeChat/arm64"
)
TWO_DAYS_OLD = """
(entries) => entries.map((kept) => ({ ...kept, filed_at: kept.filed_at - 2 * 86_400_000 }))
"""
FIVE_HUNDRED = """
([kept]) => Array.from({ length: 500 }, (_, n) => {
  const id = crypto.randomUUID();
  const at = new Date(Date.now() - (n / 25) * 86_400_000).toISOString();
  const body = { ...kept.entry.body, patrol_id: `walk ${Math.floor(n / 8)}` };
  return { ...kept, id, device_seq: 100 + n, entry: { ...kept.entry, id, at, body } };
})
"""


def test_what_was_never_sent_is_carried_out_and_stays_once(
    make_phone, server, camera, app, session, settings, clock, tmp_path
):
    phone = make_phone()
    phone.context.add_init_script(NO_SHEET)
    walk_without_signal(phone, server, camera)
    file = save_file(phone, tmp_path)
    clock.move(minutes=10)

    before = count(session)
    told = app.test_cli_runner().invoke(args=["patrol", "import-outbox", str(file)])

    assert told.exit_code == 0, told.output
    expect_in_ledger(session, before)
    check_invariants(session, settings.media_dir)

    after = count(session)
    phone.sees(say("unsent.walk"))
    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("unsent.nothing"))
    phone.look()
    assert count(session) == after
    check_invariants(session, settings.media_dir)


def walk_out_of_signal(phone, server):
    """Begin a walk with everything sent that was filed before it."""
    start_walk(phone)
    phone.wait_for_worker()
    expect(phone.page.locator("#line")).to_have_text(say("phone.sync.nothing_waiting"))
    server.stop()


def walk_without_signal(phone, server, camera):
    walk_out_of_signal(phone, server)
    clean_up(phone, camera)
    end_walk(phone)
    phone.sees(say("phone.done.saved"))


def save_file(phone, tmp_path):
    phone.open_first(say("phone.outbox.see"))
    phone.sees(say("unsent.left", what=left(say, entries=2, photos=2)))
    phone.sees(say("unsent.walk"))
    phone.sees(say("unsent.problem", what="生活垃圾"))
    phone.sees(say("unsent.standing.signal"))
    phone.press(say("unsent.again_all"))
    phone.sees(say("phone.me.tried"))
    phone.look()
    phone.press(say("unsent.file.make"))
    with phone.page.expect_download() as saving:
        phone.press(say("unsent.file.save"))
    phone.look()
    name = saving.value.suggested_filename
    assert name == f"待发送-{Cast.patroller.name}-2026-11-22.zip"
    saving.value.save_as(tmp_path / name)
    with zipfile.ZipFile(tmp_path / name) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 3
    return tmp_path / name


def left(say, **counts):
    """How much is left, as the phone says it."""
    parts = [say(f"phone.left.{kind}", n=n) for kind, n in counts.items()]
    return say("domain.between.items").join(parts)


def count(session):
    session.rollback()
    return [
        session.scalar(select(func.count()).select_from(row))
        for row in (EntryRow, MediumRow, PatrolRow, ProblemRow)
    ]


def expect_in_ledger(session, before):
    """The walk, its problem and both pictures, each of which has an entry of its arrival."""
    entries, media, patrols, problems = before
    assert count(session) == [entries + 4, media + 2, patrols + 1, problems + 1]
    patrol = session.scalars(
        select(PatrolRow)
        .where(PatrolRow.person_id == Cast.patroller.person_id)
        .order_by(PatrolRow.seq.desc())
    ).first()
    assert patrol.day_on.isoformat() == "2026-11-22"
    assert not {"clock", "clock_skewed", "book_unknown", "book_broken"} & set(patrol.doubts)


def test_where_files_can_be_shared_the_file_is_handed_to_the_systems_sheet(make_phone, server):
    phone = make_phone()
    phone.context.add_init_script(SHEET)
    walk_out_of_signal(phone, server)
    end_walk(phone)
    phone.open_first(say("phone.outbox.see"))
    phone.press(say("unsent.file.make"))
    phone.press(say("unsent.file.send"))
    phone.page.wait_for_timeout(500)
    assert phone.page.evaluate("window.shared").startswith("data:application/zip;base64,UEsDB")


def test_what_is_refused_says_why_and_is_tried_again_by_hand(make_phone, server):
    phone = make_phone()
    # The worker goes by the machine's clock, the page by the test's.
    phone.forbid("background-sync")
    walk_out_of_signal(phone, server)
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    phone.page.evaluate(CHANGE_ENTRIES % TWO_DAYS_OLD)
    phone.page.evaluate(CHANGE_ENTRIES % SPOIL)
    server.start()
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.sees(say("phone.done.parked"))
    phone.open_first(say("phone.outbox.see"))
    phone.sees(say("unsent.standing.parked"))
    phone.sees(say("errors.hash_mismatch.detail"))
    # The delivery that was refused ends a little later.
    phone.sees(say("unsent.again_all"))
    phone.look()
    phone.press(say("unsent.again_what", what=say("unsent.walk")))
    phone.sees(say("unsent.standing.parked"))
    phone.page.goto("/#/today")
    phone.sees(say("phone.outbox.old_parked"))
    phone.press(say("phone.sync.parked", parked=1))
    phone.sees(say("errors.hash_mismatch.detail"))
    phone.page.goto("/#/me")
    phone.press(say("domain.language.en"))
    phone.sees(say_english("phone.me.title"))
    phone.page.goto("/#/outbox")
    phone.sees(say_english("errors.hash_mismatch.detail"))
    phone.sees(say_english("unsent.again_all"))
    phone.look()


def test_what_waits_for_more_than_a_day_is_said_on_the_first_screen(make_phone, server):
    phone = make_phone(user_agent=WECHAT)
    walk_out_of_signal(phone, server)
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    phone.page.goto("/#/today")
    expect(phone.page.get_by_text(say("phone.outbox.old_title"))).to_have_count(0)
    phone.page.evaluate(CHANGE_ENTRIES % TWO_DAYS_OLD)
    phone.start_again()
    phone.sees(say("phone.outbox.old_title"))
    phone.look()
    phone.press(say("phone.outbox.see"))
    phone.press(say("unsent.file.make"))
    phone.sees(say("unsent.file.wechat"))


def test_five_hundred_are_shown_a_few_at_a_time(make_phone, server):
    phone = make_phone()
    walk_out_of_signal(phone, server)
    end_walk(phone)
    phone.sees(say("phone.done.saved"))
    phone.page.evaluate(CHANGE_ENTRIES % FIVE_HUNDRED)
    phone.start_again()
    phone.sees(say("phone.today.start"))
    phone.sees(say("phone.sync.offline", what=left(say, entries=501)))
    phone.page.goto("/#/outbox")
    phone.sees(say("unsent.left", what=left(say, entries=501)))
    items = phone.page.locator(".unsent")
    expect(items).to_have_count(30)
    phone.press(say("unsent.more", n=30))
    expect(items).to_have_count(60)


def test_in_english_and_in_large_words(make_phone, server, camera):
    phone = make_phone()
    phone.context.add_init_script(NO_SHEET)
    walk_without_signal(phone, server, camera)
    phone.page.goto("/#/me")
    phone.answer(say("phone.me.text"), say("phone.me.text_large"))
    phone.answer(say("phone.me.language"), say("domain.language.en"))
    phone.say = say_english
    phone.sees(say_english("phone.outbox.see"))
    phone.page.goto("/#/outbox")
    phone.sees(say_english("unsent.left", what=left(say_english, entries=2, photos=2)))
    phone.press(say_english("unsent.file.make"))
    phone.sees(say_english("unsent.file.save"))
    phone.look()
