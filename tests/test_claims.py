"""What a request claims about host and address of itself changes nothing that we say or remember (trust, D33)."""

from dataclasses import replace

import pytest

from patrol_app.app import create_app
from tests.builders import jpeg
from tests.sync.conftest import Phone
from tests.test_access_table import list_asked

EVIL = "evil.example"
CLAIMS = {
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Proto": EVIL,
    "X-Forwarded-Prefix": f"/{EVIL}",
    "X-Original-URL": f"/{EVIL}",
    "Forwarded": f"host={EVIL}",
}


def list_pages():
    return [path for method, path in list_asked() if method == "GET" and "{" not in path]


@pytest.mark.parametrize("claim", ["host", "headers", "both"])
def test_no_answer_repeats_a_claimed_host(app, log_in, claim):
    headers = CLAIMS if claim != "host" else {}
    at = {"base_url": f"http://{EVIL}"} if claim != "headers" else {}
    signed_in = log_in("township", app.test_client()).get_cookie("patrol").value
    repeated = []
    for path in list_pages():
        client = app.test_client()
        client.set_cookie("patrol", signed_in, domain=EVIL if at else "localhost")
        for one in (client, app.test_client()):
            with one.get(path, headers=headers, **at) as answer:
                said = answer.get_data() + str(answer.headers).encode()
                if EVIL.encode() in said:
                    repeated.append(path)

    assert repeated == []


def test_an_upload_goes_on_at_our_own_address(phone_of, cast):
    phone = phone_of(cast.patroller)
    raw = jpeg(71)
    opened = phone.announce(raw, phone.show(raw)["id"], **CLAIMS)

    assert opened.headers["Location"].startswith("/api/v1/media/uploads/")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("river.example", 200),
        ("river.example:8443", 200),
        (EVIL, 400),
        (f"river.example.{EVIL}", 400),
    ],
)
def test_where_our_names_are_known_no_other_is_answered(settings, clock, host, status):
    app = create_app(replace(settings, trusted_hosts=("river.example",)), clock=clock)

    answer = app.test_client().get("/login", base_url=f"http://{host}")

    assert answer.status_code == status
    assert EVIL not in answer.text


@pytest.fixture
def phone_of(app, log_in):
    """Give the phone of one of the cast, logged in."""
    return lambda member: Phone(log_in(member.username, app.test_client()))
