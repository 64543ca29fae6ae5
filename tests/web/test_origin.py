"""Nothing changes because of another site's page, nor by looking (trust, D15, D16)."""

import pytest
from sqlalchemy import func, select

from patrol_app.ledger.tables.gate import DeviceSessionRow
from patrol_app.web.access import everyone
from tests.conftest import ORIGIN
from tests.web.conftest import read_token

OURS = {"Origin": ORIGIN}
FOREIGN = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
    {"Sec-Fetch-Site": ""},
    {"Referer": f"{ORIGIN}/login"},
]


@pytest.fixture
def app(app):
    app.add_url_rule(
        "/api/v1/deed", "deed", everyone(lambda: "done"), methods=["POST", "PUT", "PATCH", "DELETE"]
    )
    return app


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_foreign_page_can_do_nothing_at_the_api(client, headers):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.open("/api/v1/deed", method=method, headers={"X-Patrol": "1", **headers})
        assert (answer.status_code, answer.json["code"]) == (403, "foreign_origin")
        assert answer.json["keep"] is True


@pytest.mark.parametrize("headers", [OURS, {"Sec-Fetch-Site": "same-origin"}], ids=str)
def test_our_own_page_can(client, headers):
    assert client.post("/api/v1/deed", headers={"X-Patrol": "1", **headers}).text == "done"


@pytest.mark.parametrize("said", [{}, {"X-Patrol": "0"}, {"X-Patrol": ""}], ids=str)
def test_the_api_asks_for_the_header_that_no_form_can_send(client, said):
    answer = client.post("/api/v1/deed", headers=OURS | said, data="{}", content_type="text/plain")
    assert answer.json["code"] == "foreign_origin"


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_foreign_form_logs_nobody_in_or_out(client, log_in, session, headers):
    form = {"username": "patroller", "password": "x", "csrf_token": read_token(client)}
    assert client.post("/login", data=form, headers=headers).status_code == 403
    log_in("patroller")
    form = {"csrf_token": read_token(client)}
    assert client.post("/logout", data=form, headers=headers).status_code == 403
    assert client.post("/logout", headers={"X-Patrol": "1", **headers}).status_code == 403
    assert _living_sessions(session) == 1


@pytest.mark.parametrize("form", [{}, {"csrf_token": ""}, {"csrf_token": "made up"}], ids=str)
@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_a_form_without_its_token_is_sent_back_to_the_page(client, log_in, session, path, form):
    log_in("patroller")
    answer = client.post(path, data=form, headers=OURS)
    assert answer.status_code == 400
    assert "页面放久了" in answer.text
    assert f'href="{path}"' in answer.text
    assert _living_sessions(session) == 1


def test_anothers_token_is_no_token(app, client, log_in):
    log_in("patroller")
    foreign = read_token(app.test_client())
    answer = client.post("/logout", data={"csrf_token": foreign}, headers=OURS)
    assert answer.status_code == 400


def test_the_header_replaces_the_token_at_logout_only(client):
    form = {"username": "patroller", "password": "x"}
    answer = client.post("/login", data=form, headers=OURS | {"X-Patrol": "1"})
    assert (answer.status_code, answer.json["code"]) == (400, "csrf")


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_a_wrong_method_is_405_and_does_nothing(client, log_in, session, method):
    log_in("patroller")
    answer = getattr(client, method)("/logout")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert _living_sessions(session) == 1


def test_no_address_both_shows_and_changes_by_one_view(app):
    both = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and rule.methods & {"POST", "PUT", "PATCH", "DELETE"}
    ]
    assert both == []


def _living_sessions(session):
    session.rollback()
    living = select(func.count()).where(DeviceSessionRow.revoked_at.is_(None))
    return session.scalar(living)
