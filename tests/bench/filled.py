"""A county with years behind it, filed through the ledger's own write path, many patrols to a transaction."""

import json
from datetime import datetime

from patrol_app.app import create_app
from patrol_app.ledger.append import Status, append
from patrol_app.ledger.database import begin_writing, db
from patrol_app.settings import Settings
from patrol_app.sync.schemas.entry import read_entry
from tests.bench.patrols import Desk

PATROLS_A_TRANSACTION = 250


def fill(settings: Settings, desk: Desk, count: int, at: datetime) -> None:
    """File so many patrols with their problems; their photos stay awaited."""
    app = create_app(settings)
    with app.app_context():
        session = db.session()
        for begun in range(0, count, PATROLS_A_TRANSACTION):
            begin_writing(session)
            for patrol in desk.write(min(PATROLS_A_TRANSACTION, count - begun)):
                for raw in json.loads(patrol.call)["entries"]:
                    filed = append(
                        session, read_entry(raw), author=raw["by"], sent_at=at, server_at=at
                    )
                    if filed.status is not Status.ACCEPTED:
                        raise RuntimeError(filed)
            session.commit()
        db.session.remove()
        db.engine.dispose()
