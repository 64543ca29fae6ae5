"""Pictures whose bytes come along with their announcement: tus, creation-with-upload."""

import hashlib

import pytest

from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow
from tests.builders import jpeg
from tests.cast import Cast
from tests.invariants import check_invariants
from tests.sync.conftest import PIECE

RAW = jpeg(23)
SHA256 = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def entry(phone):
    """A report that names the picture."""
    return phone.show(RAW)


def test_a_whole_picture_comes_in_with_one_request(phone, entry, session, settings, left):
    answer = phone.announce(RAW, entry["id"], brings=RAW)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, str(len(RAW)))
    assert session.get(MediumRow, SHA256).uploaded_by == Cast.patroller.person_id
    told = phone.head(answer.headers["Location"], headers=PIECE)
    assert told.headers["Upload-Offset"] == told.headers["Upload-Length"] == str(len(RAW))
    assert left() == ([], 0)
    check_invariants(session, settings.media_dir)


def test_the_first_part_may_come_along_and_the_rest_later(phone, entry, session, left):
    answer = phone.announce(RAW, entry["id"], brings=RAW[:700])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "700")
    assert left() == ([RAW[:700]], 1)

    answer = phone.put(answer.headers["Location"], RAW[700:], at=700)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(len(RAW)))
    assert session.get(MediumRow, SHA256) is not None
    assert left() == ([], 0)


def test_it_ends_what_was_under_way_of_the_same_picture(phone, entry, left):
    begun = phone.announce(RAW, entry["id"])
    phone.put(begun.headers["Location"], RAW[:500])

    assert phone.announce(RAW, entry["id"], brings=RAW).status_code == 201
    assert left() == ([], 0)


def test_sent_twice_it_is_received_once(phone, entry, count):
    before = count(EntryRow.kind == "media.received")

    answers = [phone.announce(RAW, entry["id"], brings=RAW) for _ in range(2)]

    assert [answer.headers["Upload-Offset"] for answer in answers] == [str(len(RAW))] * 2
    assert count(EntryRow.kind == "media.received") == before + 1


@pytest.mark.parametrize(
    ("brings", "headers", "code"),
    [
        (RAW[:-1] + b"?", {}, "media_hash_mismatch"),
        (RAW + b"more", {}, "media_too_large"),
        (RAW, {"X-Patrol": ""}, "foreign_origin"),
    ],
    ids=["other bytes", "more than announced", "no header of ours"],
)
def test_what_is_wrong_with_it_leaves_nothing(phone, entry, session, left, brings, headers, code):
    answer = phone.announce(RAW, entry["id"], brings=brings, **headers)

    assert answer.json["code"] == code
    assert session.get(MediumRow, SHA256) is None
    assert left() == ([], 0)
    assert phone.announce(RAW, entry["id"], brings=RAW).status_code == 201


def test_a_picture_nobody_named_is_not_taken(phone_of, entry, left):
    answer = phone_of(Cast.other_patroller).announce(RAW, entry["id"], brings=RAW)

    assert (answer.status_code, answer.json["code"]) == (409, "media_not_named")
    assert left() == ([], 0)
