"""Device sessions: new at each login, dead when revoked or old, well wrapped (trust, D11-D14)."""

import base64
import hashlib

import pytest
from sqlalchemy import func, select

from patrol_app.app import create_app
from patrol_app.ledger.tables.gate import DeviceSessionRow
from patrol_app.web.access import signed_in
from tests.conftest import PASSWORD, make_settings
from tests.web.conftest import read_token


@pytest.fixture
def app(app):
    app.add_url_rule("/api/v1/known", "known", signed_in(lambda: "in"))
    return app


def test_a_token_is_random_and_only_its_hash_is_kept(log_in, session):
    token = log_in("patroller").get_cookie("patrol").value
    assert len(base64.urlsafe_b64decode(token + "=")) * 8 >= 128
    kept = session.scalars(select(DeviceSessionRow)).one()
    assert kept.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(vars(kept))


def test_a_new_login_ends_the_old_session_of_that_browser_only(app, client, log_in):
    other = log_in("patroller", client=app.test_client())
    old = log_in("patroller").get_cookie("patrol").value
    new = log_in("patroller").get_cookie("patrol").value
    assert old != new
    assert _knock(app, old) == 401
    assert _knock(app, new) == 200
    assert other.get("/api/v1/known").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "f" * 43, "\u6cb3", "' or 1=1 --"])
def test_a_made_up_token_opens_nothing(app, token):
    assert _knock(app, token) == 401


def test_after_logout_a_stolen_cookie_is_dead(app, client, log_in, api):
    stolen = log_in("patroller").get_cookie("patrol").value
    assert api.post("/logout").status_code == 204
    assert client.get_cookie("patrol") is None
    assert _knock(app, stolen) == 401


def test_logging_out_by_form_leads_to_the_login_and_twice_is_harmless(client, log_in):
    log_in("patroller")
    for _ in range(2):
        form = {"csrf_token": read_token(client)}
        answer = client.post("/logout", data=form, headers={"Origin": "http://localhost"})
        assert (answer.status_code, answer.location) == (303, "/login")


def test_a_session_ends_after_45_idle_days(client, log_in, clock):
    log_in("patroller")
    clock.move(days=44, hours=23)
    assert client.get("/api/v1/known").status_code == 200
    clock.move(days=45)
    assert client.get("/api/v1/known").status_code == 401


def test_a_session_ends_after_180_days_however_busy(client, log_in, clock):
    log_in("patroller")
    for _ in range(5):
        clock.move(days=35)
        assert client.get("/api/v1/known").status_code == 200
    clock.move(days=5)
    assert client.get("/api/v1/known").status_code == 401


def test_a_clock_set_back_throws_nobody_out(client, log_in, clock):
    log_in("patroller")
    clock.move(days=-2)
    assert client.get("/api/v1/known").status_code == 200


def test_the_last_use_is_noted_once_an_hour(client, log_in, clock, session):
    log_in("patroller")
    start_at = clock()
    seen_at = []
    for minutes in (59, 2, 58, 5):
        clock.move(minutes=minutes)
        client.get("/api/v1/known")
        session.rollback()
        seen_at.append(session.scalar(select(func.max(DeviceSessionRow.last_seen_at))))
    minutes_noted = [(at - start_at).total_seconds() / 60 for at in seen_at]
    assert minutes_noted == [0, 61, 61, 124]


def test_over_https_each_cookie_is_bound_to_this_host(settings, clock):
    app = create_app(make_settings(settings.instance_dir, https=True), clock=clock)
    client = app.test_client()
    origin = "https://localhost"
    form = {"username": "patroller", "password": PASSWORD}
    page = client.get("/login", base_url=origin)
    form["csrf_token"] = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    entered = client.post("/login", data=form, headers={"Origin": origin}, base_url=origin)
    left = client.post("/logout", headers={"Origin": origin, "X-Patrol": "1"}, base_url=origin)

    cookies = [cookie for answer in (page, entered, left) for cookie in _cookies(answer)]
    assert {name for name, _ in cookies} == {"__Host-patrol", "__Host-form"}
    for _, flags in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= flags
        assert not any(flag.startswith("Domain") for flag in flags)


def _cookies(answer):
    for header in answer.headers.getlist("Set-Cookie"):
        pair, *flags = header.split("; ")
        yield pair.split("=")[0], set(flags)


def _knock(app, token):
    thief = app.test_client()
    thief.set_cookie("patrol", token)
    return thief.get("/api/v1/known").status_code
