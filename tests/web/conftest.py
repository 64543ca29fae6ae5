"""The gate needs people and places, no history: a river on its first morning."""

import re

import pytest
from flask.testing import FlaskClient

from patrol_app.app import create_app
from patrol_app.commands.demo.register import enter_demo
from patrol_app.commands.demo.story import short_story
from patrol_app.ledger.database import begin_writing, db
from tests.builders import NOW
from tests.conftest import ORIGIN, PASSWORD, Clock, make_settings, upgrade


@pytest.fixture(scope="session")
def river(tmp_path_factory):
    """A folder with the tables and the register, for each test to copy."""
    made = tmp_path_factory.mktemp("first-morning")
    app = create_app(make_settings(made), clock=Clock(NOW))
    with app.app_context():
        upgrade()
        begin_writing(db.session())
        enter_demo(db.session(), short_story(), NOW.date())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return made


class Reader(FlaskClient):
    """A client that reads each answer to its end, so that no file stays open."""

    def open(self, *args, **given):
        return super().open(*args, **{"buffered": True, **given})


@pytest.fixture
def client(app):
    app.test_client_class = Reader
    return app.test_client()


@pytest.fixture
def post_login(client):
    """Send the login form as our own page does."""

    def post(
        username="patroller", password=PASSWORD, *, client=client, address="127.0.0.1", **form
    ):
        token = read_token(client)
        return client.post(
            "/login",
            data={"username": username, "password": password, "csrf_token": token, **form},
            headers={"Origin": ORIGIN},
            environ_base={"REMOTE_ADDR": address},
        )

    return post


def read_token(client):
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get("/login").text)[1]
