"""Consents: the last word of a person on the recording of tracks."""

from typing import Any

from sqlalchemy.orm import Session

from patrol_app.domain.entries import Kind
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.tables.duties import ConsentRow


def project_consent(session: Session, arrival: Arrival) -> None:
    """Keep what the ledger says last: a phone's clock may be years off, and a withdrawal must never be ignored."""
    entry = arrival.entry
    version: Any = entry.body["version"]
    session.merge(
        ConsentRow(
            person_id=entry.by,
            version=version,
            given=entry.kind is Kind.CONSENT_GIVEN,
            at=entry.at,
        )
    )
