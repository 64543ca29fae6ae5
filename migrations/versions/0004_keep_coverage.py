"""Keep how much of its reach a patrol's track showed; unknown for those that arrived before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("patrol", sa.Column("coverage_permille", sa.Integer, nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("patrol", "coverage_permille")
