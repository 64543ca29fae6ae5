"""What a person chose to read in: the gate's own memory, of no weight for any figure."""

from sqlalchemy.orm import Session

from patrol_app.ledger.tables.gate import LanguageChoiceRow


def find_choice(session: Session, person_id: str) -> str | None:
    """Give the language the person chose, None while he has not."""
    choice = session.get(LanguageChoiceRow, person_id)
    return choice.language if choice else None


def keep_choice(session: Session, person_id: str, language: str) -> None:
    """Remember what the person chose; the caller commits."""
    session.merge(LanguageChoiceRow(person_id=person_id, language=language))
