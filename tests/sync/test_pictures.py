"""Pictures out: as copies to who may look, as they came only as files to keep; what may not be seen is not there."""

import hashlib
import io

import pytest
from PIL import Image

from tests.builders import jpeg, make_patrol, make_problem, name_picture
from tests.cast import Cast
from tests.web.test_headers import EXPECTED

RAW = jpeg(11)
SHA256 = hashlib.sha256(RAW).hexdigest()


@pytest.fixture
def place(phone):
    """Where the upload of a picture goes on, which a report names."""
    return phone.announce(RAW, phone.show(RAW)["id"]).headers["Location"]


@pytest.mark.parametrize("size", ["thumb", "view", "original"])
def test_a_picture_is_shown_to_who_sees_its_problem(phone, phone_of, place, size):
    phone.put(place, RAW)
    address = f"/api/v1/media/{SHA256}?size={size}"

    seen = {
        name: phone_of(getattr(Cast, name)).get(address, buffered=True).status_code
        for name in (
            "patroller",
            "village_chief",
            "township",
            "county",
            "other_patroller",
            "other_township",
            "neighbour",
            "stranger",
        )
    }

    assert seen == {
        "patroller": 200,
        "village_chief": 200,
        "township": 200,
        "county": 200,
        "other_patroller": 404,
        "other_township": 404,
        "neighbour": 404,
        "stranger": 404,
    }


def test_what_may_not_be_seen_reads_like_what_is_not_there(phone, phone_of, place):
    phone.put(place, RAW)
    other = phone_of(Cast.neighbour)

    hidden = other.get(f"/api/v1/media/{SHA256}")
    missing = other.get(f"/api/v1/media/{'0' * 64}")
    guessed = other.get("/api/v1/media/..%2F..%2Fpatrol.sqlite3")

    assert hidden.status_code == missing.status_code == guessed.status_code == 404
    assert hidden.data == missing.data


def test_naming_anothers_picture_opens_nothing(phone, phone_of, place):
    phone.put(place, RAW)
    thief = phone_of(Cast.other_patroller)
    entry = make_problem(by=Cast.other_patroller, pictures=[("before", RAW)])
    assert thief.file(entry)["status"] == "accepted"

    assert thief.announce(RAW, entry["id"]).status_code == 201
    assert thief.get(f"/api/v1/media/{SHA256}").status_code == 404
    his_chief = phone_of(Cast.other_village_chief)
    assert his_chief.get(f"/api/v1/media/{SHA256}").status_code == 404


def test_a_picture_of_a_walk_is_shown_to_its_walker_and_his_chiefs(phone, phone_of):
    entry = make_patrol(entry={"media": [name_picture(RAW, role="scene")]})
    phone.file(entry)
    phone.upload(RAW, entry["id"])
    address = f"/api/v1/media/{SHA256}?size=thumb"

    assert phone.get(address, buffered=True).status_code == 200
    assert phone_of(Cast.village_chief).get(address, buffered=True).status_code == 200
    assert phone_of(Cast.other_village_chief).get(address).status_code == 404


def test_an_original_is_only_a_file_to_keep(phone, place):
    phone.put(place, RAW)

    answer = phone.get(f"/api/v1/media/{SHA256}?size=original", buffered=True)

    assert answer.data == RAW
    said = answer.headers["Content-Disposition"]
    assert said == f"attachment; filename={SHA256[:16]}.jpg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_copy_is_a_plain_jpeg(phone, place):
    phone.put(place, RAW)

    answer = phone.get(f"/api/v1/media/{SHA256}?size=thumb", buffered=True)

    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
    with Image.open(io.BytesIO(answer.data)) as copy:
        assert copy.size == (320, 240)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"{SHA256}?size=thumb", {}, 200),
        (f"{SHA256}?size=original", {}, 200),
        (f"{SHA256}?size=original", {"Range": "bytes=0-9"}, 206),
        (f"{SHA256}?size=huge", {}, 422),
        ("0" * 64, {}, 404),
        ("uploads/none", {}, 405),
    ],
    ids=["copy", "original", "part", "wrong", "missing", "method"],
)
def test_pictures_carry_the_exact_headers_of_every_answer(phone, place, path, headers, status):
    phone.put(place, RAW)

    answer = phone.get(f"/api/v1/media/{path}", headers=headers, buffered=True)

    assert answer.status_code == status
    assert EXPECTED.items() <= dict(answer.headers).items()
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_unknown_size_is_refused(phone, place):
    phone.put(place, RAW)

    assert phone.get(f"/api/v1/media/{SHA256}?size=huge").json["code"] == "bad_shape"
