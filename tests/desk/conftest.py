"""The desk's readers, and things that arrive while they read."""

import pytest

from patrol_app.ledger.append import Parcel, Status, append
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.tables.books import BookRow
from tests.builders import NOW

PRIVATE_HALF = {"private_salt", "private", "signature"}


@pytest.fixture
def read(client, log_in):
    """Log somebody in and give the way to read a page as text."""

    def enter(username):
        log_in(username)

        def page(path, status=200):
            answer = client.get(path)
            assert answer.status_code == status, answer.text
            return answer.text

        return page

    return enter


@pytest.fixture
def file(session):
    """File an entry as its author's phone would."""

    def file_one(entry):
        session.rollback()
        begin_writing(session)
        envelope = {key: value for key, value in entry.items() if key not in PRIVATE_HALF}
        parcel = Parcel(envelope, entry["private_salt"], entry["private"], entry["signature"])
        filed = append(session, parcel, author=entry["by"], sent_at=NOW, server_at=NOW)
        session.commit()
        assert filed.status is Status.ACCEPTED, filed.error
        return filed

    return file_one


@pytest.fixture
def hear(session):
    """Let a person's phone be heard of, with days it has not sent."""

    def hear_of(member, at, *days):
        session.add(
            BookRow(
                device_id=uuid7(at),
                person_id=member.person_id,
                installation_id=uuid7(at),
                label="",
                public_key=None,
                registered_at=at,
                last_contact_at=at,
                pending={"entries": len(days), "media": 0, "oldest_at": None, "days": list(days)},
            )
        )
        session.commit()

    return hear_of
