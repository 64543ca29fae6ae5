"""Consents: the last word of a person on the recording of tracks."""

from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from patrol_app.domain.entries import Kind
from patrol_app.ledger.database import run
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.tables.duties import ConsentRow

_REPLACE = update(ConsentRow).where(
    ConsentRow.person_id == bindparam("of_person"), ConsentRow.version == bindparam("of_version")
)
_SAY = insert(ConsentRow)


def project_consent(session: Session, arrival: Arrival) -> None:
    """Keep what the ledger says last: a phone's clock may be years off, and a withdrawal must never be ignored."""
    entry = arrival.entry
    version: Any = entry.body["version"]
    word = {"given": entry.kind is Kind.CONSENT_GIVEN, "at": entry.at}
    kept = run(session, _REPLACE, of_person=entry.by, of_version=version, **word)
    if kept.rowcount == 0:
        run(session, _SAY, person_id=entry.by, version=version, **word)
