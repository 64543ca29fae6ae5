"""Phones of the cast: each with a session of its own, sending and uploading as ours does."""

import base64
import hashlib

import pytest
from sqlalchemy import func, select

from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import UploadRow
from patrol_app.web.sessions import open_session
from tests.builders import make_call, make_problem
from tests.conftest import Api

PIECE = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


class Phone(Api):
    """One person's phone: sends entries, uploads pictures."""

    def send(self, *entries, **changes):
        """Send entries in one call and give the answer as JSON."""
        answer = self.post("/api/v1/entries", json=make_call(*entries, **changes))
        assert answer.status_code == 200, answer.text
        return answer.json

    def file(self, entry):
        """Send one entry and give its result."""
        return self.send(entry)["results"][0]

    def announce(self, raw, entry_id, type="image/jpeg", brings=None, **headers):
        """Open an upload, with the bytes that come along if there are any."""
        words = {"sha256": hashlib.sha256(raw).hexdigest(), "type": type, "entry_id": entry_id}
        pairs = (f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())
        ours = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(raw)),
            "Upload-Metadata": ",".join(pairs),
            **({} if brings is None else PIECE),
        }
        return self.post("/api/v1/media", data=brings, headers={**ours, **headers})

    def put(self, place, piece, at=0, **headers):
        """Send a piece of an upload."""
        return self.patch(place, data=piece, headers={**PIECE, "Upload-Offset": str(at), **headers})

    def upload(self, raw, entry_id, type="image/jpeg"):
        """Upload a picture in one piece and give the last answer."""
        opened = self.announce(raw, entry_id, type)
        return self.put(opened.headers["Location"], raw) if opened.status_code == 201 else opened

    def show(self, raw, role="before", **changes):
        """Report a problem with a picture of these bytes, upload it, and give the entry."""
        entry = make_problem(pictures=[(role, raw)], **changes)
        assert self.file(entry)["status"] == "accepted"
        return entry


@pytest.fixture
def phone_of(app, clock):
    """Give the phone of one of the cast, logged in."""

    def come(member):
        client = app.test_client()
        with app.app_context():
            begin_writing(db.session())
            token = open_session(db.session(), member.person_id, clock())
            db.session.commit()
        client.set_cookie("patrol", token)
        return Phone(client)

    return come


@pytest.fixture
def phone(phone_of, cast):
    """The phone of the patroller of 洞头村."""
    return phone_of(cast.patroller)


@pytest.fixture
def count(session):
    """Count the entries of the ledgers, freshly."""

    def ask(*conditions):
        session.rollback()
        return session.scalar(select(func.count()).select_from(EntryRow).where(*conditions))

    return ask


@pytest.fixture
def incoming(settings):
    """List what lies in the temporary place."""
    return lambda: list((settings.media_dir / "incoming").glob("*"))


@pytest.fixture
def left(incoming, session):
    """Say what is left under way: the bytes of each file, and the number of rows."""

    def look():
        rows = session.scalar(select(func.count()).select_from(UploadRow))
        session.rollback()
        return [path.read_bytes() for path in incoming()], rows

    return look
