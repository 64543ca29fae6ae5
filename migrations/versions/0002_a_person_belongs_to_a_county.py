"""A person stands in the ledger of the county that entered him: name, phone and state change there."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Who holds no office yet belongs to the first county there is.
FILL = """
    UPDATE person SET ledger = coalesce(
        (SELECT ledger FROM appointment WHERE person_id = person.id ORDER BY from_on, id LIMIT 1),
        (SELECT min(ledger) FROM area),
        ''
    )
"""


def upgrade() -> None:
    """Give each person the county of his first office."""
    # SQLite adds a column that may not be null only with a default; laying the table anew would break its references.
    op.add_column("person", sa.Column("ledger", sa.String(), nullable=False, server_default=""))
    op.execute(FILL)


def downgrade() -> None:
    """Forget the county."""
    op.drop_column("person", "ledger")
