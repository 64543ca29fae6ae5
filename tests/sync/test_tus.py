"""What tus has beside pieces: their checksums, the end of an upload by its time or by its sender, and who may go on."""

import base64
import hashlib
import os
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from sqlalchemy import func, select

from patrol_app.ledger.tables.media import MediumRow, UploadRow
from patrol_app.media.piecewise import EXPIRES_AFTER
from tests.builders import NOW, jpeg
from tests.cast import Cast
from tests.invariants import check_invariants
from tests.sync.conftest import PIECE

RAW = jpeg(61)
SHA256 = hashlib.sha256(RAW).hexdigest()
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def entry(phone):
    """A report that names the picture."""
    return phone.show(RAW)


@pytest.fixture
def place(phone, entry):
    """Where the picture's upload goes on."""
    return phone.announce(RAW, entry["id"]).headers["Location"]


class Body:
    """A body as long as `whole`, of which these parts come, one a read; a function happens while the sender stalls."""

    def __init__(self, whole, *parts):
        self._length, self._parts, self._at = len(whole), list(parts), 0

    def read(self, _size=-1):
        part = self._parts.pop(0) if self._parts else b""
        return part if isinstance(part, bytes) else part() or self.read()

    def tell(self):
        return self._at

    def seek(self, at, whence=os.SEEK_SET):
        self._at = self._length if whence == os.SEEK_END else at

    def close(self):
        pass


@pytest.fixture
def send_slowly(phone, place):
    """Send a body as the first piece."""
    return lambda body, **headers: phone.patch(
        place, input_stream=body, headers={**PIECE, "Upload-Offset": "0", **headers}
    )


def checksum_of(raw, algorithm="sha1"):
    digest = hashlib.new(algorithm, raw).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


def is_stored(session):
    session.rollback()
    return session.get(MediumRow, SHA256) is not None


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_pieces_that_come_as_they_were_sent_are_kept(phone, place, session, algorithm):
    half = len(RAW) // 2

    first = phone.put(place, RAW[:half], **checksum_of(RAW[:half], algorithm))
    rest = phone.put(place, RAW[half:], at=half, **checksum_of(RAW[half:], algorithm))

    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(half))
    assert rest.status_code == 204
    assert is_stored(session)


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (checksum_of(b"other bytes"), 460, "checksum_mismatch"),
        ({"Upload-Checksum": "sha1 YQ=="}, 460, "checksum_mismatch"),
        ({"Upload-Checksum": "md5 YQ=="}, 400, "checksum_unsupported"),
        ({"Upload-Checksum": ""}, 400, "checksum_unsupported"),
        ({"Upload-Checksum": "sha1 ?"}, 422, "bad_shape"),
    ],
    ids=["wrong", "too short", "another kind", "nothing", "no base64"],
)
def test_a_piece_of_a_wrong_checksum_is_not_kept(
    phone, place, session, incoming, said, status, code
):
    phone.put(place, RAW[:100])

    answer = phone.put(place, RAW[100:], at=100, **said)

    assert (answer.status_code, answer.json["code"], answer.json["keep"]) == (
        status,
        code,
        status != 422,
    )
    assert phone.head(place, headers=TUS).headers["Upload-Offset"] == "100"
    assert [path.read_bytes() for path in incoming()] == [RAW[:100]]
    assert phone.put(place, RAW[100:], at=100).status_code == 204
    assert is_stored(session)


@pytest.mark.parametrize("brought", [100, len(RAW)], ids=["a part", "all of it"])
def test_what_comes_with_its_announcement_may_bring_a_checksum(phone, entry, session, brought):
    raw = RAW[:brought]

    wrong = phone.announce(RAW, entry["id"], brings=raw, **checksum_of(b"other bytes"))
    right = phone.announce(RAW, entry["id"], brings=raw, **checksum_of(raw))

    assert (wrong.status_code, wrong.json["code"]) == (460, "checksum_mismatch")
    assert (right.status_code, right.headers["Upload-Offset"]) == (201, str(brought))
    assert is_stored(session) is (brought == len(RAW))


@pytest.mark.parametrize(
    ("said", "kept"), [(checksum_of(RAW[:200]), 0), ({}, 100)], ids=["with", "without"]
)
def test_of_a_piece_with_a_checksum_that_breaks_off_nothing_is_kept(
    send_slowly, incoming, said, kept
):
    answer = send_slowly(Body(RAW[:200], RAW[:100]), **said)

    assert answer.json["code"] == "broken_off"
    assert [path.stat().st_size for path in incoming()] == [kept]


def test_each_answer_says_until_when_it_may_go_on(phone, entry, incoming):
    opened = phone.announce(RAW, entry["id"])
    place = opened.headers["Location"]
    (written,) = incoming()
    os.utime(written, (NOW.timestamp(),) * 2)
    told = phone.head(place, headers=TUS)
    taken = phone.put(place, RAW[:100])
    ended = phone.put(place, RAW[100:], at=100)

    until = [parsedate_to_datetime(one.headers["Upload-Expires"]) for one in (opened, told, taken)]
    assert until == [NOW + EXPIRES_AFTER] * 3
    assert "Upload-Expires" not in ended.headers


def test_one_whose_time_is_over_is_gone_before_it_is_cleared_away(
    phone, entry, place, incoming, clock, session
):
    phone.put(place, RAW[:100])
    (written,) = incoming()
    os.utime(written, (NOW.timestamp(),) * 2)
    clock.at = NOW + EXPIRES_AFTER - timedelta(seconds=1)
    assert phone.head(place, headers=TUS).status_code == 200
    clock.move(seconds=1)

    told = phone.head(place, headers=TUS)
    sent = phone.put(place, RAW[100:], at=100)

    assert told.status_code == 404
    assert (sent.status_code, sent.json["code"], sent.json["keep"]) == (404, "upload_gone", True)
    assert phone.upload(RAW, entry["id"]).status_code == 204
    assert is_stored(session)


def test_its_sender_may_end_it(phone, entry, place, session, settings, incoming):
    phone.put(place, RAW[:100])

    ended = phone.delete(place, headers=TUS)

    assert ended.status_code == 204
    assert incoming() == []
    assert session.scalar(select(func.count()).select_from(UploadRow)) == 0
    session.rollback()
    assert phone.delete(place, headers=TUS).json["code"] == "upload_gone"
    assert phone.head(place, headers=TUS).status_code == 404
    assert phone.put(place, RAW[100:], at=100).status_code == 404
    assert phone.upload(RAW, entry["id"]).status_code == 204
    check_invariants(session, settings.media_dir)


def test_nobody_else_may_end_it_and_nobody_what_is_stored(phone, phone_of, entry, place, session):
    assert phone_of(Cast.village_chief).delete(place, headers=TUS).status_code == 404
    assert phone.delete(place).json["code"] == "tus_version"
    phone.put(place, RAW)
    stored = phone.announce(RAW, entry["id"]).headers["Location"]

    assert phone.delete(stored, headers=TUS).json["code"] == "upload_gone"
    assert is_stored(session)


def test_it_is_told_back_what_it_was_opened_with(phone, entry, place):
    def read(told):
        pairs = (pair.split(" ") for pair in told.headers["Upload-Metadata"].split(","))
        return {key: base64.b64decode(value).decode() for key, value in pairs}

    words = {"sha256": SHA256, "type": "image/jpeg", "entry_id": entry["id"]}
    assert read(phone.head(place, headers=TUS)) == words
    phone.put(place, RAW)
    stored = phone.announce(RAW, entry["id"]).headers["Location"]
    assert read(phone.head(stored, headers=TUS)) == words


@pytest.mark.parametrize("goes_on", ["by asking", "by sending", "by ending"])
def test_a_stalled_piece_that_wakes_up_changes_nothing_though_it_would_fit(
    phone_of, place, send_slowly, incoming, goes_on
):
    other = b"as many bytes of something else"
    newer = phone_of(Cast.patroller)

    def meanwhile():
        if goes_on == "by asking":
            assert newer.head(place, headers=TUS).headers["Upload-Offset"] == "100"
        elif goes_on == "by sending":
            assert newer.put(place, b"", at=100).status_code == 204
        else:
            assert newer.delete(place, headers=TUS).status_code == 204

    answer = send_slowly(Body(RAW[:100] + other, RAW[:100], meanwhile, other))

    if goes_on == "by ending":
        assert (answer.status_code, answer.json["code"]) == (404, "upload_gone")
        assert incoming() == []
    else:
        assert (answer.status_code, answer.json["code"]) == (409, "wrong_offset")
        assert [path.read_bytes() for path in incoming()] == [RAW[:100]]
        assert newer.put(place, RAW[100:], at=100).status_code == 204


def test_a_piece_at_a_wrong_place_takes_over_from_nobody(phone_of, place, send_slowly, session):
    newer = phone_of(Cast.patroller)

    def meanwhile():
        assert newer.put(place, RAW[50:], at=50).json["code"] == "wrong_offset"

    answer = send_slowly(Body(RAW, RAW[:100], meanwhile, RAW[100:]))

    assert answer.status_code == 204
    assert is_stored(session)


def test_a_post_may_stand_for_what_a_line_does_not_let_through(phone, place, incoming):
    def post(method, **headers):
        by = {**PIECE, "X-HTTP-Method-Override": method}
        return phone.post(place, data=RAW[:100], headers={**by, **headers})

    assert post("GET").json["code"] == "bad_shape"
    assert post("PATCH", **{"Upload-Offset": "5"}).json["code"] == "wrong_offset"
    assert post("PATCH", **{"Upload-Offset": "0"}).headers["Upload-Offset"] == "100"
    assert [path.read_bytes() for path in incoming()] == [RAW[:100]]
    assert post("DELETE").status_code == 204
    assert incoming() == []
