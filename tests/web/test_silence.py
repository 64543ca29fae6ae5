"""Whoever says nothing in the middle of a request gives his place back to the others."""

import http.client
import socket
from contextlib import ExitStack

import pytest

from tests.browser.server import Server

THREADS = 16
HALF_SAID = {
    "a body that never comes": b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
    "a head that breaks off": b"POST /login HTTP/1.1\r\nHost: local",
}


@pytest.fixture
def server(settings):
    server = Server(settings)
    server.start(SILENCE_MAX_S="1", WEB_WORKERS="1")
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
