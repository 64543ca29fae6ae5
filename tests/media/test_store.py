"""Bytes on their way and bytes for good."""

import errno
import hashlib
import os

import pytest

from patrol_app.domain.errors import StorageFull, UploadGone, WrongOffset
from patrol_app.media.store import Store, hash_file

SHA256 = hashlib.sha256(b"abcdef").hexdigest()


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "media")
    store.begin("one")
    return store


def test_pieces_become_a_file_named_by_its_hash(store):
    assert store.write("one", b"abc", at_bytes=0) == 3
    assert store.offset_bytes("one") == 3
    assert store.write("one", b"def", at_bytes=3) == 6
    assert hash_file(store.incoming("one")) == SHA256

    store.keep("one", SHA256)

    assert store.original(SHA256).read_bytes() == b"abcdef"
    assert not store.incoming("one").exists()


@pytest.mark.parametrize("at_bytes", [0, 2, 4])
def test_a_piece_that_belongs_elsewhere_changes_nothing(store, at_bytes):
    store.write("one", b"abc", at_bytes=0)

    with pytest.raises(WrongOffset):
        store.write("one", b"xyz", at_bytes=at_bytes)

    assert store.incoming("one").read_bytes() == b"abc"


def test_what_is_gone_is_said_to_be_gone(store):
    store.drop("one")
    store.drop("one")

    with pytest.raises(UploadGone):
        store.write("one", b"abc", at_bytes=0)
    with pytest.raises(UploadGone):
        store.offset_bytes("one")


def test_a_full_disk_keeps_what_was_written(store, monkeypatch):
    real = os.pwrite

    def fill(descriptor, piece, offset):
        if offset >= 2:
            raise OSError(errno.ENOSPC, "no room")
        return real(descriptor, piece[:2], offset)

    with monkeypatch.context() as disk:
        disk.setattr(os, "pwrite", fill)
        with pytest.raises(StorageFull) as refusal:
            store.write("one", b"abcdef", at_bytes=0)

    assert refusal.value.retry_after_s
    assert store.offset_bytes("one") == 2
    assert store.write("one", b"cdef", at_bytes=2) == 6


def test_keeping_the_same_picture_twice_leaves_one(store):
    for name in ("one", "two"):
        if name == "two":
            store.begin(name)
        store.write(name, b"abcdef", at_bytes=0)
        store.keep(name, SHA256)

    assert store.original(SHA256).read_bytes() == b"abcdef"
