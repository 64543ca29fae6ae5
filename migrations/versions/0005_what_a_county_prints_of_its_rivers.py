"""Rivers, confluences, sections, and all that a notice prints of a point, with what is doubtful about it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

POINT_TEXTS = (
    "category",
    "section_id",
    "source_id",
    "place",
    "state",
    "risk",
    "measures",
    "responsible_unit",
    "drains_to",
)


def upgrade() -> None:
    """Make room for them; what is registered already keeps nothing there."""
    op.add_column("area", sa.Column("hamlets", sa.JSON(), nullable=True))
    for name in POINT_TEXTS:
        op.add_column("point", sa.Column(name, sa.String(), nullable=True))
    op.add_column("point", sa.Column("doubts", sa.JSON(), nullable=True))
    op.create_index(op.f("ix_point_section_id"), "point", ["section_id"], unique=False)
    op.create_index(op.f("ix_point_source_id"), "point", ["source_id"], unique=False)
    op.create_table(
        "river",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("length_m", sa.Integer(), nullable=True),
        sa.Column("basin_ha", sa.Integer(), nullable=True),
        sa.Column("flows_into", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_river_ledger"), "river", ["ledger"], unique=False)
    op.create_table(
        "confluence",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("river_id", sa.String(), nullable=False),
        sa.Column("into_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["river_id"], ["river.id"]),
        sa.ForeignKeyConstraint(["into_id"], ["river.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_confluence_river_id"), "confluence", ["river_id"], unique=False)
    op.create_index(op.f("ix_confluence_into_id"), "confluence", ["into_id"], unique=False)
    op.create_table(
        "section",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ledger", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("target_class", sa.String(), nullable=True),
        sa.Column("responsible_county", sa.String(), nullable=False),
        sa.Column("first_responsible", sa.JSON(), nullable=False),
        sa.Column("control_range", sa.String(), nullable=True),
        sa.Column("survey_upstream_m", sa.Integer(), nullable=True),
        sa.Column("survey_downstream_m", sa.Integer(), nullable=True),
        sa.Column("survey_note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["point.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Keep of a point where it is and what it is called."""
    for name in ("section", "confluence", "river"):
        op.drop_table(name)
    op.drop_index(op.f("ix_point_source_id"), table_name="point")
    op.drop_index(op.f("ix_point_section_id"), table_name="point")
    for name in (*POINT_TEXTS, "doubts"):
        op.drop_column("point", name)
    op.drop_column("area", "hamlets")
