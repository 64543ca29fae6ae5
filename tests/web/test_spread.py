"""Phones that come all at once are shared out among the processes that serve."""

import http.client
import os
import signal
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from patrol_app.spread import MOST_PROCESSES, Spread
from tests.browser.server import Server

PATIENCE_S = 20


@pytest.fixture
def server(settings):
    server = Server(settings)
    # Long enough for a process that is slow to wake.
    server.start(WEB_WORKERS="2", GIVE_WAY_S="1")
    yield server
    for pid in server.workers:
        os.kill(pid, signal.SIGCONT)
    server.stop()


@pytest.fixture
def come(server):
    """Let so many phones ask something and stay connected."""
    with ExitStack() as connected:

        def ask(phones):
            for _ in range(phones):
                phone = server.connect("localhost", timeout=PATIENCE_S)
                connected.enter_context(closing(phone))
                phone.request("GET", "/healthz")
                answer = phone.getresponse()
                assert answer.status == http.client.OK
                answer.read()

        yield ask


def count_sockets(pid):
    links = [str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(link.startswith("socket:") for link in links)


def wait_for(server, connections):
    """Wait until each process has so many connections besides the door."""
    until = time.monotonic() + PATIENCE_S
    while [count_sockets(pid) - 1 for pid in server.workers] != connections:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_who_has_fewer_takes_what_comes(server, come):
    wait_for(server, [0, 0])
    os.kill(server.workers[1], signal.SIGSTOP)
    come(2)
    wait_for(server, [2, 0])
    os.kill(server.workers[1], signal.SIGCONT)
    come(2)
    wait_for(server, [2, 2])


def test_where_the_other_does_not_wake_nobody_is_kept_waiting(server, come):
    os.kill(server.workers[1], signal.SIGSTOP)
    come(2)


def test_a_place_is_free_again_when_its_process_has_ended():
    spread = Spread()
    places = [spread.take_place() for _ in range(MOST_PROCESSES)]
    with pytest.raises(ValueError, match="not in list"):
        spread.take_place()
    places[5].note(7)
    places[5].leave()
    assert not any(place.has_more_than_another() for place in places)
    again = spread.take_place()
    again.note(1)
    assert again.has_more_than_another()
