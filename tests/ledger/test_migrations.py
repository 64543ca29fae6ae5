"""Migrations go up and down, with data in the tables, and say the same as the tables the code knows."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from patrol_app.ledger.database import Base, db


def test_down_and_up_again_with_a_months_data(app):
    with app.app_context():
        db.session.remove()
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        upgrade()
        assert set(Base.metadata.tables) < set(inspect(db.engine).get_table_names())


def test_the_migrated_tables_are_those_of_the_code(app):
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
