"""Which projection follows which kind of entry."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from patrol_app.domain.entries import Kind
from patrol_app.ledger.projections.arrival import Arrival
from patrol_app.ledger.projections.consents import project_consent
from patrol_app.ledger.projections.media import note_named, project_received
from patrol_app.ledger.projections.patrols import project_patrol
from patrol_app.ledger.projections.problems import project_event, project_report
from patrol_app.ledger.projections.register import project_change

PROJECTIONS: Mapping[Kind, Callable[[Session, Arrival], None]] = MappingProxyType(
    {
        Kind.PATROL_COMPLETED: project_patrol,
        Kind.PROBLEM_REPORTED: project_report,
        Kind.PROBLEM_TOLD: project_event,
        Kind.PROBLEM_ACCEPTED: project_event,
        Kind.PROBLEM_HANDLED: project_event,
        Kind.PROBLEM_ESCALATED: project_event,
        Kind.PROBLEM_CONFIRMED: project_event,
        Kind.PROBLEM_REOPENED: project_event,
        Kind.MEDIA_RECEIVED: project_received,
        Kind.CONSENT_GIVEN: project_consent,
        Kind.CONSENT_WITHDRAWN: project_consent,
        Kind.REGISTER_CHANGED: project_change,
    }
)


def project(session: Session, arrival: Arrival) -> None:
    """Bring the read tables up to date with one entry; a kind without a projection is a mistake and raises KeyError."""
    note_named(session, arrival)
    PROJECTIONS[arrival.entry.kind](session, arrival)
    session.flush()
