"""A request that stalled, and wakes up when its phone has long gone on by another one: over real sockets."""

import io
import socket
import time
from contextlib import closing

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from patrol_app.sync.upload_routes import PIECE_BYTES

PATIENCE_S = 15


class Stalled:
    """A PATCH of which the server waits for the rest."""

    def __init__(self, sender, place, raw, *, sent, at=0):
        self._socket = socket.create_connection(("localhost", sender.proxy.port), PATIENCE_S)
        self._rest = raw[sent:]
        head = {
            **sender.headers,
            "Connection": "close",
            "Host": f"localhost:{sender.proxy.port}",
            "Tus-Resumable": "1.0.0",
            "Content-Type": "application/offset+octet-stream",
            "Content-Length": str(len(raw)),
            "Upload-Offset": str(at),
        }
        lines = [f"PATCH {place.removeprefix(sender.proxy.url)} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in head.items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode() + raw[:sent])

    def wake_up(self) -> bytes:
        """Send the rest, and give the answer."""
        with closing(self._socket), self._socket.makefile("rb") as answer:
            self._socket.sendall(self._rest)
            return answer.read()


@pytest.fixture
def open_one(sender, picture):
    """Open an upload of the picture; gives its uploader."""
    client = TusClient(sender.endpoint, headers=sender.headers)
    metadata = sender.name(picture)

    def make(url=None, chunk_size=None):
        uploader = client.uploader(
            file_stream=io.BytesIO(picture),
            url=url,
            metadata=metadata,
            chunk_size=chunk_size or len(picture),
        )
        if url is None:
            uploader.set_url(uploader.create_url())
        return uploader

    return make


@pytest.fixture
def stall(sender):
    """Let a PATCH stall when the server has so much of it on its disk."""

    def send(place, raw, *, sent):
        stalled = Stalled(sender, place, raw, sent=sent)
        until = time.monotonic() + PATIENCE_S
        while sender.written_to(place).stat().st_size < sent:
            assert time.monotonic() < until
            time.sleep(0.02)
        return stalled

    return send


def test_it_changes_nothing_though_its_rest_would_fit(sender, open_one, stall, picture):
    place = open_one().url
    other = picture[:PIECE_BYTES] + bytes(len(picture) - PIECE_BYTES)
    stalled = stall(place, other, sent=PIECE_BYTES)

    newer = open_one(url=place)
    assert newer.offset == PIECE_BYTES
    answer = stalled.wake_up()

    assert answer.startswith(b"HTTP/1.1 409 ")
    assert b"wrong_offset" in answer
    newer.upload()
    assert sender.is_stored(picture)


def test_it_changes_nothing_in_the_middle_of_the_newer_one(sender, open_one, stall, picture):
    place = open_one().url
    stalled = stall(place, picture, sent=PIECE_BYTES)

    newer = open_one(url=place, chunk_size=1000)
    newer.upload_chunk()
    answer = stalled.wake_up()
    newer.upload()

    assert answer.startswith(b"HTTP/1.1 409 ")
    assert sender.is_stored(picture)


def test_it_is_told_that_the_upload_is_gone_when_the_newer_one_is_done(
    sender, open_one, stall, picture
):
    place = open_one().url
    stalled = stall(place, picture, sent=PIECE_BYTES)

    open_one(url=place).upload()
    answer = stalled.wake_up()

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"upload_gone" in answer
    assert sender.is_stored(picture)


def test_a_healthy_one_is_not_stopped_by_a_piece_at_a_wrong_offset(
    sender, open_one, stall, picture
):
    place = open_one().url
    healthy = stall(place, picture, sent=PIECE_BYTES)
    wrong = open_one(url=None)
    wrong.url, wrong.offset = place, 4000

    with pytest.raises(TusUploadFailed) as refusal:
        wrong.upload()
    answer = healthy.wake_up()

    assert refusal.value.status_code == 409
    assert answer.startswith(b"HTTP/1.1 204 ")
    assert sender.is_stored(picture)
