"""Patrols say in which items something was found, so that the ledger can be narrowed to it."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    found_items = sa.Column("found_items", sa.Integer(), nullable=False, server_default="0")
    op.add_column("patrol", found_items)
    connection = op.get_bind()
    for entry_id, items in connection.execute(sa.text("SELECT entry_id, items FROM patrol")).all():
        seen = json.loads(items) if isinstance(items, str) else items
        bits = sum(1 << (one["item"] - 1) for one in seen if one["finding"] == "found")
        connection.execute(
            sa.text("UPDATE patrol SET found_items = :bits WHERE entry_id = :entry_id"),
            {"bits": bits, "entry_id": entry_id},
        )


def downgrade() -> None:
    op.drop_column("patrol", "found_items")
