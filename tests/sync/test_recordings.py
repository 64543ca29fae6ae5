"""What people say and film comes in like their pictures, and is played as it came."""

import hashlib

import pytest

from tests.builders import jpeg, make_patrol, make_problem, name_picture
from tests.cast import Cast
from tests.media.recordings import MP4, OGG, WEBM

SHA256 = hashlib.sha256(WEBM).hexdigest()


@pytest.fixture
def record(phone):
    """Report a problem with a recording of these bytes and upload it."""

    def report(raw=WEBM, type="audio/webm"):
        entry = make_recorded(raw, type)
        assert phone.file(entry)["status"] == "accepted"
        return entry, phone.upload(raw, entry["id"], type)

    return report


def make_recorded(raw, type):
    role = "voice" if type.startswith("audio/") else "video"
    entry = make_problem()
    media = [name_picture(raw, role, entry["id"], type=type)]
    return make_problem(entry={"id": entry["id"], "media": media})


@pytest.mark.parametrize(
    ("raw", "type"),
    [
        (WEBM, "audio/webm"),
        (MP4, "audio/mp4"),
        (OGG, "audio/ogg"),
        (WEBM, "video/webm"),
        (MP4, "video/mp4"),
    ],
    ids=["said in webm", "said in mp4", "said in ogg", "filmed in webm", "filmed in mp4"],
)
def test_a_recording_is_kept_and_played_to_those_who_oversee_it(phone_of, record, raw, type):
    entry, answer = record(raw, type)
    assert answer.status_code == 204, answer.text

    sha256 = entry["media"][0]["sha256"]
    played = phone_of(Cast.township).get(f"/api/v1/media/{sha256}?size=view", buffered=True)

    assert (played.status_code, played.mimetype, played.data) == (200, type, raw)
    assert played.headers["Cache-Control"] == "no-store"
    assert "attachment" not in played.headers.get("Content-Disposition", "")
    assert phone_of(Cast.neighbour).get(f"/api/v1/media/{sha256}").status_code == 404


@pytest.mark.parametrize("type", ["audio/webm", "video/webm"])
def test_a_player_may_ask_for_a_part(phone, record, type):
    record(WEBM, type)
    place = f"/api/v1/media/{SHA256}"

    part = phone.get(place, headers={"Range": "bytes=10-19"}, buffered=True)

    assert (part.status_code, part.data) == (206, WEBM[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(WEBM)}"
    behind = phone.get(place, headers={"Range": "bytes=9000-"}, buffered=True)
    assert (behind.status_code, behind.headers["Content-Range"]) == (416, f"bytes */{len(WEBM)}")
    assert phone.get(f"{place}?size=thumb").status_code == 422
    kept = phone.get(f"{place}?size=original", buffered=True)
    assert kept.headers["Content-Disposition"].endswith(".webm")
    assert kept.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("raw", "type"),
    [
        (jpeg(1), "audio/webm"),
        (WEBM.replace(b"webm", b"what"), "audio/webm"),
        (WEBM[:30], "audio/webm"),
        (WEBM.replace(b"\x18\x53\x80\x67", b"webm"), "audio/webm"),
        (b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff" + WEBM[5:], "audio/webm"),
        (b"<html>ftyp</html>", "audio/mp4"),
        (MP4[:28], "audio/mp4"),
        (b"\xff\xff\xff\xfc" + MP4[4:], "audio/mp4"),
        (WEBM, "audio/ogg"),
        (jpeg(1), "video/webm"),
        (jpeg(1), "video/mp4"),
        (WEBM, "video/mp4"),
        (MP4, "video/webm"),
        (b"<!doctype html><video>", "video/mp4"),
    ],
    ids=[
        *("a picture", "another document", "cut in its head", "no segment", "a head without end"),
        *("a page", "a head alone", "a head of 4 GB", "another sound"),
        *("a picture as webm", "a picture as mp4", "webm as mp4", "mp4 as webm", "a page as video"),
    ],
)
def test_what_does_not_begin_like_its_kind_is_refused(record, raw, type):
    _, answer = record(raw, type)

    code = "sound_broken" if type.startswith("audio/") else "video_broken"
    assert (answer.status_code, answer.json["code"]) == (422, code)


@pytest.mark.parametrize(("type", "most"), [("audio/webm", 1_000_000), ("video/webm", 8_000_000)])
def test_one_far_longer_than_may_be_recorded_is_refused_before_it_comes(phone, type, most):
    raw = WEBM.ljust(most + 1, b"\0")
    entry = make_recorded(raw, type)
    phone.file(entry)

    answer = phone.announce(raw, entry["id"], type)

    assert (answer.status_code, answer.json["code"]) == (413, "media_too_large")


@pytest.mark.parametrize(("type", "player"), [("audio/webm", "audio"), ("video/webm", "video")])
def test_the_desk_plays_it_and_shows_no_picture_of_it(client, log_in, record, type, player):
    entry, _ = record(WEBM, type)
    log_in("township")

    page = client.get(f"/desk/problems/{entry['id']}").text
    assert f"<{player} " in page
    assert f'src="/api/v1/media/{SHA256}?size=view' in page
    assert '<h2 class="card__title" id="pictures">照片</h2>' in page
    assert f'<img src="/api/v1/media/{SHA256}' not in page
    assert SHA256 not in client.get("/desk/").text
    assert SHA256 not in client.get("/desk/problems").text


def test_no_copies_are_ordered_of_a_recording(app, record):
    record(WEBM, "video/webm")

    assert app.extensions["chores"].queue.pending_count() == 0


def test_a_video_after_the_work_stands_beside_no_picture(client, log_in, phone):
    """A pair is of two pictures, whatever role something else is given."""
    before = jpeg(3)
    problem = phone.show(before)
    sha256 = problem["media"][0]["sha256"]
    media = [name_picture(WEBM, "after", problem["id"], pairs_with=sha256, type="video/webm")]
    again = make_patrol(
        rechecks=[{"problem_id": problem["id"], "outcome": "unchanged", "reason": None}],
        entry={"media": media},
    )
    assert phone.file(again)["status"] == "accepted"
    phone.upload(before, problem["id"])
    phone.upload(WEBM, again["id"], "video/webm")
    log_in("township")

    page = client.get(f"/desk/problems/{problem['id']}").text

    assert "data-slider" not in page
    assert "<video " in page


def test_on_paper_stands_what_cannot_be_played_there(client, log_in, phone):
    walk = make_patrol()
    named = make_recorded(WEBM, "video/webm")
    told = make_problem(
        entry={"id": named["id"], "media": named["media"]},
        patrol_id=walk["body"]["patrol_id"],
        private={
            "media_facts": [
                {
                    "sha256": SHA256,
                    "taken_at": "2026-11-22T08:31:04.120+08:00",
                    "place": None,
                    "source": "live",
                }
            ]
        },
    )
    phone.send(walk, told)
    phone.upload(WEBM, told["id"], "video/webm")
    log_in("township")

    paper = client.get(f"/desk/patrols/{walk['id']}/print").text

    assert "另有录像 2026-11-22 08:31 现场拍，纸上放不出" in paper
    assert "<video" not in paper
    assert SHA256 not in paper


def test_the_plan_of_the_chief_lists_it(phone_of, record):
    entry, _ = record(WEBM, "video/webm")
    problems = phone_of(Cast.village_chief).get("/api/v1/plan").json["problems"]
    media = next(problem for problem in problems if problem["id"] == entry["id"])["media"]

    assert [(medium["type"], medium["role"]) for medium in media] == [("video/webm", "video")]
