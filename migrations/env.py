"""Runs the migrations on the app's own database; written anew, because the generated one warns."""

from importlib import import_module

from alembic import context
from flask import current_app

# Only tables that have been imported are compared.
import_module("patrol_app.ledger.tables")

migrate = current_app.extensions["migrate"]


def migrate_offline() -> None:
    """Print the SQL, for an administrator who runs it himself."""
    url = migrate.db.engine.url.render_as_string(hide_password=False)
    context.configure(
        url=url, target_metadata=migrate.db.metadata, literal_binds=True, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()


def migrate_online() -> None:
    """Run them on the database."""
    with migrate.db.engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=migrate.db.metadata, **migrate.configure_args
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    migrate_offline()
else:
    migrate_online()
