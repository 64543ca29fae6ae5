"""No room left on the disk: it is said, nothing half stays, and what was kept on the phone goes in later (F28)."""

import errno
import hashlib
import os
import shutil
import subprocess

import pytest

from patrol_app.ledger.tables.media import MediumRow
from tests.builders import jpeg
from tests.invariants import check_invariants

RAW = jpeg(91, size=(1200, 900))
SHA256 = hashlib.sha256(RAW).hexdigest()
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def entry(phone):
    """A report that names the picture."""
    return phone.show(RAW)


@pytest.fixture
def full_after(monkeypatch):
    """Leave room for so many bytes more; gives how to make room again."""

    def fill(room_bytes):
        real, left_bytes = os.pwrite, room_bytes

        def write(descriptor, piece, offset):
            nonlocal left_bytes
            if left_bytes == 0:
                raise OSError(errno.ENOSPC, "no room")
            written = real(descriptor, piece[:left_bytes], offset)
            left_bytes -= written
            return written

        monkeypatch.setattr(os, "pwrite", write)
        return lambda: monkeypatch.setattr(os, "pwrite", real)

    return fill


def make_sure_it_is_said(answer):
    assert (answer.status_code, answer.json["code"], answer.json["keep"]) == (
        507,
        "storage_full",
        True,
    )
    assert answer.json["detail"] == "服务器存满了，先留在手机里，晚点自动再传。"
    assert answer.headers["Retry-After"] == "600"


def is_stored(session):
    session.rollback()
    return session.get(MediumRow, SHA256) is not None


def test_what_was_written_of_a_piece_stays_and_it_goes_on_there(
    phone, entry, session, settings, left, full_after
):
    place = phone.announce(RAW, entry["id"]).headers["Location"]
    make_room = full_after(20_000)

    make_sure_it_is_said(phone.put(place, RAW))

    assert left() == ([RAW[:20_000]], 1)
    make_room()
    assert phone.head(place, headers=TUS).headers["Upload-Offset"] == "20000"
    assert phone.put(place, RAW[20_000:], at=20_000).status_code == 204
    assert is_stored(session)
    check_invariants(session, settings.media_dir)


def test_of_a_picture_that_comes_at_once_nothing_stays(
    phone, entry, session, settings, left, full_after
):
    make_room = full_after(20_000)

    make_sure_it_is_said(phone.announce(RAW, entry["id"], brings=RAW))

    assert left() == ([], 0)
    assert not is_stored(session)
    make_room()
    assert phone.announce(RAW, entry["id"], brings=RAW).status_code == 201
    check_invariants(session, settings.media_dir)


def test_one_that_cannot_be_kept_for_good_comes_again(
    phone, entry, session, settings, left, monkeypatch
):
    """Some disks say only when they are to write for good that there is no room."""
    place = phone.announce(RAW, entry["id"]).headers["Location"]

    def refuse(_descriptor):
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", refuse)
        make_sure_it_is_said(phone.put(place, RAW))

    assert left() == ([], 0)
    assert not is_stored(session)
    assert phone.upload(RAW, entry["id"]).status_code == 204
    check_invariants(session, settings.media_dir)


@pytest.fixture
def small_disk(settings):
    """Put the media folder on a disk of its own that is nearly full; gives how to make room again."""
    kept = settings.media_dir.rename(settings.instance_dir / "kept")
    settings.media_dir.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", settings.media_dir]
    if (
        shutil.which("mount") is None
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a disk of one's own needs the right to mount one")
    shutil.copytree(kept, settings.media_dir, dirs_exist_ok=True)
    filler = settings.media_dir / "filler"
    free_bytes = shutil.disk_usage(settings.media_dir).free
    filler.write_bytes(bytes(free_bytes - 16_384))
    yield filler.unlink
    subprocess.run(["umount", settings.media_dir], check=True)


@pytest.mark.parametrize("brings", [None, RAW], ids=["piece by piece", "at once"])
def test_a_disk_that_is_really_full(phone, entry, session, settings, left, small_disk, brings):
    opened = phone.announce(RAW, entry["id"], brings=brings)
    if brings is None:
        make_sure_it_is_said(phone.put(opened.headers["Location"], RAW))
    else:
        make_sure_it_is_said(opened)
        assert left() == ([], 0)
    assert not is_stored(session)

    small_disk()

    assert phone.upload(RAW, entry["id"]).status_code == 204
    assert is_stored(session)
    check_invariants(session, settings.media_dir)
