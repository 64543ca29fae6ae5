"""Copies of what came in: by the worker or on demand, stamped with the picture's first use, never in anybody's way."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from patrol_app.chores.queue import chores
from patrol_app.chores.stamps import find_stamp, list_parts
from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.queries.pictures import FirstUse
from patrol_app.media.store import Store
from patrol_app.settings import ROOT
from tests.builders import NOW, jpeg, make_patrol, make_problem, name_picture
from tests.cast import Cast

RAW = jpeg(21, (640, 480))
SHA256 = hashlib.sha256(RAW).hexdigest()
PATIENCE_S = 30


@pytest.fixture
def store(settings):
    return Store(settings.media_dir)


@pytest.fixture
def copies(store):
    """The places of both copies."""
    return [store.derived(SHA256, size) for size in ("thumb", "view")]


@pytest.fixture
def at_once(app):
    """Let the worker be so quick that its chores are done before the answer."""
    with app.app_context():
        chores().queue.immediate = True


def facts(source="live", taken_at=NOW):
    fact = {"sha256": SHA256, "taken_at": taken_at and wire_time(taken_at), "place": None}
    return {"media_facts": [{**fact, "source": source}]}


def test_a_picture_that_came_in_has_its_copies(at_once, phone, copies):
    phone.show(RAW)
    assert not any(path.exists() for path in copies)

    phone.upload(RAW, phone.show(RAW)["id"])

    assert all(path.exists() for path in copies)


def test_nothing_is_drawn_while_a_phone_waits(app, phone, copies):
    phone.upload(RAW, phone.show(RAW)["id"])

    assert not any(path.exists() for path in copies)
    with app.app_context():
        assert chores().queue.pending_count() == 1


def test_a_piece_that_is_not_the_last_orders_nothing(app, phone):
    place = phone.announce(RAW, phone.show(RAW)["id"]).headers["Location"]
    phone.put(place, RAW[:100])

    with app.app_context():
        assert chores().queue.pending_count() == 0


def test_where_the_worker_is_behind_a_copy_is_made_when_asked_for(phone, copies):
    phone.upload(RAW, phone.show(RAW)["id"])

    answer = phone.get(f"/api/v1/media/{SHA256}?size=thumb", buffered=True)

    assert answer.status_code == 200
    assert all(path.exists() for path in copies)


def test_a_queue_that_is_out_of_order_costs_nobody_his_picture(app, phone, store):
    with app.app_context():
        queue = chores().queue
    queue.storage.close()
    queue.storage.filename = "/nowhere/queue.sqlite3"

    answer = phone.upload(RAW, phone.show(RAW)["id"])

    assert answer.status_code == 204
    assert store.original(SHA256).exists()


def test_what_got_stuck_says_so_in_the_picture_s_place_and_is_left_to_the_worker(phone, store):
    phone.upload(RAW, phone.show(RAW)["id"])
    store.note_stuck(SHA256)
    address = f"/api/v1/media/{SHA256}?size=thumb"

    on_a_page = phone.get(address, headers={"Sec-Fetch-Dest": "image"})
    by_script = phone.get(address)

    assert (on_a_page.status_code, on_a_page.mimetype) == (503, "image/svg+xml")
    assert "预览还没好" in on_a_page.text
    assert on_a_page.headers["Retry-After"] == "600"
    assert on_a_page.headers["Cache-Control"] == "no-store"
    assert (by_script.status_code, by_script.json["code"]) == (503, "busy")
    assert phone.get(f"{address[:-5]}original", buffered=True).data == RAW


def test_one_that_is_stuck_does_not_hold_up_another(phone, store):
    other = jpeg(22)
    for raw in (RAW, other):
        phone.upload(raw, phone.show(raw)["id"])
    store.note_stuck(SHA256)

    address = f"/api/v1/media/{hashlib.sha256(other).hexdigest()}?size=view"

    assert phone.get(address, buffered=True).status_code == 200


def test_the_worker_frees_what_got_stuck(app, at_once, phone, store, copies):
    phone.upload(RAW, phone.show(RAW)["id"])
    for path in copies:
        path.unlink()
    store.note_stuck(SHA256)

    with app.app_context():
        chores().make_copies(SHA256)

    assert all(path.exists() for path in copies)
    assert not store.is_stuck(SHA256)


def test_a_stamp_says_when_where_and_who(app, session, phone):
    entry = make_problem(pictures=[("before", RAW)], private=facts())
    phone.file(entry)
    phone.upload(RAW, entry["id"])

    with app.app_context():
        stamp = find_stamp(session, SHA256)

    assert stamp.parts == (
        "2026-11-22 09:00",
        "现场拍",
        "白水河洞头村段",
        Cast.patroller.name,
        "巡河台账",
    )


def test_used_twice_a_picture_keeps_the_stamp_of_its_first_use(app, session, phone_of, phone):
    first = make_problem(pictures=[("before", RAW)], private=facts())
    phone.file(first)
    phone.upload(RAW, first["id"])
    later = facts("picked", datetime(2026, 11, 22, 8, tzinfo=UTC))
    again = make_patrol(entry={"media": [name_picture(RAW, role="scene")]})
    by_another = make_problem(by=Cast.other_patroller, pictures=[("before", RAW)], private=later)

    with app.app_context():
        before = find_stamp(session, SHA256)
        phone.file(again)
        phone_of(Cast.other_patroller).file(by_another)
        session.rollback()
        assert find_stamp(session, SHA256) == before


def test_named_by_another_first_it_is_stamped_for_who_sent_it(app, session, phone_of, phone):
    thief = make_problem(by=Cast.other_patroller, pictures=[("before", RAW)])
    phone_of(Cast.other_patroller).file(thief)
    phone.upload(RAW, phone.show(RAW)["id"])

    with app.app_context():
        assert Cast.patroller.name in find_stamp(session, SHA256).parts


def test_on_a_walk_it_is_stamped_with_the_walk_s_reach(app, session, phone):
    walk = make_patrol(entry={"media": [name_picture(RAW, role="scene")]})
    phone.file(walk)
    phone.upload(RAW, walk["id"])

    with app.app_context():
        assert find_stamp(session, SHA256).parts[:2] == ("时间不详", "白水河洞头村段")


def test_what_has_not_come_has_no_stamp(app, session, phone):
    phone.show(RAW)

    with app.app_context():
        assert find_stamp(session, SHA256) is None


def test_what_is_not_known_is_left_out(app):
    nothing = FirstUse(taken_at=None, source=None, river=None, reach=None, person=None)

    with app.app_context():
        assert list_parts(nothing) == ("时间不详", "巡河台账")


class TestByWayOfRedis:
    """The same with a real server, where one is at hand."""

    @pytest.fixture
    def settings(self, settings):
        address = os.environ.get("PATROL_TEST_REDIS_URL")
        if not address:
            pytest.skip("PATROL_TEST_REDIS_URL names no Redis server")
        return replace(settings, redis_url=address)

    def test_a_real_worker_does_what_a_real_phone_ordered(self, phone, copies, settings):
        order_and_wait(phone, copies, settings)


def test_a_real_worker_does_what_a_real_phone_ordered(phone, copies, settings):
    order_and_wait(phone, copies, settings)


def order_and_wait(phone, copies, settings):
    phone.upload(RAW, phone.show(RAW)["id"])
    worker = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "patrol_app.wsgi", "patrol", "work"],
        cwd=ROOT,
        env={
            **os.environ,
            "PATROL_SECRET_KEYS": settings.secret_keys[0],
            "PATROL_INSTANCE_DIR": str(settings.instance_dir),
            "PATROL_REDIS_URL": settings.redis_url or "",
        },
    )
    try:
        until = time.monotonic() + PATIENCE_S
        while not all(path.exists() for path in copies) and time.monotonic() < until:
            time.sleep(0.1)
        assert all(path.exists() for path in copies)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
    finally:
        worker.kill()
        worker.wait()
