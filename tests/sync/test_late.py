"""Entries of somebody who has been replaced: they are his, in whatever order phone and register get there."""

from datetime import timedelta

import pytest

from patrol_app.domain.doubts import Doubt
from patrol_app.domain.register import Table
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.register import change
from patrol_app.ledger.registered import read_row
from patrol_app.ledger.tables.duties import PatrolCreditRow, PatrolRow
from patrol_app.ledger.tables.media import MediumRow
from patrol_app.ledger.tables.problems import ProblemRow
from tests.builders import NOW, jpeg, make_entry, make_patrol, make_problem
from tests.cast import Cast

RAW = jpeg(95)
YESTERDAY = NOW - timedelta(days=1)
LAST_DAY = NOW - timedelta(days=2)
WITHIN = NOW - timedelta(days=3)


@pytest.fixture
def register(session):
    """Change a row of the register."""

    def alter(table, row_id, **values):
        session.rollback()
        begin_writing(session)
        after = {**(read_row(session, table, row_id) or {}), **values}
        change(session, table, row_id, after, ledger=Cast.patroller.ledger, by=None, at=NOW)
        session.commit()

    return alter


@pytest.fixture
def replaced(register):
    """The patroller of 洞头村 left his office two days ago; since then it is somebody else's."""
    held = Cast.patroller.appointment_id
    register(Table.APPOINTMENT, held, to_on=LAST_DAY.date().isoformat())
    register(
        Table.APPOINTMENT,
        uuid7(NOW),
        person_id=Cast.stranger.person_id,
        role="patroller",
        area_id=Cast.patroller.area_id,
        reach_ids=[Cast.patroller.reach_id],
        from_on=YESTERDAY.date().isoformat(),
        to_on=None,
    )


@pytest.mark.usefixtures("replaced")
def test_what_he_did_in_office_is_his_and_in_no_doubt(phone, session):
    walk = make_patrol(started_at=WITHIN)
    found = make_problem(pictures=[("before", RAW)], entry={"at": WITHIN})

    results = phone.send(walk, found)["results"]
    phone.upload(RAW, found["id"])

    assert [result["status"] for result in results] == ["accepted"] * 2
    patrol = session.get(PatrolRow, walk["id"])
    assert (patrol.person_id, patrol.appointment_id) == (
        Cast.patroller.person_id,
        Cast.patroller.appointment_id,
    )
    assert Doubt.APPOINTMENT_NOT_CURRENT not in patrol.doubts
    assert Doubt.APPOINTMENT_NOT_CURRENT not in session.get(ProblemRow, found["id"]).doubts
    assert session.get(MediumRow, found["media"][0]["sha256"]) is not None
    assert session.get(PatrolCreditRow, (walk["id"], Cast.patroller.appointment_id)) is not None


@pytest.mark.usefixtures("replaced")
def test_what_he_did_after_it_is_accepted_and_said(phone, client, log_in):
    walk = make_patrol(started_at=YESTERDAY)
    found = make_problem(entry={"at": YESTERDAY}, what="坡下有一堆砖头")

    results = phone.send(walk, found)["results"]

    assert [result["status"] for result in results] == ["accepted"] * 2
    log_in("township")
    assert "那天不在任" in client.get(f"/desk/patrols/{walk['id']}").text
    assert "那天不在任" in client.get(f"/desk/patrols/{walk['id']}/print").text
    assert "那天不在任" in client.get(f"/desk/problems/{found['id']}").text


@pytest.mark.usefixtures("replaced")
def test_who_came_after_him_can_neither_send_nor_be_credited_for_it(phone_of, phone, session):
    walk = make_patrol(started_at=WITHIN)

    refused = phone_of(Cast.stranger).file(walk)

    assert (refused["error"]["code"], refused["error"]["keep"]) == ("not_author", True)
    assert phone.file(walk)["status"] == "accepted"
    credited = session.query(PatrolCreditRow).filter_by(entry_id=walk["id"]).all()
    assert [day.appointment_id for day in credited] == [Cast.patroller.appointment_id]


def test_it_is_no_matter_which_comes_first(phone, register, session):
    walk = make_patrol(started_at=WITHIN)
    late = make_patrol(started_at=YESTERDAY)
    phone.send(walk)
    register(Table.APPOINTMENT, Cast.patroller.appointment_id, to_on=LAST_DAY.date().isoformat())
    phone.send(late)

    doubts = [session.get(PatrolRow, one["id"]).doubts for one in (walk, late)]

    assert [Doubt.APPOINTMENT_NOT_CURRENT in of_one for of_one in doubts] == [False, True]


@pytest.mark.usefixtures("replaced")
def test_only_an_office_that_was_never_his_is_refused(phone):
    walk = make_patrol(
        started_at=WITHIN, entry={"appointment": Cast.other_patroller.appointment_id}
    )

    refused = phone.file(walk)

    assert (refused["status"], refused["error"]["code"]) == ("refused", "never_appointed")


def test_a_chief_who_has_left_decides_nothing_any_more_and_it_is_said(
    phone, phone_of, register, client, log_in
):
    found = make_problem()
    phone.file(found)
    chief = Cast.village_chief
    register(Table.APPOINTMENT, chief.appointment_id, to_on=LAST_DAY.date().isoformat())
    plan = {
        "problem_id": found["id"],
        "opinion": "明天清",
        "responsible_unit": None,
        "responsible_person": None,
        "due_on": None,
    }

    taken = phone_of(chief).file(make_entry("problem.accepted", by=chief, body=plan))

    assert taken["status"] == "accepted"
    log_in("township")
    page = client.get(f"/desk/problems/{found['id']}").text
    assert "那天不在任" in page
    assert "明天清" in page
    assert "等受理" in page


def test_who_may_no_longer_log_in_keeps_everything_until_it_is_carried_in(phone, register):
    """The way on is `import-outbox`, which takes what a phone has written out for anybody (docs/operators-guide.md)."""
    register(Table.PERSON, Cast.patroller.person_id, disabled_at="2026-11-21T08:00:00.000+08:00")

    refused = phone.post("/api/v1/entries", json={})

    assert (refused.status_code, refused.json["code"], refused.json["keep"]) == (
        401,
        "login_required",
        True,
    )
