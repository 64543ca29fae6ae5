"""A river whose people write markup and scripts wherever something can be written (trust, D18, D30)."""

from datetime import timedelta

from sqlalchemy import update

from patrol_app.ledger.append import Parcel, Status, append
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.tables.register import AreaRow, PersonRow, PointRow, ReachRow
from tests.builders import NOW, jpeg, make_entry, make_patrol, make_problem, name_picture
from tests.cast import Cast

#: One text that breaks out of elements, attributes, scripts, styles, addresses and templates; what ran would be known
#: by `window.ran`.
PAYLOAD = (
    """河"'><img src=x onerror="window.ran=1"><script>window.ran=1</script><svg onload=window.ran=1>"""
    """</textarea></style></title><a href="javascript:window.ran=1">点</a>{{7*7}}${7*7}{n}%s<!--"""
)
#: What would only be there if a template had been made of it.
RECKONED = "49"


def fill_with_payloads(session):
    """Rename everybody and every place, and file entries with every text there is; give the ids of what was filed."""
    session.rollback()
    for table in (AreaRow, PersonRow, PointRow):
        session.execute(update(table).values(name=PAYLOAD))
    session.execute(update(ReachRow).values(name=PAYLOAD, river=PAYLOAD))
    session.execute(update(PersonRow).values(phone=PAYLOAD))
    session.commit()
    picture = name_picture(jpeg(61))
    report = make_problem(
        what=PAYLOAD,
        category=PAYLOAD,
        severity="major",
        private={"note": PAYLOAD, "place": None, "media_facts": []},
    )
    report["media"] = [{**picture, "problem_id": report["id"]}]
    about = {"problem_id": report["id"]}
    walk = make_patrol(
        ended_early=PAYLOAD,
        rechecks=[{**about, "outcome": "unchanged", "reason": PAYLOAD}],
        private={
            "track": {"fixes": [], "gaps": [[0, 1000, "asleep"]]},
            "other_companions": [PAYLOAD],
            "note": PAYLOAD,
            "media_facts": [],
        },
    )
    deeds = [
        (
            "problem.accepted",
            {
                "opinion": PAYLOAD,
                "responsible_unit": PAYLOAD,
                "responsible_person": PAYLOAD,
                "due_on": None,
            },
        ),
        ("problem.handled", {"result": PAYLOAD}),
        ("problem.reopened", {"reason": PAYLOAD}),
        ("problem.escalated", {"reason": PAYLOAD, "to": "department", "name": PAYLOAD}),
    ]
    _file(session, report)
    _file(session, walk)
    for minutes, (kind, body) in enumerate(deeds):
        at = NOW - timedelta(minutes=4 - minutes)
        _file(session, make_entry(kind, by=Cast.village_chief, at=at, body={**about, **body}))
    return {"problem": report["id"], "patrol": walk["id"]}


def _file(session, entry):
    session.rollback()
    begin_writing(session)
    own = {"private_salt", "private", "signature"}
    envelope = {key: value for key, value in entry.items() if key not in own}
    parcel = Parcel(envelope, entry["private_salt"], entry["private"], entry["signature"])
    filed = append(session, parcel, author=entry["by"], sent_at=NOW, server_at=NOW)
    session.commit()
    assert filed.status is Status.ACCEPTED, filed.error
