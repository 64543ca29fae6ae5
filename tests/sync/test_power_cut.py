"""Whenever the power is cut, all that phones have been told is there: the disk then holds what it was told to keep."""

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256

import pytest
from sqlalchemy import event

from patrol_app.ledger.database import db
from tests.builders import jpeg, make_call, make_patrol, make_problem
from tests.cast import Cast
from tests.disk import PATIENCE_S, Disk

PHONES = (Cast.patroller, Cast.other_patroller, Cast.village_chief, Cast.patroller)
ROUNDS = 3
TUS = {"Tus-Resumable": "1.0.0"}


def look(descriptor):
    """Note which file it is and how long."""
    found = os.fstat(descriptor)
    return found.st_ino, found.st_size


class Told:
    """What phones were told is there, and how much the disk had been told to keep by then."""

    def __init__(self, disk):
        self._disk = disk
        self.so_far = []

    def note(self, **there):
        self.so_far.append((len(self._disk.kept), there))


@pytest.fixture
def log(app, settings):
    """The database's log, which only grows meanwhile: what it held at any time is the beginning of it at the end."""

    def keep_all(driver, *_):
        driver.execute("PRAGMA wal_autocheckpoint = 0")

    with app.app_context():
        event.listen(db.engine, "checkout", keep_all)
        yield settings.instance_dir / "patrol.sqlite3-wal"
        event.remove(db.engine, "checkout", keep_all)


@pytest.fixture
def disk(monkeypatch):
    return Disk(monkeypatch, look)


def go_on_the_river(phone, member, number, told):
    """Send a walk and a problem with a picture, all of it twice, and note each answer."""
    for turn in range(ROUNDS):
        raw = jpeg(10 * number + turn)
        problem = make_problem(by=member, pictures=[("before", raw)])
        for _ in range(2):
            results = phone.send(problem, make_patrol(by=member))["results"]
            told.note(entries=[one["id"] for one in results if one["status"] != "refused"])
            answer = phone.announce(raw, problem["id"], brings=raw if turn else None)
            if answer.headers["Upload-Offset"] == "0":
                answer = phone.put(answer.headers["Location"], raw)
            assert answer.headers["Upload-Offset"] == str(len(raw))
            told.note(pictures=[sha256(raw).hexdigest()])


def cut(log, kept, into):
    """Lay a database as a power cut leaves it, beside what the disk kept of its log some of what it was not told to."""
    length = max((size for inode, size in kept if inode == log.stat().st_ino), default=0)
    written = log.read_bytes()
    rest = bytearray(written[length:])
    rest[1024:4096] = bytes(len(rest[1024:4096]))
    into.mkdir()
    shutil.copy(log.with_name("patrol.sqlite3"), into)
    (into / log.name).write_bytes(written[:length] + rest)
    return sqlite3.connect(into / "patrol.sqlite3")


def read(connection, question):
    return {found for (found,) in connection.execute(question)}


def test_all_that_phones_were_told_is_there_after_a_power_cut(
    app, settings, phone_of, log, disk, tmp_path
):
    told = Told(disk)
    phones = [phone_of(member) for member in PHONES]
    with ThreadPoolExecutor(len(phones)) as walkers:
        walks = [
            walkers.submit(go_on_the_river, phone, member, number, told)
            for number, (phone, member) in enumerate(zip(phones, PHONES, strict=True))
        ]
    for walk in walks:
        walk.result(PATIENCE_S)

    assert len(told.so_far) == len(PHONES) * ROUNDS * 4
    entries, pictures = set(), set()
    for number, (syncs, there) in enumerate(told.so_far):
        entries.update(there.get("entries", ()))
        pictures.update(there.get("pictures", ()))
        kept = disk.kept[:syncs]
        with closing(cut(log, kept, tmp_path / str(number))) as connection:
            assert entries <= read(connection, "SELECT id FROM entry")
            received = read(connection, "SELECT sha256 FROM medium")
        assert pictures <= received
        inodes = {inode for inode, _ in kept}
        for name in received & pictures:
            (file,) = settings.media_dir.glob(f"originals/*/*/{name}")
            assert {file.stat().st_ino, file.parent.stat().st_ino} <= inodes


def test_no_answer_goes_out_before_the_disk_has_what_it_says(phone, disk):
    with ThreadPoolExecutor(1) as phones:
        with disk.held_up():
            sent = phones.submit(phone.file, make_patrol())
            disk.wait_until_asked()
            assert not sent.done()
        assert sent.result(PATIENCE_S)["status"] == "accepted"


def test_a_picture_that_another_process_has_just_received_is_waited_for(phone, disk):
    raw = jpeg(61)
    problem = phone.show(raw)
    phone.upload(raw, problem["id"])
    for ask in (
        lambda: phone.announce(raw, problem["id"]),
        lambda: phone.announce(raw, problem["id"], brings=raw),
        lambda: phone.head(f"/api/v1/media/uploads/{sha256(raw).hexdigest()}", headers=TUS),
    ):
        before = len(disk.kept)
        assert ask().headers["Upload-Offset"] == str(len(raw))
        assert len(disk.kept) == before + 1


def test_what_the_disk_does_not_keep_is_not_acknowledged_and_an_alarm_is_given(
    phone, client, disk, caplog
):
    patrol = make_patrol()
    disk.is_broken = True
    answer = phone.post("/api/v1/entries", json=make_call(patrol))
    assert (answer.status_code, answer.json["code"], answer.json["keep"]) == (500, "internal", True)
    assert [one.levelname for one in caplog.records if "did not keep" in one.message] == [
        "CRITICAL"
    ]

    disk.is_broken = False
    assert phone.file(patrol)["status"] == "duplicate"


def test_a_server_whose_disk_keeps_nothing_is_not_ready(client, disk):
    assert client.get("/readyz").status_code == 200
    disk.is_broken = True
    assert client.get("/readyz").json == {"ready": False, "database": False, "media": True}
    disk.is_broken = False
    assert client.get("/readyz").status_code == 200
