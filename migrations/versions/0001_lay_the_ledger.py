"""Lay the ledger: entries that only grow, the register, read tables, gate and media."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# INSERT OR REPLACE deletes without firing a DELETE trigger, hence the guards before INSERT.
GUARDS = (
    """
    CREATE TRIGGER entry_is_new BEFORE INSERT ON entry
    WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id OR (ledger = NEW.ledger AND seq = NEW.seq))
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END
    """,
    """
    CREATE TRIGGER entry_is_next BEFORE INSERT ON entry
    WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM entry WHERE ledger = NEW.ledger)
    BEGIN SELECT RAISE(ABORT, 'the ledger has no gaps'); END
    """,
    """
    CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END
    """,
    """
    CREATE TRIGGER entry_remains BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END
    """,
    """
    CREATE TRIGGER refusal_is_new BEFORE INSERT ON refusal
    WHEN EXISTS (SELECT 1 FROM refusal WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'refusals are only added'); END
    """,
    """
    CREATE TRIGGER refusal_stays BEFORE UPDATE ON refusal
    BEGIN SELECT RAISE(ABORT, 'refusals are only added'); END
    """,
    """
    CREATE TRIGGER refusal_remains BEFORE DELETE ON refusal
    BEGIN SELECT RAISE(ABORT, 'refusals are only added'); END
    """,
)


def upgrade() -> None:
    """Make the tables and the guards that let the ledger only grow."""
    if op.get_bind().dialect.name != "sqlite":
        message = (
            "the append-only guards are written for SQLite so far; another database would keep none"
        )
        raise NotImplementedError(message)
    op.create_table(
        "area",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("path", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["area.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("path"),
    )
    op.create_index(op.f("ix_area_ledger"), "area", ["ledger"], unique=False)
    op.create_table(
        "entry",
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entry_hash", sa.String(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.String(), nullable=True),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("appointment", sa.String(), nullable=True),
        sa.Column("reach_id", sa.String(), nullable=True),
        sa.Column("problem_id", sa.String(), nullable=True),
        sa.Column("device_id", sa.String(), nullable=True),
        sa.Column("device_seq", sa.BigInteger(), nullable=True),
        sa.Column("prev", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("ledger", "seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_entry_book", "entry", ["device_id", "device_seq"], unique=False)
    op.create_index(op.f("ix_entry_by"), "entry", ["by"], unique=False)
    op.create_index(op.f("ix_entry_problem_id"), "entry", ["problem_id"], unique=False)
    op.create_index(op.f("ix_entry_reach_id"), "entry", ["reach_id"], unique=False)
    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("failed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_login_failure_address", "login_failure", ["address", "failed_at"], unique=False
    )
    op.create_index(
        "ix_login_failure_username", "login_failure", ["username", "failed_at"], unique=False
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("device_id", sa.String(), nullable=True),
        sa.Column("device_seq", sa.BigInteger(), nullable=True),
        sa.Column("entry_hash", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("refused_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_refusal_device", "refusal", ["device_id", "device_seq"], unique=False)
    op.create_index(op.f("ix_refusal_entry_id"), "refusal", ["entry_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("username"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("area_id", sa.String(), nullable=False),
        sa.Column("area_path", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["area.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_appointment_area_path"), "appointment", ["area_path"], unique=False)
    op.create_index("ix_appointment_area_role", "appointment", ["area_id", "role"], unique=False)
    op.create_index(op.f("ix_appointment_person_id"), "appointment", ["person_id"], unique=False)
    op.create_table(
        "book",
        sa.Column("device_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("installation_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=True),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("last_contact_at", sa.DateTime(), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("device_id"),
    )
    op.create_index(op.f("ix_book_person_id"), "book", ["person_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("person_id", "version"),
    )
    op.create_table(
        "device_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(
        op.f("ix_device_session_person_id"), "device_session", ["person_id"], unique=False
    )
    op.create_table(
        "medium",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "medium_use",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("problem_id", sa.String(), nullable=True),
        sa.Column("pairs_with", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("entry_id", "position"),
    )
    op.create_index("ix_medium_use_problem", "medium_use", ["problem_id"], unique=False)
    op.create_index(op.f("ix_medium_use_sha256"), "medium_use", ["sha256"], unique=False)
    op.create_table(
        "patrol",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("patrol_id", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("reach_id", sa.String(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("elapsed_ms", sa.BigInteger(), nullable=False),
        sa.Column("banks", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("weather", sa.String(), nullable=False),
        sa.Column("water", sa.String(), nullable=False),
        sa.Column("ended_early", sa.String(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("rechecks", sa.JSON(), nullable=False),
        sa.Column("visits", sa.JSON(), nullable=False),
        sa.Column("companions", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("first_doubts", sa.JSON(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_index("ix_patrol_ledger_day", "patrol", ["ledger", "day_on", "seq"], unique=False)
    op.create_index(op.f("ix_patrol_patrol_id"), "patrol", ["patrol_id"], unique=False)
    op.create_index("ix_patrol_person_day", "patrol", ["person_id", "day_on"], unique=False)
    op.create_index("ix_patrol_reach_day", "patrol", ["reach_id", "day_on"], unique=False)
    op.create_table(
        "problem",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reach_id", sa.String(), nullable=False),
        sa.Column("patrol_id", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("on_the_spot", sa.JSON(), nullable=True),
        sa.Column("reported_by", sa.String(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("held_name", sa.String(), nullable=True),
        sa.Column("last_cured_by", sa.String(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("responsible_unit", sa.String(), nullable=True),
        sa.Column("responsible_person", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_problem_ledger_number", "problem", ["ledger", "number"], unique=True)
    op.create_index(op.f("ix_problem_patrol_id"), "problem", ["patrol_id"], unique=False)
    op.create_index("ix_problem_reach_changed", "problem", ["reach_id", "changed_at"], unique=False)
    op.create_index(
        "ix_problem_reach_reported", "problem", ["reach_id", "reported_at"], unique=False
    )
    op.create_index("ix_problem_reach_state", "problem", ["reach_id", "state"], unique=False)
    op.create_table(
        "problem_event",
        sa.Column("problem_id", sa.String(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("appointment_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("own_doubts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("problem_id", "entry_id", "line"),
    )
    op.create_table(
        "reach",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("area_id", sa.String(), nullable=False),
        sa.Column("area_path", sa.String(), nullable=False),
        sa.Column("river", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("banks", sa.String(), nullable=False),
        sa.Column("geometry", sa.JSON(), nullable=True),
        sa.Column("approximate", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"],
            ["area.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_reach_area_path"), "reach", ["area_path"], unique=False)
    op.create_table(
        "upload",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("length_bytes", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_upload_person_id"), "upload", ["person_id"], unique=False)
    op.create_table(
        "vault",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("private_salt", sa.String(), nullable=False),
        sa.Column("private", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entry.id"],
        ),
        sa.PrimaryKeyConstraint("entry_id"),
    )
    op.create_table(
        "appointment_reach",
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("reach_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
        ),
        sa.ForeignKeyConstraint(
            ["reach_id"],
            ["reach.id"],
        ),
        sa.PrimaryKeyConstraint("appointment_id", "reach_id"),
    )
    op.create_index(
        op.f("ix_appointment_reach_reach_id"), "appointment_reach", ["reach_id"], unique=False
    )
    op.create_table(
        "duty_month",
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("made_days", sa.Integer(), nullable=False),
        sa.Column("clean_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"],
            ["appointment.id"],
        ),
        sa.PrimaryKeyConstraint("appointment_id", "month"),
    )
    op.create_table(
        "patrol_credit",
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("appointment_id", sa.String(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["patrol.entry_id"],
        ),
        sa.PrimaryKeyConstraint("entry_id", "appointment_id"),
    )
    op.create_index(
        "ix_patrol_credit_day", "patrol_credit", ["appointment_id", "day_on"], unique=False
    )
    op.create_table(
        "point",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reach_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reach_id"],
            ["reach.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_point_reach_id"), "point", ["reach_id"], unique=False)
    for guard in GUARDS:
        op.execute(guard)


def downgrade() -> None:
    """Take all of it away again."""
    for guard in GUARDS:
        op.execute(f"DROP TRIGGER {guard.split()[2]}")
    op.drop_table("point")
    op.drop_table("patrol_credit")
    op.drop_table("duty_month")
    op.drop_table("appointment_reach")
    op.drop_table("vault")
    op.drop_table("upload")
    op.drop_table("reach")
    op.drop_table("problem_event")
    op.drop_table("problem")
    op.drop_table("patrol")
    op.drop_table("medium_use")
    op.drop_table("medium")
    op.drop_table("device_session")
    op.drop_table("consent")
    op.drop_table("book")
    op.drop_table("appointment")
    op.drop_table("account")
    op.drop_table("refusal")
    op.drop_table("person")
    op.drop_table("login_failure")
    op.drop_table("entry")
    op.drop_table("area")
