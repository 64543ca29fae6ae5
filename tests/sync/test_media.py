"""Pictures in by tus: what is announced, cut, wrong, too much."""

import base64
import hashlib
import io
import threading

import pytest
from PIL import Image
from sqlalchemy import func, select

from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, UploadRow
from tests.builders import jpeg, make_entry, make_problem, name_picture
from tests.cast import Cast
from tests.invariants import check_invariants
from tests.web.test_headers import EXPECTED

RAW = jpeg(11)
SHA256 = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def entry(phone):
    """A report that names the picture."""
    return phone.show(RAW)


@pytest.fixture
def place(phone, entry):
    """Where the picture's upload goes on."""
    return phone.announce(RAW, entry["id"]).headers["Location"]


def is_stored(session, sha256=SHA256):
    session.rollback()
    return session.get(MediumRow, sha256) is not None


def test_a_picture_comes_in_and_the_ledger_says_so(
    phone, entry, place, session, settings, incoming
):
    answer = phone.put(place, RAW)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(RAW)))
    medium = session.get(MediumRow, SHA256)
    received = session.scalar(
        select(EntryRow).where(EntryRow.ledger == medium.ledger, EntryRow.seq == medium.seq)
    )
    assert (received.kind, received.by, medium.uploaded_by) == (
        "media.received",
        None,
        Cast.patroller.person_id,
    )
    assert incoming() == []
    assert session.scalar(select(func.count()).select_from(UploadRow)) == 0
    check_invariants(session, settings.media_dir)


def test_a_cut_upload_goes_on_where_it_broke_off(phone, place, session):
    assert phone.put(place, RAW[:100]).headers["Upload-Offset"] == "100"

    told = phone.head(place, headers={"Tus-Resumable": "1.0.0"})
    rest = phone.put(place, RAW[100:], at=100)

    assert (told.headers["Upload-Offset"], told.headers["Upload-Length"]) == ("100", str(len(RAW)))
    assert told.headers["Cache-Control"] == "no-store"
    assert rest.status_code == 204
    assert is_stored(session)


@pytest.mark.parametrize("at", [0, 99, 101, 5000])
def test_a_piece_from_a_stalled_sender_changes_nothing(phone, place, incoming, at):
    phone.put(place, RAW[:100])

    answer = phone.put(place, RAW[100:200], at=at)

    assert (answer.status_code, answer.json["code"]) in {
        (409, "wrong_offset"),
        (413, "media_too_large"),
    }
    assert [path.stat().st_size for path in incoming()] == [100]


def test_bytes_of_another_hash_are_dropped_and_may_be_sent_again(
    phone, entry, place, session, incoming
):
    answer = phone.put(place, RAW[:-1] + b"\0")

    assert (answer.status_code, answer.json["code"], answer.json["keep"]) == (
        422,
        "media_hash_mismatch",
        True,
    )
    assert incoming() == []
    assert not is_stored(session)
    assert phone.upload(RAW, entry["id"]).status_code == 204
    assert is_stored(session)


def test_a_picture_nobody_named_is_not_taken(phone, phone_of, entry, incoming):
    other = jpeg(12)

    unnamed = phone.announce(other, entry["id"])
    by_another = phone_of(Cast.village_chief).announce(RAW, entry["id"])

    assert (unnamed.status_code, unnamed.json["code"], unnamed.json["keep"]) == (
        409,
        "media_not_named",
        True,
    )
    assert by_another.json["code"] == "media_not_named"
    assert incoming() == []


def test_a_picture_of_a_refused_entry_is_not_named(phone):
    entry = make_problem(pictures=[("before", RAW)], reach_id=Cast.neighbour.reach_id)
    assert phone.file(entry)["status"] == "refused"

    assert phone.announce(RAW, entry["id"]).json["code"] == "media_not_named"


def test_a_stored_picture_need_not_be_sent_again(phone, entry, place, session):
    phone.put(place, RAW)

    again = phone.announce(RAW, entry["id"])
    told = phone.head(again.headers["Location"], headers={"Tus-Resumable": "1.0.0"})
    sent = phone.put(again.headers["Location"], RAW)

    assert (again.status_code, again.headers["Upload-Offset"]) == (201, str(len(RAW)))
    assert told.headers["Upload-Offset"] == str(len(RAW))
    assert (sent.status_code, sent.json["code"]) == (409, "wrong_offset")


def test_a_lost_last_reply_ends_well(phone, entry, place):
    phone.put(place, RAW)

    told = phone.head(place, headers={"Tus-Resumable": "1.0.0"})
    again = phone.announce(RAW, entry["id"])

    assert told.status_code == 404
    assert again.headers["Upload-Offset"] == str(len(RAW))


def test_a_plug_pulled_after_the_last_byte_ends_well(phone, entry, place, incoming, session):
    (written,) = incoming()
    written.write_bytes(RAW)

    told = phone.head(place, headers={"Tus-Resumable": "1.0.0"})

    assert told.status_code == 404
    assert phone.upload(RAW, entry["id"]).status_code == 204
    assert is_stored(session)


def test_two_at_once_store_one(phone_of, cast, entry, place, session, settings, incoming):
    phones = [phone_of(cast.patroller) for _ in range(4)]
    together, statuses = threading.Barrier(4), []

    def send(phone):
        together.wait()
        statuses.append(phone.upload(RAW, entry["id"]).status_code)

    threads = [threading.Thread(target=send, args=[phone]) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Whoever comes last finds it stored, or his own upload gone with the others.
    assert set(statuses) <= {204, 404, 409}
    assert 204 in statuses
    assert is_stored(session)
    assert session.scalar(
        select(func.count()).select_from(EntryRow).where(EntryRow.kind == "media.received")
    ) == session.scalar(select(func.count()).select_from(MediumRow))
    assert incoming() == []
    check_invariants(session, settings.media_dir)


def encode(size, kind="PNG"):
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "RGB", size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "type", "code", "status"),
    [
        (encode((6400, 6407)), "image/png", "picture_too_large", 422),
        (encode((20, 20), "GIF"), "image/jpeg", "picture_broken", 422),
        (RAW[:-200], "image/jpeg", "picture_broken", 422),
        (b"<svg/>", "image/jpeg", "picture_broken", 422),
        (b"<!doctype html>", "image/png", "picture_broken", 422),
        (b"%PDF-1.7", "image/jpeg", "picture_broken", 422),
        (RAW, "video/quicktime", "media_type_unsupported", 415),
    ],
    ids=["41 megapixels", "gif", "cut short", "svg", "html", "pdf", "video"],
)
def test_what_is_no_picture_is_refused_and_leaves_nothing(
    phone, session, settings, incoming, raw, type, code, status
):
    entry = make_problem()
    entry["media"] = [name_picture(raw, type=type)]
    assert phone.file(entry)["status"] == "accepted"

    answer = phone.upload(raw, entry["id"], type)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert not is_stored(session, hashlib.sha256(raw).hexdigest())
    assert incoming() == []
    assert not list(
        (settings.media_dir / "originals").glob(f"*/*/{hashlib.sha256(raw).hexdigest()}")
    )


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Tus-Resumable": "0.2.2"}, "tus_version"),
        ({"Upload-Length": "0"}, "bad_shape"),
        ({"Upload-Length": "-1"}, "bad_shape"),
        ({"Upload-Length": "1e3"}, "bad_shape"),
        ({"Upload-Length": "32000001"}, "media_too_large"),
        ({"Upload-Length": "9" * 40}, "bad_shape"),
        ({"Upload-Metadata": ""}, "bad_shape"),
        ({"Upload-Metadata": "sha256 !!!"}, "bad_shape"),
        ({"Upload-Metadata": "sha256 Li4vLi4vZXRj,type aQ==,entry_id aQ=="}, "bad_shape"),
    ],
    ids=["version", "empty", "minus", "e", "too much", "far too much", "none", "no base64", "path"],
)
def test_a_wrong_announcement_is_refused_before_any_byte(phone, entry, incoming, headers, code):
    answer = phone.announce(RAW, entry["id"], **headers)

    assert answer.json["code"] == code
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert (answer.headers.get("Tus-Version") == "1.0.0") is (code == "tus_version")
    assert incoming() == []


@pytest.mark.parametrize("name", ["../../x", "a\0b", "CON", "长" * 300, "\u202egpj", "😀.jpg"])
def test_a_files_own_name_is_never_used(phone, entry, session, settings, name):
    word = base64.b64encode(name.encode()).decode()
    metadata = f"{words_of(entry)},filename {word}"

    answer = phone.announce(RAW, entry["id"], **{"Upload-Metadata": metadata})
    phone.put(answer.headers["Location"], RAW)

    names = {path.name for path in settings.media_dir.rglob("*") if path.is_file()}
    assert SHA256 in names
    assert all(kept.isascii() and word not in kept for kept in names)


def words_of(entry):
    words = {"sha256": SHA256, "type": "image/jpeg", "entry_id": entry["id"]}
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "image/jpeg"}, 415),
        ({"Upload-Offset": "x"}, 422),
        ({"Tus-Resumable": ""}, 412),
        ({"X-Patrol": ""}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
    ],
    ids=["type", "offset", "version", "no header of ours", "elsewhere"],
)
def test_a_wrong_piece_changes_nothing(phone, place, incoming, headers, status):
    assert phone.put(place, RAW, **headers).status_code == status
    assert [path.stat().st_size for path in incoming()] == [0]


def test_more_than_announced_is_refused_before_it_is_read(phone, place, incoming):
    answer = phone.put(place, RAW + b"more")

    assert (answer.status_code, answer.json["code"]) == (413, "media_too_large")
    assert [path.stat().st_size for path in incoming()] == [0]


def test_an_upload_is_its_senders_alone(phone_of, place):
    other = phone_of(Cast.village_chief)

    assert other.put(place, RAW).status_code == 404
    assert other.head(place, headers={"Tus-Resumable": "1.0.0"}).status_code == 404


def test_a_client_is_told_what_of_tus_there_is(client):
    answer = client.options("/api/v1/media")

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == (
        "creation,creation-with-upload,checksum,expiration,termination"
    )
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert answer.headers["Tus-Max-Size"] == "32000000"


def test_what_is_too_large_carries_the_headers_of_every_answer(phone, entry):
    answer = phone.announce(RAW, entry["id"], **{"Upload-Length": "32000001"})

    assert answer.status_code == 413
    assert EXPECTED.items() <= dict(answer.headers).items()


def test_consent_names_no_picture(phone):
    entry = make_entry("consent.given", body={"version": 1})
    phone.file(entry)

    assert phone.announce(RAW, entry["id"]).json["code"] == "media_not_named"
