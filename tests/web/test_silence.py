"""Whoever says nothing in the middle of a request, or next to nothing, gives his place back to the others."""

import http.client
import socket
import threading
import time
from contextlib import ExitStack, suppress

import pytest

from patrol_app.patience import find_length_bytes
from tests.browser.server import Server

THREADS = 16
HALF_SAID = {
    "a body that never comes": b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
    "a head that breaks off": b"POST /login HTTP/1.1\r\nHost: local",
}


@pytest.fixture
def server(settings):
    server = Server(settings)
    server.start(SILENCE_MAX_S="1", GRACE_S="1", WEB_WORKERS="1")
    yield server
    server.stop()


@pytest.mark.parametrize("said", HALF_SAID.values(), ids=HALF_SAID)
def test_the_silent_do_not_keep_the_others_out(server, said):
    with ExitStack() as held:
        for _ in range(THREADS):
            silent = held.enter_context(socket.create_connection(("localhost", server.port)))
            silent.sendall(said)
        asked = http.client.HTTPConnection("localhost", server.port, timeout=10)
        asked.request("GET", "/healthz")
        assert asked.getresponse().status == 200
        asked.close()


@pytest.mark.parametrize("said", HALF_SAID.values(), ids=HALF_SAID)
def test_nor_do_those_who_drip(server, said):
    with ExitStack() as held:
        dripping = [
            held.enter_context(socket.create_connection(("localhost", server.port)))
            for _ in range(THREADS)
        ]
        for one in dripping:
            one.sendall(said)
        done = held.enter_context(Dripping(dripping))
        asked = http.client.HTTPConnection("localhost", server.port, timeout=10)
        asked.request("GET", "/healthz")
        assert asked.getresponse().status == 200
        asked.close()
        assert not done.is_set()


class Dripping:
    """Sends a byte on each connection again and again, far more often than silence is cut."""

    def __init__(self, connections):
        self._connections, self._stop = connections, threading.Event()
        self._thread = threading.Thread(target=self._drip)

    def __enter__(self):
        self._thread.start()
        return self._stop

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _drip(self):
        while not self._stop.wait(0.2):
            for one in self._connections:
                with suppress(OSError):
                    one.sendall(b"x")


def test_a_slow_phone_is_given_the_time_its_body_needs(server):
    piece, pieces = b"x" * 1_000, 12
    head = (
        "POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(piece) * pieces}\r\n\r\n"
    )
    with socket.create_connection(("localhost", server.port)) as slow:
        slow.sendall(head.encode())
        for _ in range(pieces):
            slow.sendall(piece)
            time.sleep(0.25)
        answer = slow.recv(65_536)
    # The form was read to its end: only its token is missing.
    assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("headers", "length_bytes"),
    [
        ([], 0),
        ([("CONTENT-LENGTH", "250000")], 250_000),
        ([("CONTENT-LENGTH", "x")], 0),
        ([("TRANSFER-ENCODING", "chunked")], 1_000_000),
    ],
)
def test_the_time_goes_by_what_a_request_says_of_itself(headers, length_bytes):
    assert find_length_bytes(headers) == length_bytes
