"""Who and where: areas, reaches with their points, people, their accounts and appointments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from patrol_app.ledger.database import Base, UtcDateTime


class AreaRow(Base):
    """A county, township or village; `path` is `county/township/village/`, so that an area is a prefix."""

    __tablename__ = "area"

    id: Mapped[str] = mapped_column(primary_key=True)
    ledger: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("area.id"))
    path: Mapped[str] = mapped_column(unique=True)
    hamlets: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))


class ReachRow(Base):
    """A stretch of one river in one village; `geometry` is `[[lon_e6, lat_e6], …]`, downstream last, or null."""

    __tablename__ = "reach"

    id: Mapped[str] = mapped_column(primary_key=True)
    ledger: Mapped[str]
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(index=True)
    river: Mapped[str]
    name: Mapped[str]
    banks: Mapped[str]
    geometry: Mapped[list[list[int]] | None] = mapped_column(JSON)
    approximate: Mapped[bool]


class PointRow(Base):
    """A place to visit on the way: source, outlet, board or section; without a coordinate where none is printed.

    The coordinate is as printed; `doubts` (`domain/county`, Rule, with its values) say what speaks against it.
    `section_id` is the section it counts for, maybe another county's, `source_id` the source of an outlet: both points,
    looked up where the change is judged, for a ledger is rebuilt without its neighbour.
    """

    __tablename__ = "point"

    id: Mapped[str] = mapped_column(primary_key=True)
    reach_id: Mapped[str] = mapped_column(ForeignKey("reach.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    lon_e6: Mapped[int | None]
    lat_e6: Mapped[int | None]
    category: Mapped[str | None]
    section_id: Mapped[str | None] = mapped_column(index=True)
    source_id: Mapped[str | None] = mapped_column(index=True)
    place: Mapped[str | None]
    state: Mapped[str | None]
    risk: Mapped[str | None]
    measures: Mapped[str | None]
    responsible_unit: Mapped[str | None]
    drains_to: Mapped[str | None]
    doubts: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))


class PersonRow(Base):
    """Somebody who patrols, decides or looks; `ledger` is the county that entered him, where his changes stand."""

    __tablename__ = "person"

    id: Mapped[str] = mapped_column(primary_key=True)
    ledger: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str]
    language: Mapped[str]
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountRow(Base):
    """How a person logs in: a name and an argon2id hash, null where he has set no password."""

    __tablename__ = "account"

    username: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None]


class AppointmentRow(Base):
    """A person's office in an area, from a day to a day (null: still)."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_area_role", "area_id", "role"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str]
    ledger: Mapped[str]
    area_id: Mapped[str] = mapped_column(ForeignKey("area.id"))
    area_path: Mapped[str] = mapped_column(index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class AppointmentReachRow(Base):
    """The reaches of a patroller's appointment; a chief's are all of his area."""

    __tablename__ = "appointment_reach"

    appointment_id: Mapped[str] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    reach_id: Mapped[str] = mapped_column(ForeignKey("reach.id"), primary_key=True, index=True)
