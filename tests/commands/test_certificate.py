"""`make run HTTPS=1`: a phone in the same network reaches the demo over TLS."""

import http.client
import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta

import pytest

from patrol_app.commands.self_signed import keep_certificate, list_addresses, list_names
from tests.browser.server import Server

AT = datetime(2026, 11, 22, tzinfo=UTC)
NAMES = ["localhost", "127.0.0.1", "192.168.1.20"]


def test_it_is_kept_and_nobody_else_reads_the_key(tmp_path):
    path = tmp_path / "https.pem"
    made = keep_certificate(path, NAMES, AT)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keep_certificate(path, NAMES, AT + timedelta(days=300)) == made
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize(
    ("names", "later"),
    [
        pytest.param(NAMES, timedelta(days=380), id="nearly over"),
        pytest.param(NAMES, timedelta(days=-400), id="the clock was wrong"),
        pytest.param([*NAMES, "10.0.0.7"], timedelta(), id="another network"),
        pytest.param(NAMES[:2], timedelta(), id="an address gone"),
    ],
)
def test_one_that_no_longer_fits_is_made_anew(tmp_path, names, later):
    path = tmp_path / "https.pem"
    made = keep_certificate(path, NAMES, AT)
    assert keep_certificate(path, names, AT + later) != made


def test_a_broken_file_is_replaced(tmp_path):
    path = tmp_path / "https.pem"
    path.write_text("no certificate", encoding="utf-8")
    made = keep_certificate(path, NAMES, AT)
    assert keep_certificate(path, NAMES, AT) == made


def test_it_says_where_to_go_and_what_the_browser_will_say(app, settings):
    told = app.test_cli_runner().invoke(args=["patrol", "certificate", "--port", "8123"])
    assert told.exit_code == 0, told.output
    host = next(iter(list_addresses()), "localhost")
    assert f"https://{host}:8123" in told.output
    assert "█" in told.output
    assert "The browser will warn you" in told.output
    assert (settings.instance_dir / "https.pem").exists()


@pytest.fixture
def server(settings):
    path = settings.instance_dir / "https.pem"
    keep_certificate(path, list_names(), datetime.now(UTC))
    server = Server(settings)
    server.start(PATROL_HTTPS="1", TLS_PEM=str(path), WEB_WORKERS="1", SILENCE_MAX_S="1")
    yield server
    server.stop()


def test_the_product_answers_over_tls_by_each_of_its_names(server):
    for host in ["localhost", "127.0.0.1", *list_addresses()]:
        asked = server.connect(host, timeout=10)
        asked.request("GET", "/login")
        answer = asked.getresponse()
        cookies = answer.headers.get_all("Set-Cookie")
        assert answer.status == 200
        assert [cookie.split("=")[0] for cookie in cookies] == ["__Host-form"]
        assert "Secure" in cookies[0]
        asked.close()


def test_who_does_not_trust_it_or_speaks_no_tls_gets_nothing(server):
    stranger = http.client.HTTPSConnection("localhost", server.port, timeout=10)
    with pytest.raises(ssl.SSLCertVerificationError):
        stranger.request("GET", "/healthz")
    plain = http.client.HTTPConnection("localhost", server.port, timeout=10)
    plain.request("GET", "/healthz")
    with pytest.raises((OSError, http.client.HTTPException)):
        plain.getresponse()
    plain.close()


def test_the_silent_do_not_keep_the_others_out_over_tls_either(server):
    silent = [socket.create_connection(("localhost", server.port)) for _ in range(16)]
    asked = server.connect("localhost", timeout=15)
    asked.request("GET", "/healthz")
    assert asked.getresponse().status == 200
    asked.close()
    for held in silent:
        held.close()
