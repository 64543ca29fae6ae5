"""Sections the reader's county answers for in another county: the section alone, nothing of the reach it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from patrol_app.domain.people import Actor
from patrol_app.ledger.queries.scope import overseen_ledgers
from patrol_app.ledger.tables.register import AreaRow, PointRow, ReachRow
from patrol_app.ledger.tables.rivers import SectionRow


@dataclass(frozen=True)
class AnsweredSection:
    """A section with its facts, its river, and the name of the county it lies in."""

    point: PointRow
    facts: SectionRow
    river: str
    county: str


def list_answered(session: Session, actor: Actor, on: date) -> Sequence[AnsweredSection]:
    """Give the sections in other counties that the actor's county answers for, by name."""
    rows = session.execute(_answered(actor, on).order_by(PointRow.name, PointRow.id))
    return [AnsweredSection(*row) for row in rows]


def find_answered(
    session: Session, actor: Actor, on: date, point_id: str
) -> AnsweredSection | None:
    """Give one of them, or None: also for a section that is another county's own affair."""
    row = session.execute(_answered(actor, on).where(SectionRow.id == point_id)).first()
    return None if row is None else AnsweredSection(*row)


def _answered(actor: Actor, on: date) -> Select[PointRow, SectionRow, str, str]:
    """Ask for them: the notice names who answers, so a county is found by its name."""
    ledgers = overseen_ledgers(actor, on)
    home = aliased(AreaRow)
    return (
        select(PointRow, SectionRow, ReachRow.river, home.name)
        .join(SectionRow, SectionRow.id == PointRow.id)
        .join(ReachRow, ReachRow.id == PointRow.reach_id)
        .join(home, (home.ledger == SectionRow.ledger) & (home.level == "county"))
        .where(
            SectionRow.ledger.not_in(ledgers),
            SectionRow.responsible_county.in_(
                select(AreaRow.name).where(AreaRow.level == "county", AreaRow.ledger.in_(ledgers))
            ),
        )
    )
