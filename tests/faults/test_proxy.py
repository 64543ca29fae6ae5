"""The bad line does what it is told, and nothing when it is told nothing."""

import http.client
import socket
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.line import GARBAGE, LOST, MUTE, PORTAL, Break, How, Line, Way, busy
from tests.faults.proxy import Proxy

BODY = bytes(range(256)) * 40


class Echo(BaseHTTPRequestHandler):
    """Says back what it was sent, and remembers it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        told = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(told)
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


class Answers(ThreadingHTTPServer):
    """Serves on when a line breaks, and says nothing of it: breaking it is what the tests are for."""

    daemon_threads = True

    def handle_error(self, *_):
        pass


@pytest.fixture
def server():
    with Answers(("localhost", 0), Echo) as server:
        server.heard = []
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def proxy(server):
    proxy = Proxy(server.server_port, seed=3)
    yield proxy
    proxy.stop()


def send(proxy, body=BODY, patience_s=5):
    """Send over a connection of its own; give status and body, or raise what a client meets."""
    with closing(http.client.HTTPConnection("localhost", proxy.port, timeout=patience_s)) as line:
        line.request("POST", "/there", body)
        answer = line.getresponse()
        return answer.status, answer.read()


def test_a_good_line_carries_everything(proxy, server):
    with closing(http.client.HTTPConnection("localhost", proxy.port, timeout=5)) as line:
        for _ in range(3):
            line.request("POST", "/there", BODY)
            assert line.getresponse().read() == BODY

    assert [request.path for request in proxy.asked] == ["/there"] * 3
    assert proxy.asked[0].is_for("POST", "/th")
    assert proxy.carried[Way.UP] == 3 * proxy.asked[0].whole_bytes
    assert server.heard == [BODY] * 3


def test_a_slow_line_takes_its_time_each_way(proxy):
    for line, least_s in (
        (Line(up_kbit_s=400), 0.2),
        (Line(down_kbit_s=400), 0.2),
        (Line(latency_s=0.3), 0.3),
    ):
        proxy.line = line
        begun = time.monotonic()
        assert send(proxy) == (200, BODY)
        assert time.monotonic() - begun >= least_s
    proxy.line = Line()


def test_an_answer_is_lost_after_the_server_has_done_its_work(proxy, server):
    proxy.mischief = lambda _: LOST
    with pytest.raises(ConnectionError):
        send(proxy)
    assert server.heard == [BODY]


@pytest.mark.parametrize("how", [How.END, How.RESET])
def test_a_request_breaks_after_so_many_bytes(proxy, server, how):
    proxy.mischief = lambda request: Break(Way.UP, request.whole_bytes - 1, how)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        send(proxy)
    assert BODY not in server.heard


def test_an_answer_breaks_after_so_many_bytes(proxy):
    proxy.mischief = lambda _: Break(Way.DOWN, 5_000)
    with pytest.raises(http.client.IncompleteRead) as met:
        send(proxy)
    assert 0 < len(met.value.partial) < 5_000


@pytest.mark.parametrize("fault", [MUTE, Break(Way.UP, 900, How.SILENCE)])
def test_a_mute_line_stands_open_and_nothing_comes(proxy, server, fault):
    proxy.mischief = lambda _: fault
    with pytest.raises(TimeoutError):
        send(proxy, patience_s=0.3)
    assert server.heard == []


def test_one_byte_arrives_as_another(proxy, server):
    proxy.mischief = lambda request: Break(Way.UP, request.whole_bytes - 1, How.FLIP)
    send(proxy)
    (heard,) = server.heard
    assert heard[:-1] == BODY[:-1]
    assert heard[-1] == BODY[-1] ^ 1


def test_somebody_else_answers(proxy, server):
    for fault, status in ((PORTAL, 200), (busy("503 Busy", 7), 503)):
        proxy.mischief = lambda _, fault=fault: fault
        assert send(proxy)[0] == status
    proxy.mischief = lambda _: GARBAGE
    with pytest.raises(http.client.BadStatusLine):
        send(proxy)
    assert server.heard == []


def test_one_that_is_shut_refuses_and_may_open_again(proxy):
    with socket.create_connection(("localhost", proxy.port)) as held:
        proxy.shut()
        assert held.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        send(proxy)
    proxy.open()
    assert send(proxy) == (200, BODY)


def test_the_seed_decides_what_breaks(server):
    def list_outcomes(seed):
        proxy = Proxy(server.server_port, seed)
        proxy.line = Line(broken=0.3)
        outcomes = []
        for _ in range(30):
            try:
                outcomes.append(send(proxy)[0])
            except (ConnectionError, http.client.HTTPException):
                outcomes.append(None)
        proxy.stop()
        return outcomes

    outcomes = list_outcomes(11)
    assert 2 < outcomes.count(None) < 20
    assert list_outcomes(11) == outcomes
    assert list_outcomes(12) != outcomes
