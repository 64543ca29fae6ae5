"""tuspy, the Python client of the tus project: whole, in pieces, resumed, with checksums, right and wrong."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed
from tusclient.uploader import Uploader

from patrol_app.media.piecewise import EXPIRES_AFTER
from tests.builders import NOW
from tests.faults.line import LOST, Break, How, Way


class WrongChecksums(Uploader):
    """One on whose way every piece is changed."""

    CHECKSUM_ALGORITHM_PAIR = ("sha1", lambda _piece: hashlib.sha1(b"else", usedforsecurity=False))


@pytest.fixture
def client(sender):
    return TusClient(sender.endpoint, headers=sender.headers)


@pytest.fixture
def bring(client, sender):
    """Make an uploader of a picture that an entry names; by `url` it resumes."""

    def make(raw, kind=Uploader, url=None, **given):
        metadata = {} if url else sender.name(raw)
        return kind(file_stream=io.BytesIO(raw), client=client, url=url, metadata=metadata, **given)

    return make


def test_a_picture_comes_whole(bring, sender, picture):
    bring(picture).upload()

    assert sender.is_stored(picture)


def test_it_comes_in_pieces_with_their_checksums(bring, sender, picture):
    uploader = bring(picture, chunk_size=len(picture) // 3, upload_checksum=True)
    uploader.upload()

    assert uploader.offset == len(picture)
    assert sender.is_stored(picture)


def test_it_goes_on_by_itself_where_the_line_broke_off(bring, sender, picture, break_first):
    asked = break_first("PATCH", Break(Way.UP, 20_000, How.END))

    # Long enough for the server to have read what came before the break.
    bring(picture, retries=3, retry_delay=1).upload()

    assert [request.method for request in asked[1:]] == ["POST", "PATCH", "HEAD", "PATCH"]
    assert asked[-1].whole_bytes < len(picture)
    assert sender.is_stored(picture)


def test_a_lost_last_answer_ends_well(bring, sender, picture, break_first):
    break_first("PATCH", LOST)
    with pytest.raises(TusUploadFailed):
        bring(picture).upload()

    bring(picture, retries=1, retry_delay=0).upload()

    assert sender.is_stored(picture)


def test_it_may_be_taken_up_again_on_another_day(bring, sender, picture):
    first = bring(picture, chunk_size=1000)
    first.upload(stop_at=2000)

    resumed = bring(picture, url=first.url)
    assert resumed.offset == 2000
    resumed.upload()

    assert sender.is_stored(picture)


def test_pieces_of_a_wrong_checksum_are_refused_and_come_again(bring, sender, picture):
    wrong = bring(picture, WrongChecksums, upload_checksum=True)
    with pytest.raises(TusUploadFailed) as refusal:
        wrong.upload()
    assert refusal.value.status_code == 460
    assert b"checksum_mismatch" in refusal.value.response_content

    resumed = bring(picture, url=wrong.url, upload_checksum=True)
    assert resumed.offset == 0
    resumed.upload()

    assert sender.is_stored(picture)


def test_a_piece_at_a_wrong_offset_is_refused(bring, sender, picture):
    uploader = bring(picture, chunk_size=1000)
    uploader.upload_chunk()
    uploader.offset = 500

    with pytest.raises(TusUploadFailed) as refusal:
        uploader.upload_chunk()

    assert refusal.value.status_code == 409
    uploader.offset = uploader.get_offset()
    uploader.upload()
    assert sender.is_stored(picture)


def test_one_whose_time_is_over_begins_anew(bring, sender, picture):
    old = bring(picture, chunk_size=1000)
    old.upload_chunk()
    over = (NOW - EXPIRES_AFTER - timedelta(minutes=1)).timestamp()
    os.utime(sender.written_to(old.url), (over, over))

    with pytest.raises(TusCommunicationError) as refusal:
        bring(picture, url=old.url)

    assert refusal.value.status_code == 404
    bring(picture).upload()
    assert sender.is_stored(picture)
