"""tus-js-client, which browsers and Node programs upload with: whole, in pieces, with its announcement, resumed."""

import json
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from patrol_app.media.piecewise import EXPIRES_AFTER
from tests.builders import NOW
from tests.faults.line import LOST, Break, How, Way

SCRIPT = Path(__file__).with_name("tus_js_client.mjs")


@pytest.fixture
def tell(sender, picture, tmp_path):
    """Have the client do one thing with the picture, and give what it says happened."""
    file = tmp_path / "picture.jpg"
    file.write_bytes(picture)
    metadata = sender.name(picture)

    def run(**order):
        order = {
            "endpoint": sender.endpoint,
            "headers": sender.headers,
            "metadata": metadata,
            "file": str(file),
            **order,
        }
        done = subprocess.run(
            [shutil.which("node"), SCRIPT],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.mark.parametrize(
    ("how", "asked"),
    [
        ({}, [["POST", 201], ["PATCH", 204]]),
        ({"chunk_bytes": 10_000}, [["POST", 201], ["PATCH", 204], ["PATCH", 204], ["PATCH", 204]]),
        ({"by_post": True}, [["POST", 201], ["POST", 204]]),
        ({"with_creation": True}, [["POST", 201]]),
        (
            {"with_creation": True, "chunk_bytes": 16_000},
            [["POST", 201], ["PATCH", 204]],
        ),
    ],
    ids=[
        *("whole", "in pieces", "without PATCH"),
        *("with its announcement", "the first piece with its announcement"),
    ],
)
def test_a_picture_comes_in(tell, sender, picture, how, asked):
    said = tell(**how)

    assert said["asked"] == asked, said
    assert sender.is_stored(picture)


def test_it_goes_on_where_the_line_broke_off(tell, sender, picture):
    broken = tell(chunk_bytes=2000, stop_bytes=4000)
    assert not sender.is_stored(picture)

    resumed = tell(url=broken["url"])

    assert resumed["asked"] == [["HEAD", 200], ["PATCH", 204]]
    assert sender.is_stored(picture)


def test_it_goes_on_by_itself_where_the_line_broke_off(tell, sender, picture, break_first):
    break_first("PATCH", Break(Way.UP, 20_000, How.RESET))

    said = tell(retries=[0, 0, 0])

    assert said["asked"] == [["POST", 201], ["HEAD", 200], ["PATCH", 204]]
    assert sender.is_stored(picture)


def test_a_lost_last_answer_ends_well(tell, sender, picture, break_first):
    break_first("PATCH", LOST)

    said = tell(retries=[0, 0, 0, 0])

    assert said["asked"][-1] == ["HEAD", 200], said
    assert sender.is_stored(picture)


@pytest.mark.parametrize("ended", ["by its sender", "by its time"])
def test_one_that_has_ended_begins_anew(tell, sender, picture, ended):
    begun = tell(chunk_bytes=2000, stop_bytes=2000)
    if ended == "by its sender":
        assert tell(url=begun["url"], terminate=True)["asked"] == [["DELETE", 204]]
    else:
        over = (NOW - EXPIRES_AFTER - timedelta(minutes=1)).timestamp()
        os.utime(sender.written_to(begun["url"]), (over, over))

    again = tell(url=begun["url"])

    assert again["asked"] == [["HEAD", 404], ["POST", 201], ["PATCH", 204]]
    assert sender.is_stored(picture)
