"""Fault F04 at the desk: what a phone lost before it was sent is said, and nobody waits for it any longer."""

import pytest

from tests.builders import make_call, uuid7

DAY = "2026-11-20"


@pytest.fixture
def told(log_in, api, clock):
    """A phone that held a patrol of the twentieth, was emptied by its browser, and says so for the old book."""
    log_in("patroller")
    book = uuid7(clock())
    names = {"installation_id": book, "label": "a phone", "public_key": None}
    assert api.post("/api/v1/devices", json={"device_id": book, **names}).status_code == 200
    holding = {"entries": 1, "media": 2, "oldest_at": None, "days": [DAY]}
    assert (
        api.post("/api/v1/entries", json=make_call(device_id=book, pending=holding)).status_code
        == 200
    )
    lost = {"entries": 1, "media": 2, "days": [DAY], "upto_seq": 7}
    nothing = {"entries": 0, "media": 0, "oldest_at": None, "days": [], "lost": lost}
    return lambda: api.post("/api/v1/entries", json=make_call(device_id=book, pending=nothing))


def test_what_a_phone_lost_stands_with_its_owner(told, log_in, app, cast):
    assert told().status_code == 200
    township = log_in("township", app.test_client())
    month = f"/desk/month/{cast.patroller.appointment_id}?month=2026-11"
    for page in (f"/desk/people/{cast.patroller.person_id}", month):
        assert "1 条记录、2 份照片没传就没了 11月20日" in township.get(page).text


def test_a_loss_of_another_shape_is_refused(told, api):
    call = make_call(
        pending={"entries": 0, "media": 0, "oldest_at": None, "days": [], "lost": {"entries": -1}}
    )
    answer = api.post("/api/v1/entries", json=call)
    assert answer.status_code == 422
    assert "pending.lost.entries" in answer.json["errors"]
