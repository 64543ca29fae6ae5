"""The whole demo, through the same doors as a phone: two counties, some sixty people, three months."""

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol_app.app import create_app
from patrol_app.ledger.database import db
from patrol_app.ledger.tables.duties import PatrolRow
from patrol_app.ledger.tables.problems import ProblemRow
from tests.builders import NOW
from tests.conftest import Clock, make_settings
from tests.invariants import check_invariants


@pytest.fixture(scope="module")
def whole_river(tmp_path_factory):
    """The whole demo's settings and a session on its database."""
    settings = make_settings(tmp_path_factory.mktemp("whole") / "instance")
    settings.instance_dir.mkdir()
    app = create_app(settings, clock=Clock(NOW))
    with app.app_context():
        upgrade()
        told = app.test_cli_runner().invoke(args=["patrol", "demo"], catch_exceptions=False)
        assert told.exit_code == 0, told.output
        with Session(db.engine) as session:
            yield settings, session
        db.session.remove()
        db.engine.dispose()


def test_three_months_of_forty_patrollers_are_in_the_ledger(whole_river):
    _, session = whole_river

    assert session.scalar(select(func.count(PatrolRow.entry_id))) > 2500
    assert session.scalar(select(func.count(PatrolRow.person_id.distinct()))) > 50
    assert set(session.scalars(select(PatrolRow.ledger).distinct())) == {"140502", "140525"}


def test_walks_are_in_every_doubt_that_a_desk_has_to_show(whole_river):
    _, session = whole_river
    doubts = {doubt for held in session.scalars(select(PatrolRow.doubts)) for doubt in held}

    assert doubts >= {"ended_early", "stand_in", "unchecked", "clock", "track_too_even"}
    assert {"rain", "dry"} <= set(session.scalars(select(PatrolRow.weather).distinct()))
    assert "dry_bed" in set(session.scalars(select(PatrolRow.water).distinct()))


def test_problems_stand_in_every_state(whole_river):
    _, session = whole_river
    states = set(session.scalars(select(ProblemRow.state)))

    assert states >= {"reported", "accepted", "escalated", "confirmed", "reopened", "closed"}


def test_everything_in_the_whole_demo_holds(whole_river):
    settings, session = whole_river

    check_invariants(session, settings.media_dir)
