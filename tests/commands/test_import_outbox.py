"""`patrol import-outbox`: a phone that cannot send is emptied by a file, through the phones' own door."""

import hashlib
import json
import struct
import tracemalloc
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.tables.books import BookRow
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.gate import AuditRow
from patrol_app.ledger.tables.media import MediumRow
from tests.builders import NOW, jpeg, make_call, make_patrol, make_problem
from tests.cast import Cast
from tests.conftest import Api
from tests.invariants import check_invariants

PICTURE = jpeg("carried")
BOOK = uuid7(NOW)


def name_medium(raw, entry, type="image/jpeg", **changes):
    """A line of the list."""
    sha256 = hashlib.sha256(raw).hexdigest()
    return {
        "sha256": sha256,
        "type": type,
        "bytes": len(raw),
        "entry_id": entry["id"],
        **changes,
    }


def make_list(*entries, media=(), by=Cast.patroller, made_at=NOW, **changes):
    """What a phone writes of everything unsent."""
    return {
        "format": 1,
        "made_at": wire_time(made_at),
        "installation_id": uuid7(NOW),
        "person": {"id": by.person_id, "name": by.name},
        "books": [{"device_id": BOOK, "ledger": by.ledger}],
        "entries": list(entries),
        "media": list(media),
        **changes,
    }


@pytest.fixture
def walk():
    return make_patrol(entry={"device_id": BOOK, "device_seq": 1})


@pytest.fixture
def rubbish():
    return make_problem(pictures=[("before", PICTURE)], entry={"device_id": BOOK, "device_seq": 2})


@pytest.fixture
def pack(tmp_path):
    """Pack a list and pictures as a phone does; `parts` are further files by name."""

    def make(listed, *pictures, packed=zipfile.ZIP_STORED, parts=None):
        path = tmp_path / f"{uuid7(NOW)}.zip"
        with zipfile.ZipFile(path, "w", packed) as archive:
            raw = listed if isinstance(listed, bytes) else json.dumps(listed).encode()
            archive.writestr("outbox.json", raw)
            for picture in pictures:
                archive.writestr(f"media/{hashlib.sha256(picture).hexdigest()}.jpg", picture)
            for name, content in (parts or {}).items():
                archive.writestr(name, content)
        return path

    return make


@pytest.fixture
def run(app):
    def invoke(path, *options):
        args = ["patrol", "import-outbox", str(path), *options]
        return app.test_cli_runner().invoke(args=args)

    return invoke


@pytest.fixture
def whole(pack, walk, rubbish):
    return pack(make_list(walk, rubbish, media=[name_medium(PICTURE, rubbish)]), PICTURE)


def find(session, entry):
    session.rollback()
    return session.scalar(select(EntryRow).where(EntryRow.id == entry["id"]))


def test_what_was_not_sent_is_filed_as_if_it_had_been(
    run, whole, walk, rubbish, session, settings, cast
):
    told = run(whole, "--by", cast.clerk.person_id)

    assert told.exit_code == 0, told.output
    assert f"{cast.patroller.name}手机里没传的" in told.output
    assert "记入台账 2 条，本来就有 0 条，没收 0 条" in told.output
    assert "存好 1 份" in told.output
    assert find(session, walk).by == cast.patroller.person_id
    medium = session.get(MediumRow, hashlib.sha256(PICTURE).hexdigest())
    assert medium.uploaded_by == cast.patroller.person_id
    noted = session.scalar(select(AuditRow).where(AuditRow.deed == "outbox_imported"))
    assert (noted.by, noted.about) == (cast.clerk.person_id, cast.patroller.person_id)
    assert noted.what == hashlib.sha256(whole.read_bytes()).hexdigest()
    check_invariants(session, settings.media_dir)


def test_brought_in_twice_and_sent_by_the_phone_later_it_stays_once(
    run, whole, walk, rubbish, log_in, app
):
    assert run(whole).exit_code == 0
    again = run(whole)
    assert again.exit_code == 0
    assert "记入台账 0 条，本来就有 2 条" in again.output
    assert "存好 0 份，本来就有 1 份" in again.output

    phone = Api(log_in(Cast.patroller.username, app.test_client()))
    sent = phone.post("/api/v1/entries", json=make_call(walk, rubbish, device_id=BOOK)).json

    assert [result["status"] for result in sent["results"]] == ["duplicate", "duplicate"]
    assert [medium["status"] for medium in sent["media"]] == ["stored"]


def test_a_look_says_the_same_and_keeps_nothing(run, whole, walk, session):
    told = run(whole, "--dry-run")

    assert told.exit_code == 0
    assert "记入台账 2 条" in told.output
    assert "存好 1 份" in told.output
    assert "什么都没有存" in told.output
    assert find(session, walk) is None
    assert session.get(MediumRow, hashlib.sha256(PICTURE).hexdigest()) is None
    assert session.scalar(select(AuditRow).where(AuditRow.deed == "outbox_imported")) is None
    assert session.get(BookRow, BOOK) is None


def test_days_on_a_stick_do_not_move_the_day_of_the_walk(run, whole, walk, session, clock):
    clock.move(days=9)
    assert run(whole).exit_code == 0

    patrol = session.scalar(select(PatrolRow).where(PatrolRow.entry_id == walk["id"]))
    assert patrol.day_on == NOW.date()
    assert not {"clock", "clock_skewed", "book_unknown"} & set(patrol.doubts)


def test_a_phone_is_known_to_be_empty_as_of_the_file_and_not_later(run, whole, session, clock):
    clock.move(days=2)
    assert run(whole).exit_code == 0

    book = session.get(BookRow, BOOK)
    assert book.last_contact_at == NOW
    assert (book.pending["entries"], book.pending["days"]) == (0, [])


def test_a_phone_whose_clock_runs_ahead_is_not_heard_of_in_the_future(run, pack, walk, session):
    assert run(pack(make_list(walk, made_at=NOW + timedelta(days=27_000)))).exit_code == 0

    book = session.get(BookRow, BOOK)
    assert (book.registered_at, book.last_contact_at) == (NOW, NOW)


def test_what_a_phone_said_after_the_file_stays_as_it_said(run, whole, log_in, app, session, clock):
    phone = Api(log_in(Cast.patroller.username, app.test_client()))
    clock.move(hours=1)
    names = {"device_id": BOOK, "installation_id": BOOK, "label": "", "public_key": None}
    assert phone.post("/api/v1/devices", json=names).status_code == 200
    pending = {"entries": 1, "media": 0, "oldest_at": None, "days": ["2026-11-22"]}
    phone.post("/api/v1/entries", json=make_call(device_id=BOOK, pending=pending))
    heard_at = clock()
    clock.move(hours=1)

    assert run(whole).exit_code == 0

    book = session.get(BookRow, BOOK)
    assert (book.last_contact_at, book.pending["days"]) == (heard_at, ["2026-11-22"])


def test_a_bad_entry_is_told_and_holds_up_no_other(run, pack, walk, rubbish, session):
    foreign = make_patrol(by=Cast.other_patroller)
    broken = {**make_patrol(), "kind": "patrol.completed\x1b[2J", "at": "then"}
    told = run(pack(make_list(foreign, broken, 7, walk)))

    assert told.exit_code == 1
    assert "第 1 条 巡河 11月22日 周日 08:55：没收。这条是别人记的" in told.output
    assert "第 2 条 patrol.completed?[2J" in told.output
    assert "第 3 条" in told.output
    assert "记入台账 1 条，本来就有 0 条，没收 3 条" in told.output
    assert find(session, walk) is not None
    assert find(session, foreign) is None


def test_a_bad_picture_is_told_and_holds_up_no_other(run, pack, session, settings):
    good, lost, other, short, text = (jpeg(f"p{n}") for n in range(5))
    broken = b"GIF89a" + bytes(500)
    pictures = [("before", one) for one in (good, lost, other, short, broken)]
    entry = make_problem(pictures=pictures)
    media = [
        name_medium(lost, entry),
        name_medium(other, entry),
        name_medium(short, entry, bytes=len(short) - 7),
        name_medium(broken, entry),
        name_medium(text, entry),
        {"sha256": "../../etc/passwd"},
        name_medium(good, entry),
    ]
    names = {f"media/{hashlib.sha256(other).hexdigest()}.jpg": bytes(len(other))}
    path = pack(make_list(entry, media=media), short, broken, text, good, parts=names)

    for options in (["--dry-run"], []):
        told = run(path, *options)
        assert told.exit_code == 1
        lines = [line for line in told.output.splitlines() if line.startswith("  照片、录音")]
        assert len(lines) == 6, told.output
        for line, why in zip(
            lines,
            [
                "清单上有，文件里没有。",
                "传来的照片和拍的时候不一样",
                "大小和清单上写的不一样。",
                "这张照片打不开",
                "写着这张照片的记录还没到",
                "有几项填得不对",
            ],
            strict=True,
        ):
            assert why in line
        assert "存好 1 份，本来就有 0 份，没收 6 份" in told.output
    assert session.get(MediumRow, hashlib.sha256(good).hexdigest()) is not None
    assert list(settings.media_dir.glob("incoming/*")) == []
    check_invariants(session, settings.media_dir)


def test_names_that_are_no_phones_are_told_and_written_nowhere(run, pack, walk, tmp_path):
    told = run(pack(make_list(walk), parts={"../evil.sh": b"#!", "media/a\x1b.jpg": b"x"}))

    assert told.exit_code == 1
    assert "不是手机写的，没有动：../evil.sh" in told.output
    assert "\x1b" not in told.output
    assert "记入台账 1 条" in told.output
    assert not (tmp_path.parent / "evil.sh").exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: b"not a zip at all" + raw[:0],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw[:0],
    ],
    ids=["no zip", "cut off", "empty"],
)
def test_what_is_no_file_of_a_phone_is_refused_whole(run, whole, walk, session, spoil):
    whole.write_bytes(spoil(whole.read_bytes()))
    told = run(whole)

    assert told.exit_code == 1
    assert "不是手机做的文件，或者没传全" in told.output
    assert find(session, walk) is None


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        (b"{", "发来的内容坏了"),
        (b'{"format": 1, "format": 1}', "发来的内容坏了"),
        (b"[]", "有几项填得不对"),
        (json.dumps(make_list(format=2)).encode(), "这种格式服务器还不认识"),
        (json.dumps(make_list(person={"id": "x", "name": ""})).encode(), "（person.id："),
        (
            json.dumps(make_list(person={"id": uuid7(NOW), "name": "谁"})).encode(),
            "名册里没有这个人",
        ),
        (b" " * 32_000_001, "清单超过 32 MB"),
    ],
    ids=["broken", "doubled key", "no object", "newer", "no person", "unknown person", "huge"],
)
def test_a_list_that_cannot_be_read_is_refused_with_words(run, pack, listed, words):
    told = run(pack(listed, packed=zipfile.ZIP_DEFLATED))

    assert told.exit_code == 1
    assert words in told.output


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [[], ["outbox.json"] * 2], ids=["none", "two"])
def test_a_file_has_one_list(run, tmp_path, names):
    path = tmp_path / "lists.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")

    assert "没有清单" in run(path).output


def test_a_bomb_is_not_let_off(run, pack, rubbish, session):
    """A picture of a gigabyte of zeros in a file of a megabyte: read no further than its announced length."""
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    path = pack(
        make_list(rubbish, media=[name_medium(PICTURE, rubbish)]),
        packed=zipfile.ZIP_DEFLATED,
        parts={f"media/{sha256}.jpg": bytes(50_000_000)},
    )
    tracemalloc.start()
    told = run(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert told.exit_code == 1
    assert "大小和清单上写的不一样。" in told.output
    assert peak_bytes < 20_000_000
    assert session.get(MediumRow, sha256) is None


def test_a_table_of_contents_of_gigabytes_is_not_read(run, tmp_path):
    """The end of a zip that claims 200 MB of names in front of it."""
    path = tmp_path / "names.zip"
    size = 200_000_000
    with path.open("wb") as file:
        file.truncate(size)
        file.seek(size)
        file.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, size, 0, 0))
    tracemalloc.start()
    told = run(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "不是手机做的文件" in told.output
    assert peak_bytes < 20_000_000


def test_a_damaged_part_is_told(run, whole):
    raw = bytearray(whole.read_bytes())
    at = raw.index(PICTURE)
    raw[at + 40] ^= 0xFF
    whole.write_bytes(raw)
    told = run(whole)

    assert told.exit_code == 1
    assert "这一份坏了，读不出来。" in told.output


def test_memory_stays_flat_whatever_the_file_weighs(run, pack, session):
    pictures = [jpeg(n, size=(640, 480)) + bytes(300_000) for n in range(40)]
    entry = make_problem(pictures=[("before", one) for one in pictures])
    path = pack(make_list(entry, media=[name_medium(one, entry) for one in pictures]), *pictures)
    total_bytes = sum(map(len, pictures))
    del pictures
    tracemalloc.start()
    told = run(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert told.exit_code == 0, told.output
    assert "存好 40 份" in told.output
    assert peak_bytes < total_bytes / 2
