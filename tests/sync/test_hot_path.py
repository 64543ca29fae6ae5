"""What a patrol costs the database: few statements, and none that looks through all there is, or all of one person."""

import re
import sqlite3

from patrol_app.domain.entries import Kind
from patrol_app.ledger.compose import uuid7
from tests.builders import NOW, jpeg, make_entry, make_patrol, make_problem
from tests.cast import Cast

#: For a call with a problem and its patrol, and for each of its pictures; the gate's own are among them.
STATEMENTS_OF_CALL = 40
STATEMENTS_OF_PICTURE = 15

#: Finding by this alone goes through all that a person, a book, a reach or a county ever had.
ALL_OF_ONE = re.compile(
    r"SEARCH (entry|vault|patrol|problem|medium|refusal|visit)\w* .*"
    r"\((by|person_id|uploaded_by|device_id|appointment_id|reach_id|ledger)=\?\)"
)
#: These take the last of it and stop.
LAST_OF_ONE = (
    "SEARCH entry USING INDEX sqlite_autoindex_entry_1 (ledger=?)",
    "SEARCH problem USING COVERING INDEX ix_problem_ledger_number (ledger=?)",
)

PICTURES = [("before", jpeg(41)), ("after", jpeg(42))]
BOOK = "0193a5fe-7ba0-7244-af71-76292308e25e"


def make_day():
    """A problem found on a walk, and the walk, which looks at an old problem too."""
    patrol_id = uuid7(NOW)
    problem = make_problem(
        patrol_id=patrol_id, pictures=PICTURES, entry={"device_id": BOOK, "device_seq": 1}
    )
    items = [{"item": n, "finding": "none", "known_problems": []} for n in range(1, 9)]
    items[2]["finding"] = "found"
    walk = make_patrol(
        patrol_id=patrol_id,
        items=items,
        rechecks=[],
        entry={"device_id": BOOK, "device_seq": 2},
    )
    return problem, walk


def test_a_patrol_asks_the_database_little(phone, asked):
    problem, walk = make_day()

    answer = phone.send(problem, walk)

    assert [one["status"] for one in answer["results"]] == ["accepted"] * 2
    assert len(asked) <= STATEMENTS_OF_CALL
    asked.clear()
    assert phone.announce(PICTURES[0][1], problem["id"], brings=PICTURES[0][1]).status_code == 201
    assert len(asked) <= STATEMENTS_OF_PICTURE


def test_nothing_on_the_way_in_looks_through_all_there_is(phone, phone_of, asked, settings):
    problem, walk = make_day()
    again = make_patrol(
        rechecks=[{"problem_id": problem["id"], "outcome": "not_solved", "reason": None}]
    )
    handled = make_entry(
        Kind.PROBLEM_HANDLED,
        by=Cast.village_chief,
        body={"problem_id": problem["id"], "result": "清理完了"},
    )
    refused = make_patrol(entry={"appointment": None})
    phone.send(problem, walk, again, refused, ask_media=[f"{n:064}" for n in range(9)])
    phone_of(Cast.village_chief).send(handled)
    phone.announce(PICTURES[0][1], problem["id"], brings=PICTURES[0][1])
    phone.upload(PICTURES[1][1], problem["id"])

    with sqlite3.connect(settings.instance_dir / "patrol.sqlite3") as connection:
        scans = {
            (statement, detail)
            for statement in asked
            if not statement.startswith("INSERT")
            for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
            if (detail.startswith("SCAN") and detail != "SCAN CONSTANT ROW")
            or (ALL_OF_ONE.match(detail) and detail not in LAST_OF_ONE)
        }
    connection.close()
    assert len(asked) > STATEMENTS_OF_CALL
    assert scans == set()
