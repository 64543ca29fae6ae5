"""The gate is shut unless a view says who may enter (trust, D05)."""

from datetime import date

import pytest
from flask import g
from sqlalchemy import update

from patrol_app.domain.permissions import Deed
from patrol_app.ledger.tables.register import AppointmentRow, PersonRow
from patrol_app.web.access import everyone, for_deed, signed_in
from tests.builders import NOW


@pytest.fixture
def rooms(app):
    """Four views, one for each kind of entrance, under /api and beside it."""
    for name, declare in {
        "open": everyone,
        "known": signed_in,
        "desk": for_deed(Deed.SEE_LEDGER),
        "forgotten": lambda undeclared: undeclared,
    }.items():
        made = declare(lambda: {"who": _name(g.get("actor"))})
        app.add_url_rule(f"/api/v1/{name}", f"api-{name}", made, methods=["GET", "POST"])
        app.add_url_rule(f"/rooms/{name}", f"page-{name}", made)


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        (None, {"open": 200, "known": 401, "desk": 401, "forgotten": 403}),
        ("patroller", {"open": 200, "known": 200, "desk": 403, "forgotten": 403}),
        ("stranger", {"open": 200, "known": 200, "desk": 403, "forgotten": 403}),
        ("township", {"open": 200, "known": 200, "desk": 200, "forgotten": 403}),
    ],
)
def test_each_room_lets_in_whom_it_names(rooms, client, log_in, username, expected):
    if username:
        log_in(username)
    assert {name: client.get(f"/api/v1/{name}").status_code for name in expected} == expected


def test_a_room_knows_who_is_in_it_unless_it_is_open_to_all(rooms, client, log_in, cast):
    log_in("township")
    assert client.get("/api/v1/known").json == {"who": cast.township.name}
    assert client.get("/api/v1/open").json == {"who": None}


def test_a_page_shows_strangers_the_way_to_the_login_and_back(rooms, client):
    answer = client.get("/rooms/known?page=2&q=河")
    assert answer.status_code == 302
    assert answer.location == "/login?next=%2Frooms%2Fknown%3Fpage%3D2%26q%3D%E6%B2%B3"
    assert 'value="/rooms/known?page=2&amp;q=河"' in client.get(answer.location).text


def test_what_nobody_ever_built_is_not_found_by_strangers_either(client):
    assert client.get("/nowhere").status_code == 404
    assert client.get("/api/v1/nowhere").json["code"] == "not_found"


def test_losing_the_office_counts_from_the_next_request_on(rooms, client, log_in, session):
    log_in("township")
    assert client.get("/rooms/desk").status_code == 200
    ended = update(AppointmentRow).where(AppointmentRow.role == "township_chief")
    session.execute(ended.values(to_on=date(2026, 11, 21)))
    session.commit()
    assert client.get("/rooms/desk").status_code == 403
    assert client.get("/rooms/known").status_code == 200


def test_a_disabled_person_is_out_at_the_next_request(rooms, client, log_in, session, cast):
    log_in("township")
    disabled = update(PersonRow).where(PersonRow.id == cast.township.person_id)
    session.execute(disabled.values(disabled_at=NOW))
    session.commit()
    assert client.get("/api/v1/known").status_code == 401


def _name(actor):
    return actor.name if actor else None
