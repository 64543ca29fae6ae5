"""F05, F16, F20 to F23 and F25 in the browser: the phone on a bad line; each time all of it arrives, once."""

import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from patrol_app.commands.demo.pictures import draw_bank
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow
from tests.browser.test_outbox import CHANGE_ENTRIES
from tests.browser.visitor import GRANTED
from tests.browser.walker import LABEL, end_walk, start_walk
from tests.browser.words import say
from tests.faults.line import (
    GARBAGE,
    LOST,
    MUTE,
    PORTAL,
    PORTAL_ELSEWHERE,
    Break,
    How,
    Line,
    Way,
    busy,
)
from tests.faults.proxy import Proxy
from tests.invariants import check_invariants

ENTRIES = "/api/v1/entries"
API = "/api/v1/"
MEDIA = "/api/v1/media"
HOPE = "window.dispatchEvent(new Event('online'))"
ASKED_S = 3
PATIENCE_S = 40
#: What a broken envelope is called by the server.
SPOIL_REPORT = """
(entries) => entries
  .filter(({ entry }) => entry.kind === "problem.reported")
  .map((kept) => ({ ...kept, entry: { ...kept.entry, private_salt: "0".repeat(32) } }))
"""


@pytest.fixture
def proxy(server):
    proxy = Proxy(server.port, seed=20)
    yield proxy
    proxy.stop()


@pytest.fixture
def address(proxy):
    return proxy.url


@pytest.fixture
def phone(make_phone):
    """A phone on a walk, with everything sent that was filed before it."""
    phone = make_phone()
    # The worker goes by the machine's clock, the page by the test's.
    phone.forbid("background-sync")
    start_walk(phone, consent=False)
    phone.wait_for_worker()
    expect(phone.page.locator("#line")).to_have_text(say("phone.sync.nothing_waiting"))
    yield phone
    # Whatever a box on the way says is not our page's fault.
    phone.faults[:] = [one for one in phone.faults if "responded with a status" not in one]


@pytest.fixture
def count(session):
    def ask(of=EntryRow):
        session.rollback()
        return session.scalar(select(func.count()).select_from(of))

    return ask


@pytest.fixture(autouse=True)
def invariants(session, settings, phone):
    yield
    check_invariants(session, settings.media_dir)


def photograph(phone, camera):
    """Report rubbish with a photo."""
    phone.answer(LABEL[3], say("phone.patrol.found"))
    camera.look_at(draw_bank("bad line", sight="rubbish"))
    phone.press(say("phone.problem.shoot"))
    phone.take_photo()
    phone.press("生活垃圾")
    phone.answer(say("phone.problem.severity"), say("domain.severity.ordinary"))
    phone.answer(say("phone.problem.cleaned"), say("phone.problem.cleaned_no"))
    phone.press(say("phone.problem.save"))


def finish(phone):
    end_walk(phone)
    phone.sees(say("phone.done.saved"))


def hope(phone):
    """Give the phone reason to hope, as when the network comes back."""
    phone.page.evaluate(HOPE)


def wait_until(phone, question, every_ms=None):
    """Ask until the answer is yes; now and then the network seems to come back, if `every_ms` says so."""
    until = time.monotonic() + PATIENCE_S
    while not question():
        assert time.monotonic() < until
        if every_ms:
            hope(phone)
        phone.page.wait_for_timeout(every_ms or 50)


def list_asked(proxy, method, path, since=0):
    return [request for request in proxy.asked[since:] if request.is_for(method, path)]


def test_f16_an_answer_that_was_lost_is_asked_for_again(phone, proxy, count):
    before = count()
    lost = [LOST]
    proxy.mischief = lambda request: (
        lost.pop() if lost and request.is_for("POST", ENTRIES) else None
    )
    finish(phone)
    wait_until(phone, lambda: not lost)

    hope(phone)

    phone.sees(say("phone.done.filed"))
    assert count() == before + 1


def test_f21_a_login_page_of_somebody_elses_is_no_success(phone, proxy, count):
    """In place of our answers, as a way to it, or as no HTTP at all."""
    before = count()
    proxy.mischief = lambda _: PORTAL
    finish(phone)
    for box in (PORTAL, PORTAL_ELSEWHERE, GARBAGE):
        proxy.mischief = lambda _, box=box: box
        since = len(proxy.asked)
        wait_until(phone, lambda since=since: list_asked(proxy, "POST", API, since), every_ms=500)
        phone.page.reload()
        phone.sees(say("phone.done.saved"))
        assert phone.page.url.startswith(f"{proxy.url}/#")
        assert count() == before

    proxy.mischief = lambda _: None
    hope(phone)

    phone.sees(say("phone.done.filed"))
    assert count() == before + 1


def test_f22_a_server_that_asks_to_be_left_alone_is_left_alone(phone, proxy, count):
    before = count()
    answers = ["502 Bad Gateway", "503 Busy", "429 Too Many Requests"]
    proxy.mischief = lambda _: busy(answers[0], ASKED_S)
    since = len(proxy.asked)
    heard = hear_answers(phone)
    finish(phone)
    while answers:
        wait_until(phone, lambda: heard, every_ms=300)
        heard.clear()
        hope_often(phone)
        refused = list_asked(proxy, "POST", API, since)
        assert len(refused) == 1, answers[0]
        since = len(proxy.asked)
        answers.pop(0)
        if not answers:
            proxy.mischief = lambda _: None
        time.sleep(max(0, refused[-1].begun_s + ASKED_S + 0.5 - time.monotonic()))
        hope(phone)

    phone.sees(say("phone.done.filed"))
    assert "/login" not in phone.page.url
    assert not list_asked(proxy, "GET", "/login", since)
    assert count() == before + 1


def test_f22_a_page_loaded_anew_leaves_the_server_alone_as_well(phone, proxy):
    since = len(proxy.asked)
    proxy.mischief = lambda _: busy("503 Busy", 600)
    heard = hear_answers(phone)
    finish(phone)
    wait_until(phone, lambda: heard, every_ms=300)
    time.sleep(0.2)
    phone.page.reload()
    expect(phone.page.locator("#line")).to_be_visible()
    hope_often(phone)

    assert len(list_asked(proxy, "POST", API, since)) == 1


@pytest.mark.parametrize("way", ["refused", "mute"])
def test_f22_where_nobody_answers_all_stays_on_the_phone(phone, proxy, count, way):
    before = count()
    if way == "refused":
        proxy.shut()
    proxy.mischief = lambda _: MUTE
    finish(phone)
    phone.page.reload()
    phone.sees(say("phone.done.saved"))

    if way == "refused":
        proxy.open()
    proxy.mischief = lambda _: None
    hope(phone)

    phone.sees(say("phone.done.filed"))
    assert count() == before + 1


def test_f05_two_tabs_and_the_worker_send_once(phone, proxy, count, camera):
    phone.context.grant_permissions(GRANTED)
    before, photos = count(), count(MediumRow)
    photograph(phone, camera)
    proxy.shut()
    finish(phone)
    other = phone.context.new_page()
    other.goto("/")
    proxy.open()
    proxy.line = Line(latency_s=0.3)
    since = len(proxy.asked)
    for page in (phone.page, other):
        page.evaluate(HOPE)

    phone.sees(say("phone.done.photos_all", n=1))
    other.close()
    assert count() == before + 3
    assert count(MediumRow) == photos + 1
    assert len(list_asked(proxy, "POST", MEDIA, since)) == 1


def test_f20_on_64_kbit_with_a_second_of_delay_and_resets_all_arrives(phone, proxy, count, camera):
    before = count()
    photograph(phone, camera)
    proxy.line = Line(latency_s=1, up_kbit_s=64, down_kbit_s=64, broken=0.1)
    finish(phone)
    done = phone.page.get_by_text(say("phone.done.photos_all", n=1))
    wait_until(phone, done.is_visible, every_ms=2000)
    proxy.line = Line()
    assert count() == before + 3


def test_f23_a_photo_that_breaks_off_or_is_damaged_goes_on_and_is_whole(
    phone, proxy, count, camera
):
    photos = count(MediumRow)
    proxy.shut()
    photograph(phone, camera)
    finish(phone)
    proxy.open()
    breaks = [Break(Way.UP, 20_000, How.FLIP), Break(Way.UP, 30_000, How.RESET)]

    def spoil(request):
        carries = request.path.startswith(MEDIA) and request.whole_bytes > 31_000
        return breaks.pop() if carries and breaks else None

    proxy.mischief = spoil
    hope(phone)
    done = phone.page.get_by_text(say("phone.done.photos_all", n=1))
    wait_until(phone, done.is_visible, every_ms=1000)
    assert not breaks
    assert count(MediumRow) == photos + 1


def test_f25_one_bad_record_is_laid_aside_and_the_others_go(phone, proxy, count, camera):
    before = count()
    proxy.shut()
    photograph(phone, camera)
    finish(phone)
    phone.page.evaluate(CHANGE_ENTRIES % SPOIL_REPORT)
    proxy.open()
    hope(phone)

    phone.sees(say("phone.done.filed"))
    expect(phone.page.locator("#line")).to_have_text(say("phone.sync.parked", parked=1))
    assert count() == before + 1
    since = len(proxy.asked)
    for _ in range(3):
        hope(phone)
        phone.page.wait_for_timeout(300)
    assert len(list_asked(proxy, "POST", ENTRIES, since)) <= 3
    assert count() == before + 1


def hear_answers(phone):
    """Give the list to which each answer to something sent is added: a signal before it would break that off."""
    heard = []
    phone.page.on("response", lambda one: one.request.method == "POST" and heard.append(one.status))
    return heard


def hope_often(phone):
    for _ in range(4):
        time.sleep(0.2)
        hope(phone)
    time.sleep(0.2)
