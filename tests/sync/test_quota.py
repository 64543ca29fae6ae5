"""How much one person may send and leave lying: far more than any phone does (trust, D27)."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from patrol_app.ledger.tables.media import MediumRow, UploadRow
from patrol_app.media.quota import MOST_BYTES, MOST_OPEN
from tests.builders import NOW, jpeg
from tests.cast import Cast

RAW = jpeg(51)


@pytest.fixture
def has_sent(session):
    """Let somebody have sent so much."""

    def note(person_id, sent_bytes, at=NOW):
        ledger = Cast.patroller.ledger
        session.add(
            MediumRow(
                sha256=hashlib.sha256(person_id.encode()).hexdigest(),
                type="image/jpeg",
                bytes=sent_bytes,
                stored_at=at,
                uploaded_by=person_id,
                ledger=ledger,
                seq=0,
            )
        )
        session.commit()

    return note


def test_who_has_sent_too_much_today_goes_on_tomorrow(phone, has_sent, clock):
    has_sent(Cast.patroller.person_id, MOST_BYTES)
    entry = phone.show(RAW)

    refused = phone.announce(RAW, entry["id"])

    assert (refused.status_code, refused.json["code"]) == (429, "too_much_today")
    assert refused.json["keep"] is True
    assert "明天接着传" in refused.json["detail"]
    assert refused.headers["Retry-After"] == "3600"
    clock.move(days=1)
    assert phone.upload(RAW, entry["id"]).status_code == 204


def test_three_weeks_of_photos_are_far_from_it(phone, has_sent):
    has_sent(Cast.patroller.person_id, 500 * 4_000_000)
    assert phone.upload(RAW, phone.show(RAW)["id"]).status_code == 204


def test_nobody_pays_for_another(phone, has_sent):
    has_sent(Cast.other_patroller.person_id, MOST_BYTES)
    assert phone.upload(RAW, phone.show(RAW)["id"]).status_code == 204


def test_a_further_upload_takes_the_place_of_the_oldest(phone, session, settings, clock):
    places, entry = [], phone.show(RAW)
    for _ in range(MOST_OPEN + 2):
        places.append(phone.announce(RAW, entry["id"]).headers["Location"])
        clock.move(seconds=1)

    statuses = [phone.head(at, headers={"Tus-Resumable": "1.0.0"}).status_code for at in places]

    assert statuses == [404] * 2 + [200] * MOST_OPEN
    assert session.scalar(select(func.count()).select_from(UploadRow)) == MOST_OPEN
    assert len(list((settings.media_dir / "incoming").iterdir())) == MOST_OPEN
    assert phone.put(places[-1], RAW).status_code == 204


def test_counting_reads_only_what_was_sent_since_yesterday(session, has_sent):
    has_sent(Cast.patroller.person_id, 1, at=NOW - timedelta(days=2))
    steps = session.connection().exec_driver_sql(
        "EXPLAIN QUERY PLAN SELECT sum(bytes) FROM medium WHERE uploaded_by = 'x' AND stored_at > '2026'"
    )
    assert "USING COVERING INDEX ix_medium_sender" in steps.one()[3]
