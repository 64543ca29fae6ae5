"""What has changed since a phone last heard: problems with news, and whether that is all there is to say."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from patrol_app.domain.register import Table
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.register import change
from patrol_app.ledger.registered import read_row
from tests.builders import NOW, jpeg, make_entry, make_patrol, make_problem
from tests.cast import Cast
from tests.sync.openapi.document import faults_of, undescribed

RAW = jpeg(101)
TAKEN = {
    "opinion": "明天清",
    "responsible_unit": None,
    "responsible_person": None,
    "due_on": None,
}


@pytest.fixture
def listen(phone_of):
    """Let one of the cast fetch his plan, and give the way to hear what has changed since he last asked."""

    def begin(member):
        phone = phone_of(member)
        cursor = phone.get("/api/v1/plan").json["cursor"]

        def hear(since=None):
            nonlocal cursor
            answer = phone.get("/api/v1/changes", query_string={"since": since or cursor})
            assert answer.status_code == 200, answer.text
            assert answer.headers["Cache-Control"] == "no-store"
            assert faults_of("Changes", answer.json) == []
            assert undescribed("Changes", answer.json) == []
            cursor = answer.json["cursor"]
            return answer.json

        return hear

    return begin


def heard_of(answer):
    assert answer["reset"] is False
    return [one["id"] for one in answer["changes"]]


def test_where_nothing_has_happened_nothing_is_said(listen, clock):
    hear = listen(Cast.village_chief)
    clock.move(minutes=5)

    assert heard_of(hear()) == []
    assert heard_of(hear()) == []


def test_a_problem_is_told_as_the_plan_tells_it_once(listen, phone, phone_of):
    hear = listen(Cast.village_chief)
    found = make_problem()
    phone.file(found)

    first = hear()

    assert heard_of(first) == [found["id"]]
    plan = phone_of(Cast.village_chief).get("/api/v1/plan").json
    (as_in_plan,) = [one for one in plan["problems"] if one["id"] == found["id"]]
    assert first["changes"] == [{"kind": "problem", "id": found["id"], "value": as_in_plan}]
    assert heard_of(hear()) == []
    assert plan["cursor"] == hear()["cursor"]


def test_each_step_of_a_problem_is_news_and_nothing_else_is_told(listen, phone, phone_of):
    found = make_problem()
    phone.send(make_problem(), found)
    hear, chief = listen(Cast.patroller), Cast.village_chief
    steps = [
        make_entry("problem.accepted", by=chief, body={"problem_id": found["id"], **TAKEN}),
        make_entry(
            "problem.told",
            by=chief,
            body={
                "problem_id": found["id"],
                "whom": "township_chief",
                "way": "call",
                "got_through": True,
            },
        ),
    ]

    for step in steps:
        assert phone_of(chief).file(step)["status"] == "accepted"
        told = hear()
        assert heard_of(told) == [found["id"]]
        assert told["changes"][0]["value"]["timeline"][-1]["entry_id"] == step["id"]
    assert heard_of(hear()) == []


def test_a_recheck_on_a_walk_is_news_for_the_chief(listen, phone):
    found = make_problem()
    phone.file(found)
    hear = listen(Cast.village_chief)

    phone.file(
        make_patrol(
            rechecks=[{"problem_id": found["id"], "outcome": "unchanged", "reason": None}],
        )
    )

    assert heard_of(hear()) == [found["id"]]


def test_a_picture_that_has_come_is_news(listen, phone):
    found = phone.show(RAW)
    hear = listen(Cast.village_chief)

    phone.upload(RAW, found["id"])

    told = hear()
    assert heard_of(told) == [found["id"]]
    assert [medium["stored"] for medium in told["changes"][0]["value"]["media"]] == [True]
    assert heard_of(hear()) == []


@pytest.mark.parametrize("member", ["other_village_chief", "neighbour", "stranger"])
def test_nobody_hears_of_what_he_may_not_see(listen, phone, member):
    hear = listen(getattr(Cast, member))
    phone.file(make_problem())

    assert heard_of(hear()) == []


def test_whose_own_figures_have_changed_fetches_the_plan(listen, phone):
    hear = listen(Cast.patroller)
    phone.file(make_patrol())

    assert hear()["reset"] is True
    assert heard_of(hear()) == []


def test_so_does_whose_place_has_changed(listen, session):
    hear = listen(Cast.patroller)
    reach_id, ledger = Cast.patroller.reach_id, Cast.patroller.ledger
    begin_writing(session)
    after = {**read_row(session, Table.REACH, reach_id), "name": "洞头村上段"}
    change(session, Table.REACH, reach_id, after, ledger=ledger, by=None, at=NOW)
    session.commit()

    told = hear()

    assert (told["reset"], told["changes"]) == (True, [])


def test_a_cursor_older_than_settled_problems_are_kept_is_too_old(listen, phone, clock):
    hear = listen(Cast.stranger)
    assert heard_of(hear()) == []
    hear = listen(Cast.township)
    clock.move(days=31)
    phone.file(make_problem(entry={"at": NOW + timedelta(days=31)}))

    assert hear()["reset"] is True


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "140502:1", "140502:1;", f"140502:1;{'0' * 32}", f"140502:{'9' * 40};{'0' * 32}"],
    ids=["empty", "made up", "an older form", "half", "of another plan", "far too large"],
)
def test_a_cursor_that_is_none_of_ours_asks_for_the_plan(phone, cursor):
    answer = phone.get("/api/v1/changes", query_string={"since": cursor}).json

    assert (answer["reset"], answer["changes"]) == (True, [])
    again = phone.get("/api/v1/changes", query_string={"since": answer["cursor"]}).json
    assert again["reset"] is False


def test_one_from_before_a_restored_backup_asks_for_the_plan(listen, phone):
    hear = listen(Cast.village_chief)
    known, _, frame = hear()["cursor"].partition(";")
    code, _, count = known.partition(":")

    assert hear(f"{code}:{int(count) + 1};{frame}")["reset"] is True


def test_without_a_cursor_it_is_refused(phone):
    answer = phone.get("/api/v1/changes")

    assert (answer.status_code, answer.json["code"]) == (422, "bad_shape")


def test_what_is_asked_looks_through_no_history(listen, phone, asked, settings):
    phone.show(RAW)
    hear = listen(Cast.village_chief)
    asked.clear()
    hear()

    with closing(sqlite3.connect(settings.instance_dir / "patrol.sqlite3")) as connection:
        steps = [
            detail
            for statement in asked
            if statement.startswith("SELECT")
            for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    by_ids_or_reach = (
        r"(sqlite_autoindex_problem_1 \(id=|ix_problem_reach_(state|changed) \(reach_id=)"
    )
    of_problems = [step for step in steps if re.match("(SCAN|SEARCH) problem( |$)", step)]
    assert len(of_problems) >= 3
    assert [step for step in of_problems if not re.search(by_ids_or_reach, step)] == []
