"""F16, F17, F18, F19, F20, F23: an outside phone on a bad line to the real server; after each all invariants hold."""

import shutil
import threading
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from patrol_app.ledger.tables.books import RefusalRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow
from tests.browser.server import Server
from tests.builders import NOW, jpeg
from tests.cast import Cast
from tests.conftest import make_settings
from tests.faults.line import LOST, Break, How, Line, Way
from tests.faults.phone import OutsidePhone, give_token
from tests.faults.wires import NoAnswerError, SocketWire
from tests.invariants import check_invariants

ENTRIES = "/api/v1/entries"
MEDIA = "/api/v1/media"
#: Cut after so many of a hundred parts of a request, from its first byte to its last but one.
PARTS = range(0, 100, 5)


@pytest.fixture(scope="module")
def settings(river, tmp_path_factory):
    """One server for all of them: each makes entries of its own."""
    instance_dir = tmp_path_factory.mktemp("line") / "instance"
    shutil.copytree(river, instance_dir)
    return make_settings(instance_dir)


@pytest.fixture(scope="module")
def server(settings):
    server = Server(settings)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def phone(app, proxy):
    wire = SocketWire(proxy.port)
    yield OutsidePhone(wire, Cast.patroller, give_token(app, Cast.patroller, NOW))
    wire.close()


@pytest.fixture(autouse=True)
def invariants(app, phone, session, settings):
    """Look at everything once the test is over."""
    yield
    filed = [phone.filed[entry_id] for entry_id in phone.seqs]
    check_invariants(session, settings.media_dir, acknowledged=filed)


@pytest.fixture
def count(session):
    def ask(*conditions, of=EntryRow):
        session.rollback()
        return session.scalar(select(func.count()).select_from(of).where(*conditions))

    return ask


def once(method, path, fault):
    """Let this happen to the first such request only."""
    left = [fault]
    return lambda request: left.pop() if left and request.is_for(method, path) else None


def test_a_lost_answer_is_given_again(phone, proxy, count):
    ours = EntryRow.ledger == Cast.patroller.ledger
    before = count(ours)
    filed = [phone.report(jpeg(1)), phone.walk()]
    proxy.mischief = once("POST", ENTRIES, LOST)
    with pytest.raises(NoAnswerError):
        phone.send(filed)
    stands = count(ours)

    answer = phone.call([phone.filed[entry_id] for entry_id in filed])

    assert stands == before + 2 == count(ours)
    assert [result["status"] for result in answer.json["results"]] == ["duplicate"] * 2
    assert [result["seq"] for result in answer.json["results"]] == [before, before + 1]


def test_a_lost_answer_to_the_last_piece_is_no_second_picture(phone, proxy, count):
    raw = jpeg(2)
    phone.send([phone.report(raw)])
    (sha256,) = phone.pictures
    before = count(EntryRow.kind == "media.received")
    proxy.mischief = once("PATCH", MEDIA, LOST)
    with pytest.raises(NoAnswerError):
        phone.upload_piece(sha256, len(raw))

    phone.drain()

    assert count(MediumRow.sha256 == sha256, of=MediumRow) == 1
    assert count(EntryRow.kind == "media.received") == before + 1


@pytest.mark.parametrize("how", [How.END, How.RESET])
def test_a_call_cut_at_any_byte_leaves_nothing_half(phone, proxy, count, how):
    before = count()
    filed = [phone.walk(), phone.report(), phone.walk()]
    for part in PARTS:
        proxy.mischief = lambda request, part=part: Break(
            Way.UP, request.whole_bytes * part // 100, how
        )
        with pytest.raises(NoAnswerError):
            phone.send(filed)
        assert count() == before
    proxy.mischief = lambda request: Break(Way.UP, request.whole_bytes - 1, how)
    with pytest.raises(NoAnswerError):
        phone.send(filed)
    assert count() == before

    proxy.mischief = lambda _: None
    phone.drain()
    assert count() == before + 3


@pytest.mark.parametrize("piecewise", [True, False], ids=["in pieces", "at once"])
def test_a_picture_cut_at_any_byte_goes_on_and_is_whole(phone, proxy, count, piecewise):
    """In pieces what has come stays; at once all of it comes or nothing."""
    raw = jpeg(f"cut {piecewise}", size=(1600, 1200))
    phone.send([phone.report(raw)])
    (sha256,) = phone.pictures
    method = "PATCH" if piecewise else "POST"

    def send():
        if piecewise:
            phone.upload_piece(sha256, len(raw))
        else:
            phone.upload_at_once(sha256)

    for part in PARTS:
        proxy.mischief = lambda request, part=part: (
            Break(Way.UP, request.whole_bytes * part // 100)
            if request.is_for(method, MEDIA)
            else None
        )
        with pytest.raises(NoAnswerError):
            send()
        assert count(MediumRow.sha256 == sha256, of=MediumRow) == 0
    sent = proxy.carried[Way.UP]

    proxy.mischief = lambda _: None
    phone.drain()

    assert count(MediumRow.sha256 == sha256, of=MediumRow) == 1
    if piecewise:
        assert proxy.carried[Way.UP] - sent < len(raw) / 2


@pytest.mark.parametrize("checked", [True, False], ids=["with its checksum", "without"])
def test_a_byte_that_became_another_never_gets_into_the_store(phone, proxy, count, checked):
    raw = jpeg(f"flip {checked}")
    phone.send([phone.report(raw)])
    (sha256,) = phone.pictures
    proxy.mischief = once("PATCH", MEDIA, Break(Way.UP, 900, How.FLIP))

    with pytest.raises(AssertionError, match=r"checksum_mismatch|media_hash_mismatch"):
        phone.upload_piece(sha256, len(raw), checked=checked)

    assert count(MediumRow.sha256 == sha256, of=MediumRow) == 0
    phone.drain()
    assert count(MediumRow.sha256 == sha256, of=MediumRow) == 1


def test_another_content_under_the_same_id_is_refused_and_noted(phone, session, count):
    entry_id = phone.walk()
    phone.send([entry_id])
    changed = {**phone.filed[entry_id], "mono_ms": 7}

    (result,) = phone.call([changed]).json["results"]

    assert (result["status"], result["error"]["code"]) == ("refused", "entry_conflict")
    noted = session.scalars(select(RefusalRow).where(RefusalRow.entry_id == entry_id)).one()
    stands = session.scalars(select(EntryRow).where(EntryRow.id == entry_id)).one()
    assert (noted.code, noted.person_id) == ("entry_conflict", Cast.patroller.person_id)
    assert noted.entry_hash != stands.entry_hash


def test_five_at_once_with_the_same_in_another_order_are_one(app, phone, proxy, count):
    before = count()
    filed = [phone.filed[phone.walk()] for _ in range(8)]
    results = []

    def send(number):
        wire = SocketWire(proxy.port)
        tab = OutsidePhone(wire, phone.member, "")
        tab._cookie = phone._cookie
        answer = tab.call(filed[number:] + filed[:number])
        results.extend(answer.json["results"])
        wire.close()

    tabs = [threading.Thread(target=send, args=[number]) for number in range(5)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert count() == before + 8
    assert len({(result["id"], result["seq"]) for result in results}) == 8
    assert [result["status"] for result in results].count("accepted") == 8


def test_more_than_a_call_may_hold_goes_in_halves(phone, proxy, count):
    """Also on a slow line: who is still sending when he is refused has to hear it."""
    proxy.line = Line(up_kbit_s=8_000)
    before = count()
    # What a newer phone knows more of a thing is kept with it.
    filed = [phone.report(more="x" * 24_000) for _ in range(50)]
    phone.send(filed)
    assert count() == before + 50
    assert [request.path for request in proxy.asked] == [ENTRIES] * 3


def test_on_64_kbit_with_a_second_of_delay_and_resets_all_arrives(phone, proxy, count):
    before = count()
    proxy.line = Line(latency_s=1, up_kbit_s=64, down_kbit_s=64, broken=0.1)
    for number in range(3):
        phone.report(jpeg(20 + number))
    tries = 0
    while phone.list_waiting() or len(phone.stored) < 3:
        tries += 1
        assert tries < 40
        with suppress(NoAnswerError):
            phone.drain()
    assert count() == before + 6
