"""The audit names the file that a deed was done with."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each row of the audit a place for it; what was noted before was done with none."""
    op.add_column("audit", sa.Column("what", sa.String(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("audit", "what")
