"""Visits by point, taken out of the patrols that tell of them, so that a point's page need not read every patrol."""

import json
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and fill it from the patrols there are."""
    visit = op.create_table(
        "visit",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("point_id", sa.String(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["patrol.entry_id"]),
        sa.PrimaryKeyConstraint("entry_id", "point_id"),
    )
    op.create_index("ix_visit_point_day", "visit", ["point_id", "day_on", "seq"], unique=False)
    patrol = sa.table(
        "patrol", *map(sa.column, ("entry_id", "seq", "visits")), sa.column("day_on", sa.Date)
    )
    for row in op.get_bind().execute(sa.select(patrol)).all():
        stays: Counter[str] = Counter()
        for stay in json.loads(row.visits):
            stays[stay["point_id"]] += stay["elapsed_ms"]
        known = {"entry_id": row.entry_id, "day_on": row.day_on, "seq": row.seq}
        op.bulk_insert(
            visit,
            [{**known, "point_id": one, "elapsed_ms": ms} for one, ms in stays.items()],
        )


def downgrade() -> None:
    """Forget them; they still stand in the patrols."""
    op.drop_table("visit")
