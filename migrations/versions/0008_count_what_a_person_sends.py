"""Count what a person has sent since yesterday without reading all he ever sent."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_medium_sender", "medium", ["uploaded_by", "stored_at", "bytes"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_medium_sender", "medium")
