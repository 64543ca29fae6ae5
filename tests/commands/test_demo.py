"""The demo's river: made once, through the same doors as a phone, and only where a demo is wanted."""

import re
from collections import Counter
from datetime import date

from flask_migrate import upgrade
from sqlalchemy import func, select

from patrol_app.app import create_app
from patrol_app.commands.demo.places import ledger_of
from patrol_app.commands.demo.story import whole_story
from patrol_app.domain.people import Role
from patrol_app.ledger.database import db
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.media import MediumRow, MediumUseRow
from patrol_app.ledger.tables.problems import ProblemRow
from patrol_app.ledger.tables.register import AccountRow, PersonRow
from tests.cast import Cast
from tests.conftest import make_settings
from tests.invariants import check_invariants


def test_a_second_run_changes_nothing(app, session):
    entries = session.scalar(select(func.count(EntryRow.id)))

    told = app.test_cli_runner().invoke(args=["patrol", "demo"])

    assert told.exit_code == 0
    assert session.scalar(select(func.count(EntryRow.id))) == entries


def test_no_demo_person_enters_a_real_database(tmp_path, clock):
    app = create_app(make_settings(tmp_path, demo=False), clock=clock)
    with app.app_context():
        upgrade()

        told = app.test_cli_runner().invoke(args=["patrol", "demo"])

        assert told.exit_code != 0
        assert "PATROL_DEMO" in told.output
        assert db.session.scalar(select(func.count(AccountRow.username))) == 0
        db.session.remove()
        db.engine.dispose()


def test_everything_in_it_holds(session, settings):
    check_invariants(session, settings.media_dir)


def test_problems_stand_in_every_state_that_a_desk_has_to_show(session):
    states = set(session.scalars(select(ProblemRow.state)))

    assert states >= {"reported", "escalated", "handled", "confirmed", "reopened", "closed"}


def test_only_the_stand_in_and_the_rainy_day_are_in_doubt(session):
    doubts = [tuple(held) for held in session.scalars(select(PatrolRow.doubts)) if held]

    assert sorted(doubts) == [("ended_early",), ("stand_in",)]


def test_each_named_picture_is_there_and_no_two_problems_share_one(session):
    uses = session.execute(select(MediumUseRow.sha256, MediumUseRow.problem_id)).all()

    assert all(session.get(MediumRow, sha256) for sha256, _ in uses)
    assert len({sha256 for sha256, _ in uses}) == len(uses)


def test_days_were_missed_and_days_of_two_months_made(session):
    days = set(
        session.scalars(
            select(PatrolRow.day_on).where(PatrolRow.person_id == Cast.patroller.person_id)
        )
    )

    assert {day.month for day in days} == {10, 11}
    assert 14 not in {day.day for day in days}


def test_nobody_is_real(session):
    people = session.scalars(select(PersonRow)).all()

    assert all(re.fullmatch(r"138000000\d\d", person.phone) for person in people)
    assert all(person.name.startswith("示例") for person in people)


def test_the_whole_story_tells_of_two_counties_full_of_people():
    story = whole_story()
    held = Counter(role for office in story.offices for role in office.roles)

    assert held[Role.PATROLLER] == 40
    assert held[Role.VILLAGE_CHIEF] == 12
    assert held[Role.TOWNSHIP_CHIEF] == 4
    assert min(held[role] for role in Role) >= 2
    assert {ledger_of(office.area) for office in story.offices if office.area} == {
        "140502",
        "140525",
    }
    assert len({office.name for office in story.offices}) == len(story.offices)
    assert all(office.name.startswith("示例") for office in story.offices)


def test_the_whole_story_is_of_three_months():
    assert whole_story().begins_on(date(2026, 11, 24)) == date(2026, 9, 1)
    assert whole_story().begins_on(date(2027, 1, 1)) == date(2026, 11, 1)


def test_who_is_not_in_office_is_not_at_the_river():
    story = whole_story()
    in_office = {office.username: office for office in story.offices}

    for trouble in story.troubles:
        assert in_office[trouble.username].is_held(trouble.days_ago), trouble.key
