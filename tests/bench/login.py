"""`python -m tests.bench.login`: whether the time of a failed login tells if there is such an account (trust, D07)."""

import re
import secrets
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient

from patrol_app.app import create_app
from patrol_app.ledger.database import db
from patrol_app.ledger.tables.register import AccountRow
from patrol_app.web.passwords import hash_password
from tests.bench.county import make_county, make_settings

TIMES = 150
KNOWN, UNKNOWN = "known", "nobody"
#: The shares by which the medians may differ.
MOST_APART = 0.10


def main() -> None:
    """Measure both by turns, so that whatever else the machine does is shared, and print the medians."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = make_settings(Path(folder), secrets.token_hex(32))
        (walker,) = make_county(settings, 1, datetime.now(UTC))
        app = create_app(settings, wait=lambda _s: None)
        with app.app_context():
            password_hash = hash_password(secrets.token_hex(8))
            db.session.add(
                AccountRow(username=KNOWN, person_id=walker.person_id, password_hash=password_hash)
            )
            db.session.commit()
        client = app.test_client()
        took_ms: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
        for number in range(TIMES):
            for username, taken in took_ms.items():
                taken.append(_fail(client, username, f"10.0.{number // 250}.{number % 250}"))
        with app.app_context():
            db.engine.dispose()
    medians = {name: statistics.median(taken) for name, taken in took_ms.items()}
    apart = abs(medians[KNOWN] / medians[UNKNOWN] - 1)
    for name, median_ms in medians.items():
        print(f"{name:8} {median_ms:6.2f} ms")
    print(f"apart    {apart:6.1%}, at most {MOST_APART:.0%}")


def _fail(client: FlaskClient, username: str, address: str) -> float:
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get("/login").text)[1]
    form = {"username": username, "password": "wrong", "csrf_token": token}
    begun = time.perf_counter()
    answer = client.post(
        "/login",
        data=form,
        headers={"Origin": "http://localhost"},
        environ_base={"REMOTE_ADDR": address},
    )
    assert answer.status_code == 401, answer.text
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
