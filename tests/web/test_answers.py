"""Every refusal and every fault has one shape, for programs and for people (trust, D32)."""

import errno
import logging
import re

import pytest
from sqlalchemy import text

from patrol_app.app import create_app
from patrol_app.domain import errors
from patrol_app.domain.errors import BadShape, PatrolError, TooManyAttempts
from patrol_app.ledger.database import begin_writing, db
from patrol_app.web.access import everyone
from patrol_app.web.words import DEFAULT_LANGUAGE
from tests.conftest import make_settings

REFUSALS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not PatrolError),
    key=lambda kind: kind.code,
)


@pytest.fixture
def raising(app):
    """Let /api/v1/raise and /raise meet the given mishap."""

    def prepare(mishap):
        def view():
            return mishap() or "nothing happened"

        app.add_url_rule("/api/v1/raise", "api", everyone(view))
        app.add_url_rule("/raise", "page", everyone(view))

    return prepare


def _throw(error):
    def mishap():
        raise error

    return mishap


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_each_refusal_has_words_and_the_shape_of_rfc_9457(raising, client, kind):
    raising(_throw(kind()))
    answer = client.get("/api/v1/raise")
    assert answer.status_code == kind.status
    assert answer.mimetype == "application/problem+json"
    assert {name: answer.json[name] for name in ("type", "status", "code", "keep")} == {
        "type": f"urn:patrol-app:error:{kind.code}",
        "status": kind.status,
        "code": kind.code,
        "keep": kind.keep,
    }
    assert answer.json["title"]
    assert answer.json["detail"].endswith(("。", "？"))
    assert set(answer.json) == {"type", "title", "status", "code", "detail", "keep"}


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.code)
def test_people_get_a_page_with_a_way_on(raising, client, kind):
    raising(_throw(kind()))
    answer = client.get("/raise")
    if kind is errors.LoginRequired:
        assert answer.location == "/login?next=%2Fraise"
        return
    assert answer.status_code == kind.status
    assert '<html lang="zh-CN">' in answer.text
    assert re.search(r"<title>\S.*</title>", answer.text)
    assert re.search(r'<a class="button[^>]+ href="/[^"]*">\s*\S', answer.text)
    assert kind.code not in answer.text


def test_each_word_of_an_error_belongs_to_a_code(app):
    words = app.extensions["words"][DEFAULT_LANGUAGE]
    named = {key.split(".")[1] for key in words if key.startswith("errors.")}
    assert named == {kind.code for kind in REFUSALS} | {PatrolError.code}


def test_fields_and_waiting_are_said_where_they_help(raising, client):
    raising(_throw(BadShape(errors={"at": ["missing"]})))
    assert client.get("/api/v1/raise").json["errors"] == {"at": ["missing"]}


def test_how_long_to_wait_is_a_header(raising, client):
    raising(_throw(TooManyAttempts(retry_after_s=42)))
    assert client.get("/api/v1/raise").headers["Retry-After"] == "42"
    assert client.get("/raise").headers["Retry-After"] == "42"


def test_a_fault_is_told_by_number_and_written_down_once(raising, client, caplog):
    raising(_throw(RuntimeError("secret: SELECT * FROM account at /srv/patrol")))
    with caplog.at_level(logging.ERROR):
        by_program = client.get("/api/v1/raise")
        by_person = client.get("/raise")
    assert (by_program.status_code, by_person.status_code) == (500, 500)
    fault_id = by_program.json["instance"].removeprefix("urn:patrol-app:fault:")
    for answer in (by_program, by_person):
        for inside in ("Traceback", "RuntimeError", "secret", "SELECT", "/srv", "patrol_app/"):
            assert inside not in answer.text
        assert not re.search(r"(?i)werkzeug|flask|python|gunicorn", str(answer.headers))
    assert len(caplog.records) == 2
    assert fault_id in caplog.records[0].getMessage()
    assert caplog.records[0].exc_info


@pytest.mark.parametrize(
    ("number", "status", "code"),
    [
        (errno.ENOSPC, 507, "storage_full"),
        (errno.EDQUOT, 507, "storage_full"),
        (errno.EIO, 500, "internal"),
    ],
)
def test_a_full_disk_is_said_and_a_broken_one_is_a_fault(raising, client, number, status, code):
    raising(_throw(OSError(number, "on the disk")))
    answer = client.get("/api/v1/raise")
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.json["keep"] is True


def test_a_database_held_by_others_is_busy(raising, client, settings, session):
    begin_writing(session)

    def write_at_once():
        db.session.execute(text("PRAGMA busy_timeout = 1"))
        db.session.rollback()
        begin_writing(db.session())

    raising(write_at_once)
    answer = client.get("/api/v1/raise")
    assert (answer.status_code, answer.json["code"]) == (503, "busy")
    assert answer.headers["Retry-After"] == "5"
    assert answer.json["keep"] is True
    session.rollback()


def test_a_database_without_room_is_full(raising, client):
    def write_much():
        db.session.execute(text("PRAGMA max_page_count = 1"))
        db.session.rollback()
        begin_writing(db.session())
        db.session.execute(text("CREATE TABLE big AS SELECT zeroblob(9000000) AS bytes"))

    raising(write_much)
    answer = client.get("/raise")
    assert answer.status_code == 507
    assert "服务器存满了" in answer.text
    assert answer.headers["Retry-After"] == "600"


def test_a_database_of_another_shape_is_a_fault(raising, client):
    raising(lambda: db.session.execute(text("SELECT * FROM no_such_table")))
    answer = client.get("/api/v1/raise")
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "no_such_table" not in answer.text


def test_nothing_for_developers_stands_open(app, client):
    assert not app.debug
    for path in ("/console", "/.git/config", "/.env", "/static/", "/server-status", "/instance/"):
        assert client.get(path).status_code == 404


def test_a_host_that_is_not_ours_is_refused(settings, clock):
    changed = make_settings(settings.instance_dir, trusted_hosts=("river.example",))
    client = create_app(changed, clock=clock).test_client()
    assert client.get("/healthz", base_url="http://river.example").status_code == 200
    answer = client.get("/login", base_url="http://evil.example")
    assert answer.status_code == 400
    assert "evil.example" not in answer.text
