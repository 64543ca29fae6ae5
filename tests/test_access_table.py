"""Who may do what, over every route and the whole cast (trust, D01 and D02): a new route without a row fails."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from patrol_app.domain.county.rows import row_id
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.media import MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.web.access import find_entrance
from patrol_app.web.sessions import open_session
from tests.builders import NOW
from tests.cast import Cast

TABLE = json.loads((Path(__file__).parent / "cases" / "access.json").read_text(encoding="utf-8"))
#: A script's request from our own pages, with nothing in it.
OURS = {"X-Patrol": "1", "Origin": "http://localhost"}


def list_rows():
    for ask, statuses in TABLE["rows"].items():
        expected = dict(zip(TABLE["columns"], map(int, statuses.split()), strict=True))
        yield pytest.param(*ask.split(" "), expected, id=ask)


@pytest.fixture
def places(session):
    """What stands in the addresses: things of 洞头村, each seen by some and by nobody else."""
    problem = session.scalars(
        select(ProblemRow).where(ProblemRow.reach_id == Cast.patroller.reach_id)
    ).first()
    patrol = session.scalars(
        select(PatrolRow).where(
            PatrolRow.reach_id == Cast.patroller.reach_id,
            PatrolRow.person_id == Cast.patroller.person_id,
        )
    ).first()
    picture = session.scalars(
        select(MediumUseRow.sha256).where(MediumUseRow.problem_id == problem.id)
    ).first()
    session.rollback()
    return {
        "problem": problem.id,
        "patrol": patrol.entry_id,
        "appointment": Cast.patroller.appointment_id,
        "person": Cast.patroller.person_id,
        "point": row_id("section", "洞头断面"),
        "sha256": picture,
    }


@pytest.fixture
def come_as(app, clock):
    """Give a client with a session of its own for one of the cast."""

    def come(who):
        client = app.test_client()
        if who != "nobody":
            with app.app_context():
                begin_writing(db.session())
                token = open_session(db.session(), getattr(Cast, who).person_id, clock())
                db.session.commit()
            client.set_cookie("patrol", token)
        return client

    return come


@pytest.mark.parametrize(("method", "path", "expected"), [*list_rows()])
def test_each_of_the_cast_gets_what_the_table_says(method, path, expected, come_as, places):
    address = path.format(**places)
    headers = OURS if method != "GET" or path.startswith("/api/") else {}

    got = {}
    for who in expected:
        with come_as(who).open(address, method=method, headers=headers) as answer:
            got[who] = answer.status_code

    assert got == expected


def test_what_one_may_not_see_reads_like_what_does_not_exist(come_as, places):
    """Nothing tells an id of another county apart from one that nobody ever gave (D02)."""
    nowhere = dict.fromkeys(places, uuid7(NOW)) | {"sha256": "0" * 64}
    client = come_as("neighbour_township")
    for path in {path for method, path in list_asked() if "{" in path and method == "GET"}:
        theirs = client.get(path.format(**places))
        nobodys = client.get(path.format(**nowhere))

        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.get_data() == nobodys.get_data()


def test_every_route_has_a_row(app):
    known = {(method, match_route(app, method, path)) for method, path in list_asked()}
    missing = [
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in methods_by_hand(rule)
        if (method, rule.rule) not in known
    ]

    assert missing == []


def test_every_view_says_who_may_enter(app):
    silent = [name for name, view in app.view_functions.items() if find_entrance(view) is None]

    assert silent == []


def test_other_methods_are_refused_everywhere(app, come_as, places):
    client = come_as("township")
    wrong = []
    for path in sorted({path for _, path in list_asked()}):
        allowed = methods_of(app, path)
        for other in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
            answer = client.open(path.format(**places), method=other, headers=OURS)
            if answer.status_code != 405:
                wrong.append((other, path, answer.status_code))

    assert wrong == []


def methods_by_hand(rule):
    """The methods a view was written for; the framework adds HEAD to GET, and OPTIONS unless told otherwise."""
    added = {"HEAD"} if "GET" in rule.methods else set()
    return rule.methods - added - ({"OPTIONS"} if rule.provide_automatic_options else set())


def list_asked():
    return [ask.split(" ") for ask in TABLE["rows"]]


def match_route(app, method, path):
    """Give the rule that an address of the table belongs to, None where there is none yet."""
    try:
        rule, _ = app.url_map.bind("localhost").match(
            without_query(path), method=method, return_rule=True
        )
    except HTTPException:
        return None
    return rule.rule


def methods_of(app, path):
    return set(app.url_map.bind("localhost").allowed_methods(without_query(path)))


def without_query(path):
    return path.partition("?")[0]
