"""The start is refused by name, and a key can be changed while people are at work (trust, D40)."""

import subprocess
import sys

import pytest

from patrol_app.app import create_app
from patrol_app.settings import ROOT, Settings, WrongSettings
from tests.conftest import ORIGIN, make_settings
from tests.web.conftest import read_token

KEY = "0123456789abcdef0123456789abcdef"


def test_the_least_an_installation_says_is_its_key(tmp_path):
    settings = Settings.from_environ(
        {"PATROL_SECRET_KEYS": KEY, "PATROL_INSTANCE_DIR": str(tmp_path)}
    )
    assert settings.database_url == f"sqlite:///{tmp_path / 'patrol.sqlite3'}"
    assert settings.media_dir == tmp_path / "media"
    assert (settings.demo, settings.https, settings.proxies) == (False, False, 0)


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({}, ["PATROL_SECRET_KEYS"]),
        ({"PATROL_DEMO": "1"}, ["PATROL_SECRET_KEYS"]),
        ({"PATROL_SECRET_KEYS": "short"}, ["PATROL_SECRET_KEYS"]),
        ({"PATROL_SECRET_KEYS": f"{KEY},short"}, ["PATROL_SECRET_KEYS"]),
        ({"PATROL_SECRET_KEYS": KEY, "PATROL_HTTPS": "yes"}, ["PATROL_HTTPS"]),
        ({"PATROL_SECRET_KEYS": KEY, "PATROL_REDIS_URL": "localhost"}, ["PATROL_REDIS_URL"]),
        ({"PATROL_SECRET_KEYS": KEY, "PATROL_TIANDITU_KEY": "a&b"}, ["PATROL_TIANDITU_KEY"]),
        ({"PATROL_DEMO": "on", "PATROL_PROXIES": "-1"}, ["SECRET_KEYS", "DEMO", "PROXIES"]),
    ],
    ids=[
        "no key",
        "no key in a demo",
        "short",
        "short old one",
        "no yes or no",
        "no address",
        "no key for tiles",
        "all at once",
    ],
)
def test_what_is_missing_or_wrong_is_named(environ, named):
    with pytest.raises(WrongSettings) as refused:
        Settings.from_environ(environ)
    assert all(name in str(refused.value) for name in named)
    assert len(refused.value.problems) == len(named)


def test_a_server_without_a_key_does_not_start(tmp_path):
    started = subprocess.run(
        [sys.executable, "-c", "import patrol_app.wsgi"],
        cwd=ROOT,
        env={"PATROL_INSTANCE_DIR": str(tmp_path / "new")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode != 0
    assert "PATROL_SECRET_KEYS is missing" in started.stderr
    assert not (tmp_path / "new").exists()


def test_settings_never_show_their_keys():
    queue = "redis://:a-password@localhost:6379/0"
    settings = Settings.from_environ({"PATROL_SECRET_KEYS": KEY, "PATROL_REDIS_URL": queue})
    assert settings.redis_url == queue
    assert KEY not in repr(settings)
    assert "a-password" not in repr(settings)


def test_a_new_key_keeps_sessions_and_open_forms(settings, clock, log_in):
    client = log_in("patroller")
    token = read_token(client)
    kept = {name: client.get_cookie(name).value for name in ("patrol", "form")}
    changed = make_settings(settings.instance_dir, secret_keys=(KEY, *settings.secret_keys))
    forgot = make_settings(settings.instance_dir, secret_keys=(KEY,))

    assert _log_out_after_the_change(changed, clock, kept, token) == 303
    assert _log_out_after_the_change(forgot, clock, kept, token) == 400


def _log_out_after_the_change(settings, clock, cookies, token):
    client = create_app(settings, clock=clock).test_client()
    for name, value in cookies.items():
        client.set_cookie(name, value)
    return client.post(
        "/logout", data={"csrf_token": token}, headers={"Origin": ORIGIN}
    ).status_code
