"""Migrations go up and down, with data in the tables, and say the same as the tables the code knows."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from patrol_app.ledger.database import Base, db
from patrol_app.ledger.tables.duties import PatrolRow


def test_down_and_up_again_with_a_months_data(app):
    with app.app_context():
        db.session.remove()
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
        assert set(Base.metadata.tables) < set(inspect(db.engine).get_table_names())


def test_a_patrol_of_before_has_no_share_of_its_reach(app):
    with app.app_context():
        db.session.remove()
        downgrade(revision="0003")
        before = db.session.execute(text("SELECT count(*) FROM patrol")).scalar_one()
        assert before > 0
        db.session.remove()
        upgrade()
        known = "SELECT count(*), count(coverage_permille) FROM patrol"
        assert db.session.execute(text(known)).one() == (before, 0)


def test_what_patrols_found_is_read_from_their_items(app):
    with app.app_context():
        db.session.remove()
        downgrade(revision="0006")
        upgrade()
        patrols = db.session.scalars(select(PatrolRow)).all()

        assert any(patrol.found_items for patrol in patrols)
        for patrol in patrols:
            found = {seen["item"] for seen in patrol.items if seen["finding"] == "found"}
            assert patrol.found_items == sum(1 << (item - 1) for item in found)


def test_the_migrated_tables_are_those_of_the_code(app):
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
