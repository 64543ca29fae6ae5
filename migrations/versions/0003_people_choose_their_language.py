"""People choose their language: what the gate remembers of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "language_choice",
        sa.Column("person_id", sa.String(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("language", sa.String(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("language_choice")
