"""Bytes on their way and bytes for good."""

import errno
import fcntl
import hashlib
import os
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from patrol_app.domain.errors import StorageFull, UploadGone, WrongOffset
from patrol_app.media.disk import hash_file
from patrol_app.media.store import Store

RAW = b"abcdef"
SHA256 = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "media")


@pytest.fixture
def incoming(store):
    return store.incoming


@pytest.fixture
def turn(incoming):
    """The first turn at an upload."""
    return incoming.begin("one")


@pytest.fixture
def take(incoming):
    """Take the next turn at that upload."""
    return lambda **changes: incoming.take_turn("one", **{"length_bytes": len(RAW), **changes})


def test_pieces_become_a_file_named_by_its_hash(store, incoming, turn):
    assert incoming.write(turn, b"abc", at_bytes=0) == 3
    assert incoming.turn_of("one").offset_bytes == 3
    assert incoming.write(turn, b"def", at_bytes=3) == 6
    assert hash_file(turn.path) == SHA256

    store.keep(turn, SHA256)

    assert store.original(SHA256).read_bytes() == RAW
    assert not turn.path.exists()


def test_each_new_folder_above_a_picture_lasts_and_one_that_is_there_costs_nothing(
    store, incoming, turn, monkeypatch
):
    root = store.original(SHA256).parents[3]
    synced = []
    monkeypatch.setattr("patrol_app.media.disk.sync", synced.append)
    incoming.write(turn, RAW, at_bytes=0)
    store.keep(turn, SHA256)
    folders = [root, root / "originals", root / "originals" / SHA256[:2]]
    assert synced == folders

    again = incoming.begin("two")
    incoming.write(again, RAW, at_bytes=0)
    store.keep(again, SHA256)
    assert synced == folders


@pytest.mark.parametrize("at_bytes", [0, 2, 4])
def test_a_piece_that_belongs_elsewhere_changes_nothing(incoming, turn, at_bytes):
    incoming.write(turn, b"abc", at_bytes=0)

    with pytest.raises(WrongOffset):
        incoming.write(turn, b"xyz", at_bytes=at_bytes)

    assert turn.path.read_bytes() == b"abc"


def test_whose_turn_is_over_writes_nothing_though_it_would_fit(incoming, turn, take):
    incoming.write(turn, b"abc", at_bytes=0)
    newer = take()

    with pytest.raises(WrongOffset) as refusal:
        incoming.write(turn, b"xyz", at_bytes=3)

    assert refusal.value.data == {"offset_bytes": 3}
    assert newer.offset_bytes == 3
    assert incoming.write(newer, b"def", at_bytes=3) == 6
    assert newer.path.read_bytes() == RAW


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [({"at_bytes": 2}, WrongOffset), ({"length_bytes": 3}, UploadGone)],
    ids=["at another offset", "where all is there"],
)
def test_nobodys_turn_is_over_by_one_that_is_not_given(incoming, turn, take, asked, refusal):
    incoming.write(turn, b"abc", at_bytes=0)

    with pytest.raises(refusal):
        take(**asked)

    assert incoming.write(turn, b"d", at_bytes=3) == 4


def test_of_turns_that_many_take_at_once_one_is_the_last(incoming, turn, take):
    taken = [turn]
    threads = [threading.Thread(target=lambda: taken.append(take())) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = []
    for one in taken:
        with suppress(WrongOffset):
            written.append(incoming.write(one, RAW, at_bytes=0))
    assert len({one.mark for one in taken}) == 13
    assert written == [6]


def test_somebody_who_reads_the_file_ends_a_turn_at_most(incoming, turn, take):
    """A backup, say: its sender asks where it stands, and goes on."""
    incoming.write(turn, b"abc", at_bytes=0)
    now = datetime.now(UTC).timestamp()
    os.utime(turn.path, (now, now))

    with pytest.raises(WrongOffset):
        incoming.write(turn, b"def", at_bytes=3)

    assert incoming.write(take(), b"def", at_bytes=3) == 6


def test_what_is_gone_is_said_to_be_gone(incoming, turn, take):
    assert incoming.has("one")
    incoming.drop("one")
    incoming.drop("one")

    assert not incoming.has("one")
    with pytest.raises(UploadGone):
        incoming.write(turn, b"abc", at_bytes=0)
    with pytest.raises(UploadGone):
        incoming.turn_of("one")
    with pytest.raises(UploadGone):
        take()


def test_what_is_dropped_while_a_writer_waits_for_the_lock_is_gone(incoming, turn):
    refused = []

    def write():
        try:
            incoming.write(turn, RAW, at_bytes=0)
        except UploadGone as gone:
            refused.append(gone)

    with turn.path.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(0.05)
        incoming.drop("one")
    writer.join()

    assert len(refused) == 1


def test_a_full_disk_keeps_what_was_written(incoming, turn, monkeypatch):
    real = os.pwrite

    def fill(descriptor, piece, offset):
        if offset >= 2:
            raise OSError(errno.ENOSPC, "no room")
        return real(descriptor, piece[:2], offset)

    with monkeypatch.context() as disk:
        disk.setattr(os, "pwrite", fill)
        with pytest.raises(StorageFull) as refusal:
            incoming.write(turn, RAW, at_bytes=0)

    assert refusal.value.retry_after_s
    assert incoming.turn_of("one").offset_bytes == 2
    assert incoming.write(turn, b"cdef", at_bytes=2) == 6


def test_keeping_the_same_picture_twice_leaves_one(store, incoming):
    for name in ("one", "two"):
        turn = incoming.begin(name)
        incoming.write(turn, RAW, at_bytes=0)
        store.keep(turn, SHA256)

    assert store.original(SHA256).read_bytes() == RAW
