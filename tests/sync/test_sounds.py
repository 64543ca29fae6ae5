"""What people say comes in like their pictures, and is played as it came."""

import pytest

from tests.builders import jpeg, make_problem, name_picture
from tests.cast import Cast

WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01\x42\x82\x84webm" + bytes(range(200))
MP4 = b"\0\0\0\x1cftypiso5" + bytes(range(200))
OGG = b"OggS\0\x02" + bytes(range(200))


@pytest.fixture
def say_it(phone):
    """Report a problem with a recording of these bytes and upload it."""

    def report(raw, type="audio/webm", **named):
        entry = make_said(raw, type, **named)
        assert phone.file(entry)["status"] == "accepted"
        return entry, phone.upload(raw, entry["id"], type)

    return report


def make_said(raw, type, **named):
    entry = make_problem()
    media = [name_picture(raw, "voice", entry["id"], type=type, **named)]
    return make_problem(entry={"id": entry["id"], "media": media})


@pytest.mark.parametrize(
    ("raw", "type"),
    [(WEBM, "audio/webm"), (MP4, "audio/mp4"), (OGG, "audio/ogg")],
    ids=["webm", "mp4", "ogg"],
)
def test_a_sound_is_kept_and_played_to_those_who_oversee_it(phone_of, say_it, raw, type):
    _, answer = say_it(raw, type)
    assert answer.status_code == 204, answer.text

    sha256 = make_said(raw, type)["media"][0]["sha256"]
    played = phone_of(Cast.township).get(f"/api/v1/media/{sha256}?size=view", buffered=True)

    assert (played.status_code, played.mimetype, played.data) == (200, type, raw)
    assert played.headers["Cache-Control"] == "no-store"
    assert "attachment" not in played.headers.get("Content-Disposition", "")
    assert phone_of(Cast.neighbour).get(f"/api/v1/media/{sha256}").status_code == 404


def test_a_player_may_ask_for_a_part(phone, say_it):
    entry, _ = say_it(WEBM)
    place = f"/api/v1/media/{entry['media'][0]['sha256']}"

    part = phone.get(place, headers={"Range": "bytes=10-19"}, buffered=True)

    assert (part.status_code, part.data) == (206, WEBM[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(WEBM)}"
    assert phone.get(f"{place}?size=thumb").status_code == 422
    kept = phone.get(f"{place}?size=original", buffered=True)
    assert kept.headers["Content-Disposition"].endswith(".webm")
    assert kept.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("raw", "type"),
    [
        (jpeg(1), "audio/webm"),
        (b"\x1a\x45\xdf\xa3 matroska, something else" + bytes(100), "audio/webm"),
        (b"<html>ftyp</html>", "audio/mp4"),
        (WEBM, "audio/ogg"),
    ],
    ids=["a picture", "another document", "a page", "another sound"],
)
def test_what_does_not_begin_like_a_sound_is_refused(say_it, raw, type):
    _, answer = say_it(raw, type)

    assert (answer.status_code, answer.json["code"]) == (422, "sound_broken")


def test_a_sound_far_longer_than_half_a_minute_is_refused_before_it_comes(phone):
    raw = WEBM + bytes(1_000_000)
    entry = make_said(raw, "audio/webm")
    phone.file(entry)

    answer = phone.announce(raw, entry["id"], "audio/webm")

    assert (answer.status_code, answer.json["code"]) == (413, "media_too_large")


def test_the_desk_plays_it_and_shows_no_picture_of_it(client, log_in, say_it):
    entry, _ = say_it(WEBM)
    log_in("township")

    page = client.get(f"/desk/problems/{entry['id']}").text
    sha256 = entry["media"][0]["sha256"]
    assert (
        f'<audio class="picture__sound" controls preload="none" src="/api/v1/media/{sha256}' in page
    )
    assert f'<img src="/api/v1/media/{sha256}' not in page
    assert sha256 not in client.get("/desk/").text
    assert sha256 not in client.get("/desk/problems").text


def test_the_plan_of_the_chief_lists_it(phone_of, say_it):
    entry, _ = say_it(WEBM)
    problems = phone_of(Cast.village_chief).get("/api/v1/plan").json["problems"]
    media = next(problem for problem in problems if problem["id"] == entry["id"])["media"]

    assert [(medium["type"], medium["role"]) for medium in media] == [("audio/webm", "voice")]
