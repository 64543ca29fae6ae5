"""The database itself lets the ledger only grow, whoever writes to it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

TAMPERS = {
    "a byte of an entry changed": "UPDATE entry SET envelope = x'00' WHERE seq = 0",
    "a time moved": "UPDATE entry SET accepted_at = '2020-01-01' WHERE seq = 1",
    "an entry deleted": "DELETE FROM entry WHERE seq = 0",
    "the last entry deleted": (
        "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry e WHERE e.ledger = entry.ledger)"
    ),
    "an entry replaced": "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 0",
    "an entry replaced by its id": (
        "INSERT OR REPLACE INTO entry SELECT ledger, seq + 1000000, id, kind, entry_hash, envelope,"
        " signature, leaf, at, accepted_at, by, appointment, reach_id, problem_id, device_id,"
        " device_seq, prev FROM entry WHERE seq = 0"
    ),
    "a number left out": (
        "INSERT INTO entry SELECT ledger, seq + 1000000, 'another', kind, entry_hash, envelope,"
        " signature, leaf, at, accepted_at, by, appointment, reach_id, problem_id, device_id,"
        " device_seq, prev FROM entry WHERE seq = 0"
    ),
    "a refusal forgotten": "DELETE FROM refusal",
    "a refusal changed": "UPDATE refusal SET code = 'never_appointed'",
    "an audit row forgotten": "DELETE FROM audit",
    "an audit row changed": "UPDATE audit SET deed = 'logged_in'",
    "an audit row replaced": "INSERT OR REPLACE INTO audit SELECT * FROM audit",
    "a refusal replaced": "INSERT OR REPLACE INTO refusal SELECT * FROM refusal",
}


@pytest.mark.parametrize("tamper", TAMPERS.values(), ids=TAMPERS)
def test_the_database_refuses(session, tamper):
    session.execute(
        text("INSERT INTO refusal (entry_id, code, refused_at) VALUES ('x', 'bad_shape', '2026')")
    )
    session.execute(
        text("INSERT INTO audit (at, deed, about, address) VALUES ('2026', 'card_made', 'x', '')")
    )
    with pytest.raises(DatabaseError, match=r"only grows|no gaps|only added"):
        session.execute(text(tamper))
    session.rollback()
