"""What a person chose to read in: the gate's own memory, of no weight for any figure."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from patrol_app.ledger.database import run
from patrol_app.ledger.tables.gate import LanguageChoiceRow

_CHOSEN = select(LanguageChoiceRow.language).where(
    LanguageChoiceRow.person_id == bindparam("person_id")
)


def find_choice(session: Session, person_id: str) -> str | None:
    """Give the language the person chose, None while he has not."""
    chosen: str | None = run(session, _CHOSEN, person_id=person_id).scalar()
    return chosen


def keep_choice(session: Session, person_id: str, language: str) -> None:
    """Remember what the person chose; the caller commits."""
    session.merge(LanguageChoiceRow(person_id=person_id, language=language))
