"""Uploads that were begun and left do not stay for ever, and nothing is lost with them (trust, I10)."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from patrol_app.chores.queue import chores
from patrol_app.chores.uploads import clear_abandoned
from patrol_app.ledger.tables.media import UploadRow
from patrol_app.media.piecewise import EXPIRES_AFTER
from patrol_app.media.store import Store
from tests.builders import NOW, jpeg
from tests.invariants import check_invariants

RAW = jpeg(41)
LATER = NOW + EXPIRES_AFTER + timedelta(minutes=1)


@pytest.fixture
def store(settings):
    return Store(settings.media_dir)


@pytest.fixture
def begin(phone, store):
    """Begin an upload whose last byte came at this moment; give the entry and the place."""

    def send(raw, last_byte_at):
        entry = phone.show(raw)
        place = phone.announce(raw, entry["id"]).headers["Location"]
        phone.put(place, raw[:100])
        path = store.incoming.turn_of(place.rsplit("/", 1)[1]).path
        os.utime(path, (last_byte_at.timestamp(),) * 2)
        return entry, place, path

    return send


def test_what_was_left_is_cleared_away_and_comes_again(phone, session, settings, store, begin):
    entry, place, path = begin(RAW, NOW)

    assert clear_abandoned(session, store, LATER) == 1

    assert not path.exists()
    assert session.scalar(select(func.count()).select_from(UploadRow)) == 0
    session.rollback()
    assert phone.put(place, RAW[100:], at=100).json["code"] == "upload_gone"
    assert phone.upload(RAW, entry["id"]).status_code == 204
    check_invariants(session, settings.media_dir)


def test_what_still_moves_is_let_be(phone, session, store, begin):
    _, place, path = begin(RAW, LATER - timedelta(hours=1))

    assert clear_abandoned(session, store, LATER) == 0

    assert path.exists()
    session.rollback()
    assert phone.put(place, RAW[100:], at=100).status_code == 204


def test_bytes_without_a_row_and_rows_without_bytes_go_too(session, store, begin):
    stray = store.incoming.begin("0193-stray").path
    _, _, path = begin(RAW, NOW)
    store.incoming.drop(path.name)
    os.utime(stray, (NOW.timestamp(),) * 2)

    assert clear_abandoned(session, store, LATER) == 2
    assert clear_abandoned(session, store, LATER) == 0

    assert not stray.exists()


def test_a_river_without_uploads_is_no_trouble(session, store):
    assert clear_abandoned(session, store, LATER) == 0


def test_the_worker_does_it_every_hour(app, begin, clock, store):
    _, _, path = begin(RAW, NOW)
    clock.at = LATER
    with app.app_context():
        queue = chores().queue
    (due,) = queue.read_periodic(LATER.replace(minute=23))
    assert queue.read_periodic(LATER.replace(minute=24)) == []

    queue.execute(due)

    assert not path.exists()
