"""The river with its people, made once a run and given to each test as its own copy."""

import fcntl
import json
import os
import shutil
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import event
from sqlalchemy.orm import Session

from patrol_app.app import create_app
from patrol_app.commands.demo.register import PASSWORD
from patrol_app.ledger.database import db
from patrol_app.settings import Settings
from tests.builders import NOW
from tests.cast import Cast

ORIGIN = "http://localhost"
#: Whose tests take longest.
LONG_ROOMS = ("browser", "faults")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests come first, in random order as all others: at the end no process is alone with one."""
    rooms = Path(__file__).parent
    items.sort(key=lambda item: item.path.relative_to(rooms).parts[0] not in LONG_ROOMS)


class Clock:
    """A clock that stands still until a test turns it."""

    def __init__(self, at: datetime):
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span) -> None:
        self.at += timedelta(**span)


class Api:
    """A client that speaks as our own pages do: same origin, with the header that a foreign page cannot send."""

    def __init__(self, client):
        self.client = client

    def __getattr__(self, method):
        return lambda path, *, headers=None, **given: getattr(self.client, method)(
            path, headers={"X-Patrol": "1", "Origin": ORIGIN, **(headers or {})}, **given
        )


def make_settings(instance_dir: Path, **changes) -> Settings:
    """Settings of a demo in a folder of its own."""
    given = {
        "instance_dir": instance_dir,
        "database_url": f"sqlite:///{instance_dir / 'patrol.sqlite3'}",
        "media_dir": instance_dir / "media",
        "secret_keys": ("a key that only the tests know and all of them do",),
        "demo": True,
        "dist_dir": instance_dir / "dist",
    }
    return Settings(**{**given, **changes})


def make_river(instance_dir: Path) -> None:
    """Lay the tables by migration and live through the demo's weeks."""
    instance_dir.mkdir(parents=True)
    make_front_end(instance_dir / "dist")
    app = create_app(make_settings(instance_dir), clock=Clock(NOW))
    with app.app_context():
        upgrade(directory=Path(__file__).parent.parent / "migrations")
        told = app.test_cli_runner().invoke(
            args=["patrol", "demo", "--short"], catch_exceptions=False
        )
        assert told.exit_code == 0, told.output
        db.engine.dispose()
    with sqlite3.connect(instance_dir / "patrol.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def make_front_end(dist_dir: Path) -> None:
    """Lay empty files where the build puts its own: pages only name them."""
    dist_dir.mkdir()
    names = {
        name: name
        for name in (
            "early.js",
            "phone.js",
            "phone.css",
            "gate.js",
            "desk.js",
            "desk.css",
            "cards.css",
            "map.css",
            "landscape.css",
            "portrait.css",
        )
    }
    (dist_dir / "manifest.json").write_text(json.dumps(names), encoding="utf-8")
    for name in (*names, "sw.js", "sw-off.js"):
        (dist_dir / name).touch()


@pytest.fixture(scope="session")
def river(tmp_path_factory) -> Path:
    """The folder of the river as the demo leaves it; all workers of a run share one."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "river"
    with (shared / "river.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make_river(shared / "river-in-the-making")
            (shared / "river-in-the-making").rename(made)
    return made


@pytest.fixture
def settings(river, tmp_path) -> Settings:
    instance_dir = tmp_path / "instance"
    shutil.copytree(river, instance_dir)
    return make_settings(instance_dir)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def app(settings, clock):
    app = create_app(settings, clock=clock)
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["chores"].queue.storage.close()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def session(app):
    """A session beside the app's own, for looking at what stands in the database."""
    with app.app_context():
        engine = db.engine
    # Not the app's session: a context held open here would be shared by every request of the test.
    with Session(engine) as session:
        yield session


@pytest.fixture
def asked(app):
    """What the app asks of its tables, as SQLite runs it, the values filled in."""
    statements = []

    def note(statement):
        if statement.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            statements.append(statement)

    def listen(driver, *_):
        driver.set_trace_callback(note)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", listen)
    yield statements
    event.remove(engine, "checkout", listen)


@pytest.fixture
def cast():
    return Cast


@pytest.fixture
def log_in(app, client):
    """Log a username in, on the test's client or on another one, and give that client."""

    def enter(username, client=client):
        page = client.get("/login")
        token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        form = {"username": username, "password": PASSWORD, "csrf_token": token}
        answer = client.post("/login", data=form, headers={"Origin": ORIGIN})
        assert answer.status_code in {302, 303}, answer.text
        return client

    return enter


@pytest.fixture
def api(client):
    return Api(client)
