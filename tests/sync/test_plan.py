"""Weeks of offline work: what is in it, for whom, and that it does not grow with all that ever happened."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import AppointmentRow, PersonRow
from tests.builders import NOW, jpeg, make_entry, make_patrol, make_problem
from tests.cast import Cast

KEYS = {
    "person",
    "appointments",
    "reaches",
    "checklist",
    "policy",
    "contacts",
    "problems",
    "progress",
    "recent",
    "ledgers",
    "cursor",
    "server_time",
}


@pytest.fixture
def plan_of(phone_of):
    """Give the plan of one of the cast."""

    def ask(member):
        answer = phone_of(member).get("/api/v1/plan")
        assert answer.status_code == 200, answer.text
        return answer.json

    return ask


def find(problems, entry):
    return next((problem for problem in problems if problem["id"] == entry["id"]), None)


def test_a_patroller_carries_his_reach_his_duty_and_whom_to_call(plan_of):
    plan = plan_of(Cast.patroller)

    assert set(plan) == KEYS
    assert plan["person"] == {
        "id": Cast.patroller.person_id,
        "name": Cast.patroller.name,
        "language": "zh-CN",
    }
    held = plan["appointments"][0]
    assert (held["role"], held["area_name"], held["to_on"]) == ("patroller", "洞头村", None)
    assert held["reach_ids"] == [Cast.patroller.reach_id]
    reach = plan["reaches"][0]
    assert (reach["id"], reach["village"], reach["river"]) == (
        Cast.patroller.reach_id,
        "洞头村",
        "白水河",
    )
    assert {"id", "name", "kind", "at", "doubtful"} == set(reach["points"][0])
    assert [item["item"] for item in plan["checklist"]["items"]] == list(range(1, 10))
    assert [(one["name"], one["role"]) for one in plan["contacts"]] == [
        (Cast.village_chief.name, "village_chief"),
        (Cast.assistant.name, "assistant"),
        (Cast.township.name, "township_chief"),
    ]
    assert all(one["phone"] for one in plan["contacts"])
    assert plan["ledgers"] == [
        {"code": "140502", "name": "晋城市城区", "origin": None, "epoch": 1, "vkeys": []}
    ]


def test_a_chief_can_call_back_who_reports_to_him(log_in, client):
    log_in("village")
    called = client.get("/api/v1/plan").json["contacts"]
    names = [one["name"] for one in called]
    assert Cast.patroller.name in names
    assert Cast.township.name in names
    assert not {Cast.other_patroller.name, Cast.neighbour.name, Cast.village_chief.name} & {*names}


@pytest.mark.parametrize(
    ("member", "villages"),
    [
        (Cast.patroller, {"洞头村"}),
        (Cast.village_chief, {"洞头村"}),
        (Cast.township, {"洞头村", "武匠村"}),
        (Cast.county, {"洞头村", "武匠村", "刘家川村"}),
        (Cast.other_township, {"刘家川村"}),
        (Cast.neighbour, {"河西村"}),
        (Cast.stranger, set()),
    ],
    ids=lambda given: given.username if hasattr(given, "username") else "",
)
def test_nobody_carries_what_is_not_his(plan_of, member, villages):
    plan = plan_of(member)

    assert {reach["village"] for reach in plan["reaches"]} == villages
    reach_ids = {reach["id"] for reach in plan["reaches"]}
    assert {problem["reach_id"] for problem in plan["problems"]} <= reach_ids
    assert all(set(appointment["reach_ids"]) <= reach_ids for appointment in plan["appointments"])


def test_a_phone_that_has_it_already_is_not_sent_it_again(phone, clock):
    first = phone.get("/api/v1/plan")
    clock.move(minutes=5)

    same = phone.get("/api/v1/plan", headers={"If-None-Match": first.headers["ETag"]})
    phone.file(make_patrol())
    new = phone.get("/api/v1/plan", headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    assert new.status_code == 200
    assert new.json["cursor"] != first.json["cursor"]


def test_a_walk_counts_at_once(phone, plan_of):
    today = NOW.date().isoformat()
    before = plan_of(Cast.patroller)
    entry = make_patrol()

    phone.file(entry)
    after = plan_of(Cast.patroller)

    month = after["progress"][0]
    assert (month["period_from"], month["period_to"]) == ("2026-11-01", "2026-11-30")
    assert month["due"] == 26
    assert today not in before["progress"][0]["days"]
    assert today in month["days"]
    assert today not in month["doubtful"]
    assert month["made"] == before["progress"][0]["made"] + 1 == len(month["days"])
    assert after["recent"][0] == {
        **after["recent"][0],
        "entry_id": entry["id"],
        "patrol_id": entry["body"]["patrol_id"],
        "day_on": today,
        "elapsed_ms": 2_400_000,
        "found": 0,
        "rechecked": 0,
        "media_named": 0,
        "media_stored": 0,
    }


def test_a_month_has_its_predecessor_and_a_week_its_month(plan_of):
    months = plan_of(Cast.patroller)["progress"]
    weeks = plan_of(Cast.village_chief)["progress"]

    assert [one["period_from"] for one in months] == ["2026-11-01", "2026-10-01"]
    assert [(one["period_from"], one["period_to"]) for one in weeks] == [
        ("2026-11-16", "2026-11-22"),
        ("2026-10-26", "2026-11-01"),
        ("2026-11-02", "2026-11-08"),
        ("2026-11-09", "2026-11-15"),
        ("2026-11-23", "2026-11-29"),
    ]
    assert all(one["due"] == 1 for one in weeks)


def test_a_doubtful_day_is_made_and_said_to_be_doubtful(phone, plan_of, clock):
    clock.move(days=1)
    started_at = NOW + timedelta(days=1, hours=-1)
    body = {"started_at": started_at, "entry": {"prev": None}}
    first = make_patrol(**body)
    phone.file(first)
    second = make_patrol(
        started_at=started_at + timedelta(hours=1), patrol_id=first["body"]["patrol_id"]
    )
    clock.move(hours=3)
    phone.file(second)

    month = plan_of(Cast.patroller)["progress"][0]

    assert "2026-11-23" in month["days"]
    assert "patrol_id_reused" in plan_of(Cast.patroller)["recent"][0]["doubts"]


def test_a_problem_is_carried_with_its_story_and_pictures(phone, phone_of, plan_of):
    raw = jpeg(21)
    place = {"at": [112_884_616, 35_443_051], "accuracy_m": 8, "heading_deg": None}
    entry = make_problem(pictures=[("before", raw)])
    entry = make_entry(
        "problem.reported",
        body=entry["body"],
        media=entry["media"],
        private={"place": place, "note": None, "media_facts": []},
        id=entry["id"],
    )
    phone.file(entry)
    phone.upload(raw, entry["id"])
    told = make_entry(
        "problem.told",
        body={
            "problem_id": entry["id"],
            "whom": "village_chief",
            "way": "call",
            "got_through": False,
        },
    )
    phone.file(told)

    problem = find(plan_of(Cast.village_chief)["problems"], entry)

    assert problem["reported_by"] == {"id": Cast.patroller.person_id, "name": Cast.patroller.name}
    assert (problem["state"], problem["held_by"]) == ("reported", "village")
    assert problem["due_for_recheck"] is True
    assert problem["place"] == place
    assert [(one["role"], one["stored"]) for one in problem["media"]] == [("before", True)]
    assert [line["kind"] for line in problem["timeline"]] == ["problem.reported", "problem.told"]
    assert problem["timeline"][0]["role"] == "patroller"
    assert problem["timeline"][0]["words"] == "坡下有一堆垃圾"
    assert problem["timeline"][1]["told"]["got_through"] is False


def test_nobody_is_asked_about_the_cure_he_reported(phone_of, plan_of):
    entry = make_problem()
    assert phone_of(Cast.patroller).file(entry)["status"] == "accepted"
    handled = make_entry(
        "problem.handled",
        by=Cast.village_chief,
        body={"problem_id": entry["id"], "result": "清走了"},
    )
    assert phone_of(Cast.village_chief).file(handled)["status"] == "accepted"

    due = {
        member.username: find(plan_of(member)["problems"], entry)["due_for_recheck"]
        for member in (Cast.patroller, Cast.village_chief)
    }

    assert due == {"patroller": True, "village": False}


def test_what_was_settled_long_ago_is_left_out(plan_of, session):
    def age(days, state):
        session.rollback()
        session.execute(
            update(ProblemRow)
            .where(ProblemRow.reach_id == Cast.patroller.reach_id)
            .values(changed_at=NOW - timedelta(days=days), state=state)
        )
        session.commit()
        return len(plan_of(Cast.patroller)["problems"])

    assert age(29, "confirmed") > 0
    assert age(31, "confirmed") == 0
    assert age(400, "reported") > 0


def test_a_story_of_a_year_is_cut_to_its_end(phone, plan_of, clock):
    raw = jpeg(22)
    entry = phone.show(raw)
    for day in range(1, 46):
        clock.move(days=1)
        at = NOW + timedelta(days=day, hours=-2)
        recheck = {"problem_id": entry["id"], "outcome": "unchanged", "reason": None}
        phone.file(make_patrol(started_at=at, rechecks=[recheck]))

    problem = find(plan_of(Cast.patroller)["problems"], entry)

    assert len(problem["timeline"]) == 41
    assert problem["timeline"][0]["kind"] == "problem.reported"
    assert problem["timeline"][-1]["at"] > problem["timeline"][1]["at"]
    assert [one["role"] for one in problem["media"]] == ["before"]


def test_old_walks_are_left_out(plan_of, clock):
    clock.move(days=70)

    assert all(
        date.fromisoformat(walk["day_on"]) >= NOW.date() + timedelta(days=8)
        for walk in plan_of(Cast.patroller)["recent"]
    )


def test_more_history_asks_no_more_questions(phone, asked):
    phone.get("/api/v1/plan")
    few = len(asked)
    for number in range(5):
        phone.file(make_problem(entry={"id": uuid7(NOW + timedelta(seconds=number))}))
        phone.file(make_patrol(started_at=NOW - timedelta(days=number, hours=2)))
    asked.clear()
    phone.get("/api/v1/plan")

    assert len(asked) == few


def test_a_dismissal_holds_from_the_next_plan_on(phone, session):
    session.rollback()
    session.execute(
        update(AppointmentRow)
        .where(AppointmentRow.id == Cast.patroller.appointment_id)
        .values(to_on=NOW.date() - timedelta(days=1))
    )
    session.commit()

    plan = phone.get("/api/v1/plan").json

    assert plan["appointments"] == plan["reaches"] == plan["problems"] == plan["contacts"] == []
    # What he did while in office still belongs to the ledger.
    walk = make_patrol(started_at=NOW - timedelta(days=2))
    assert phone.file(walk)["status"] == "accepted"


def test_somebody_disabled_gets_nothing(phone, session):
    session.rollback()
    session.execute(
        update(PersonRow).where(PersonRow.id == Cast.patroller.person_id).values(disabled_at=NOW)
    )
    session.commit()

    assert phone.get("/api/v1/plan").status_code == 401


def test_a_point_whose_printed_place_is_doubted_is_marked(plan_of):
    (reach,) = plan_of(Cast.patroller)["reaches"]
    doubtful = {point["name"] for point in reach["points"] if point["doubtful"]}
    assert doubtful == {"洞头村", "水力发电站"}
    (nowhere,) = [point for point in reach["points"] if point["name"] == "相关村庄农田"]
    assert (nowhere["at"], nowhere["doubtful"]) == (None, False)
