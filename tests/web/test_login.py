"""Logging in: one form, one answer for all that is wrong, guessing stops, nobody is locked out (trust, D06, D08)."""

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import verify_secret
from sqlalchemy import select, update

from patrol_app.app import create_app
from patrol_app.ledger.tables.gate import DeviceSessionRow, LoginFailureRow
from patrol_app.ledger.tables.register import AccountRow, PersonRow
from patrol_app.settings import ROOT
from patrol_app.web.attempts import address_of, delay_s
from patrol_app.web.login import own_path
from patrol_app.web.passwords import hash_password
from tests.conftest import ORIGIN, PASSWORD, make_settings
from tests.web.conftest import read_token


@pytest.fixture
def fail(session):
    """Let these have failed before."""

    def note(failures):
        session.add_all(
            LoginFailureRow(username=username, address=address, failed_at=at)
            for username, address, at in failures
        )
        session.commit()

    return note


@pytest.mark.parametrize(
    ("username", "landing"),
    [
        ("patroller", "/#/in"),
        ("village", "/#/in"),
        ("stranger", "/#/in"),
        ("township", "/desk/"),
        ("county", "/desk/"),
    ],
)
def test_each_lands_where_his_work_is(post_login, username, landing):
    answer = post_login(username)
    assert (answer.status_code, answer.location) == (303, landing)


def test_one_goes_on_to_where_one_wanted(post_login):
    assert post_login("county", next="/desk/ledger?page=2").location == "/desk/ledger?page=2"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
    ],
)
def test_nobody_is_sent_to_another_site(post_login, path):
    assert own_path(path) is None
    assert post_login("county", next=path).location == "/desk/"


def test_unknown_name_wrong_password_and_disabled_look_the_same(post_login, session, clock, cast):
    gone = update(PersonRow).where(PersonRow.id == cast.village_chief.person_id)
    session.execute(gone.values(disabled_at=clock()))
    session.commit()
    answers = [
        post_login("nobody", "wrong"),
        post_login("patroller", "wrong"),
        post_login("village"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    pages = {
        _without_token(answer.text).replace(name, "NAME")
        for answer, name in zip(answers, ("nobody", "patroller", "village"), strict=True)
    }
    assert len(pages) == 1
    assert "账号或密码不对" in pages.pop()


def test_each_failure_costs_one_comparison_so_that_time_tells_nothing(
    post_login, session, clock, cast
):
    """How long each takes is measured by tests/bench/login.py (trust, D07)."""
    gone = update(PersonRow).where(PersonRow.id == cast.village_chief.person_id)
    session.execute(gone.values(disabled_at=clock()))
    session.commit()
    compared = {
        (username, password): _count_calls(verify_secret, partial(post_login, username, password))
        for username, password in (("nobody", "x"), ("patroller", "x"), ("village", PASSWORD))
    }
    assert set(compared.values()) == {1}


def _count_calls(function, act):
    """Count how often the real thing called a function while it acted."""
    calls = 0

    def see(frame, event, _):
        nonlocal calls
        calls += event == "call" and frame.f_code is function.__code__

    sys.setprofile(see)
    try:
        act()
    finally:
        sys.setprofile(None)
    return calls


def test_an_empty_form_says_what_is_missing(post_login, session):
    answer = post_login("", "")
    assert answer.status_code == 422
    assert "账号和密码都要填" in answer.text
    assert session.scalars(select(LoginFailureRow)).all() == []


def test_full_width_letters_of_a_chinese_keyboard_are_understood(post_login):
    assert post_login(" ｐａｔｒｏｌｌｅｒ ").status_code == 303


def test_a_long_password_is_no_trouble_and_an_endless_one_is_refused(post_login, session):
    session.execute(
        update(AccountRow)
        .where(AccountRow.username == "patroller")
        .values(password_hash=hash_password("长" * 100))
    )
    session.commit()
    assert post_login("patroller", "长" * 100).status_code == 303
    assert post_login("patroller", "x" * 257).status_code == 422


def test_passwords_are_kept_as_argon2id(session):
    for kept in session.scalars(select(AccountRow.password_hash)):
        assert kept.startswith("$argon2id$")
        parameters = extract_parameters(kept)
        assert (parameters.memory_cost, parameters.time_cost) >= (19456, 2)


def test_an_old_hash_is_renewed_at_login(post_login, session):
    old = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
    session.execute(
        update(AccountRow).where(AccountRow.username == "patroller").values(password_hash=old)
    )
    session.commit()
    assert post_login("patroller", "wrong").status_code == 401
    assert _hash_of(session, "patroller") == old
    assert post_login("patroller").status_code == 303
    renewed = _hash_of(session, "patroller")
    assert renewed != old
    assert extract_parameters(renewed).memory_cost == 19456
    assert post_login("patroller").status_code == 303
    assert _hash_of(session, "patroller") == renewed


def test_after_five_failures_even_the_right_password_waits(post_login, clock, session):
    for _ in range(5):
        assert post_login(password="wrong").status_code == 401
        clock.move(minutes=1)
    refused = post_login()
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "600"
    assert "输错好几次了" in refused.text
    assert session.scalars(select(DeviceSessionRow)).all() == []
    clock.move(minutes=10)
    assert post_login().status_code == 303


def test_others_cannot_lock_a_chief_out(post_login, fail, clock):
    fail(("township", f"10.0.0.{number}", clock()) for number in range(50))
    assert post_login("township", address="192.0.2.1").status_code == 303


def test_one_address_of_a_whole_county_locks_nobody_out(post_login, fail, clock):
    fail((f"guess{number}", "127.0.0.1", clock()) for number in range(50))
    assert post_login("township").status_code == 303


@pytest.mark.parametrize(("proxies", "last"), [(0, 429), (1, 401)])
def test_only_our_own_proxy_says_who_is_behind_it(settings, clock, proxies, last):
    app = create_app(make_settings(settings.instance_dir, proxies=proxies), clock=clock)
    client = app.test_client()
    statuses = [
        client.post(
            "/login",
            data={"username": "township", "password": "x", "csrf_token": read_token(client)},
            headers={"Origin": ORIGIN, "X-Forwarded-For": f"10.0.0.{number}"},
        ).status_code
        for number in range(6)
    ]
    assert statuses == [401] * 5 + [last]


def test_an_address_that_a_sender_claims_behind_our_proxy_is_not_remembered(
    settings, clock, session
):
    """Only the last one is our proxy's word; what stands before it came from outside (trust, D33)."""
    app = create_app(make_settings(settings.instance_dir, proxies=1), clock=clock)
    client = app.test_client()
    client.post(
        "/login",
        data={"username": "township", "password": "x", "csrf_token": read_token(client)},
        headers={"Origin": ORIGIN, "X-Forwarded-For": "6.6.6.6, 192.0.2.7"},
    )
    assert session.scalars(select(LoginFailureRow.address)).all() == ["192.0.2.7"]


def test_a_success_forgets_ones_own_failures_only(post_login):
    for _ in range(4):
        post_login(password="wrong")
    for _ in range(5):
        post_login("township", "wrong")
    assert post_login().status_code == 303
    assert [post_login(password="wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    assert post_login("township").status_code == 429


def test_many_failures_elsewhere_only_slow(app, post_login, fail, clock):
    waited_s = []
    app.extensions["wait"] = waited_s.append
    fail(("township", f"10.0.0.{number}", clock()) for number in range(30))
    for username in ("patroller", "township"):
        post_login(username, address="192.0.2.1")
    clock.move(minutes=15)
    post_login("township", address="192.0.2.1")
    assert waited_s == pytest.approx([0, 0.5, 0])


@pytest.mark.parametrize(
    ("elsewhere", "expected_s"), [(0, 0), (20, 0), (21, 0.05), (40, 1.0), (10**6, 1.0)]
)
def test_the_wait_grows_and_ends(elsewhere, expected_s):
    assert delay_s(elsewhere) == pytest.approx(expected_s)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (None, ""),
        ("a socket", ""),
    ],
)
def test_a_household_is_one_address(remote, address):
    assert address_of(remote) == address


def test_four_workers_count_together(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "patrol_app.wsgi:app", "--bind", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env={
            **os.environ,
            "WEB_WORKERS": "4",
            "PATROL_SECRET_KEYS": "k" * 32,
            "PATROL_INSTANCE_DIR": str(settings.instance_dir),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(port)
        with ThreadPoolExecutor(8) as guessers:
            statuses = Counter(guessers.map(lambda _: _guess(port), range(16)))
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert statuses == {401: 5, 429: 11}


def _guess(port):
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _KeepStatus())
    page = opener.open(f"http://127.0.0.1:{port}/login", timeout=30).read().decode()
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"username": "township", "password": "wrong", "csrf_token": token}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/login",
        data=urllib.parse.urlencode(form).encode(),
        headers={"Origin": f"http://127.0.0.1:{port}"},
    )
    with opener.open(request, timeout=30) as answer:
        return answer.status


class _KeepStatus(urllib.request.HTTPErrorProcessor):
    def http_response(self, _request, response):
        return response


def _wait_until_it_answers(port, patience_s=30):
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server never answered")


def _without_token(page):
    return re.sub(r'name="csrf_token"[^>]*>', "", page)


def _hash_of(session, username):
    session.rollback()
    return session.scalar(select(AccountRow.password_hash).where(AccountRow.username == username))
