"""Give out cards that open a session once, let an account be without a password, and note who did what at the gate."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GUARDS = (
    """
    CREATE TRIGGER audit_is_new BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END
    """,
    """
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END
    """,
    """
    CREATE TRIGGER audit_remains BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END
    """,
)


def upgrade() -> None:
    """Make the two tables and the audit's guards."""
    op.create_table(
        "card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("typed_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code_hash"),
        sa.UniqueConstraint("typed_hash"),
    )
    op.create_index("ix_card_person_id", "card", ["person_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_about", "audit", ["about", "at"])
    for guard in GUARDS:
        op.execute(guard)
    with op.batch_alter_table("account") as account:
        account.alter_column("password_hash", existing_type=sa.String(), nullable=True)


def downgrade() -> None:
    """Take them away; an account without a password has to be given one anew, as it could not log in before either."""
    op.execute("DELETE FROM account WHERE password_hash IS NULL")
    with op.batch_alter_table("account") as account:
        account.alter_column("password_hash", existing_type=sa.String(), nullable=False)
    for guard in GUARDS:
        op.execute(f"DROP TRIGGER {guard.split()[2]}")
    op.drop_table("audit")
    op.drop_table("card")
