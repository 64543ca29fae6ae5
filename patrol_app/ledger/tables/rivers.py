"""What a county's notice tells of its rivers: how they meet, and what their sections are beyond points to visit."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base


class RiverRow(Base):
    """A river as one county tells of it; `length_m` in metres, `basin_ha` in hectares, null where not printed."""

    __tablename__ = "river"

    id: Mapped[str] = mapped_column(primary_key=True)
    ledger: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    length_m: Mapped[int | None]
    basin_ha: Mapped[int | None]
    flows_into: Mapped[str | None]
    note: Mapped[str | None]


class ConfluenceRow(Base):
    """Where one river flows into another, in the notice's words."""

    __tablename__ = "confluence"

    id: Mapped[str] = mapped_column(primary_key=True)
    ledger: Mapped[str]
    river_id: Mapped[str] = mapped_column(ForeignKey("river.id"), index=True)
    into_id: Mapped[str] = mapped_column(ForeignKey("river.id"), index=True)
    place: Mapped[str]


class SectionRow(Base):
    """What a section is beyond a point to visit: its level, its target, and who answers for it.

    Without a target class the province's own target holds (完成省定目标). `survey_*_m` is the stretch to survey.
    """

    __tablename__ = "section"

    id: Mapped[str] = mapped_column(ForeignKey("point.id"), primary_key=True)
    ledger: Mapped[str]
    level: Mapped[str]
    target_class: Mapped[str | None]
    responsible_county: Mapped[str]
    first_responsible: Mapped[list[str]] = mapped_column(JSON)
    control_range: Mapped[str | None]
    survey_upstream_m: Mapped[int | None]
    survey_downstream_m: Mapped[int | None]
    survey_note: Mapped[str | None]
