"""Valid things to send: a test names only what matters to it."""

import hashlib
import io
from datetime import datetime, timedelta

from PIL import Image

from patrol_app.domain.calendar import SHANGHAI
from patrol_app.ledger.canonical import wire_time
from patrol_app.ledger.compose import compose, uuid7
from tests.cast import Cast, Member

#: The moment at which tests begin: a Sunday morning at the river.
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)


def make_entry(
    kind="patrol.completed",
    *,
    by: Member = Cast.patroller,
    at=None,
    body=None,
    private=None,
    media=(),
    device_id=None,
    device_seq=None,
    prev=None,
    **envelope,
):
    """An entry as it goes over the wire; `envelope` keys replace made ones, even with wrong values."""
    at = at or NOW - timedelta(minutes=5)
    parcel = compose(
        kind,
        ledger=by.ledger or Cast.patroller.ledger,
        at=at,
        by=by.person_id,
        appointment=by.appointment_id,
        body=body or {},
        private=private or {},
        media=media,
        device_id=device_id,
        device_seq=device_seq,
        prev=prev,
    )
    return {
        **parcel.envelope,
        "mono_id": uuid7(at) if device_id else None,
        "mono_ms": 2_934_120 if device_id else None,
        "private_salt": parcel.private_salt,
        "private": dict(parcel.private),
        "signature": None,
        **envelope,
    }


def make_patrol(
    *, by: Member = Cast.patroller, started_at=None, private=None, entry=None, **changes
):
    """A walk of 40 minutes along the person's reach with nothing found; `changes` go into its body."""
    started_at = started_at or NOW - timedelta(minutes=45)
    ended_at = started_at + timedelta(minutes=40)
    body = {
        "patrol_id": uuid7(started_at),
        "reach_id": by.reach_id or Cast.patroller.reach_id,
        "banks": "both",
        "method": "on_foot",
        "weather": "dry",
        "water": "flowing",
        "started_at": wire_time(started_at),
        "ended_at": wire_time(ended_at),
        "elapsed_ms": 2_400_000,
        "ended_early": None,
        "items": [{"item": n, "finding": "none", "known_problems": []} for n in range(1, 9)],
        "rechecks": [],
        "visits": [],
        "companions": [],
        **changes,
    }
    track = {"fixes": [[112_884_616, 35_443_051, 8, 0]], "gaps": []}
    private = private or {
        "track": track,
        "other_companions": [],
        "note": None,
        "media_facts": [],
    }
    entry = {"at": ended_at, **(entry or {})}
    return make_entry("patrol.completed", by=by, body=body, private=private, **entry)


def make_problem(*, by: Member = Cast.patroller, pictures=(), private=None, entry=None, **changes):
    """An ordinary heap of rubbish, to be reported; `pictures` are pairs of role and bytes."""
    problem_id = uuid7(NOW)
    body = {
        "reach_id": by.reach_id or Cast.patroller.reach_id,
        "patrol_id": None,
        "origin": "patrol",
        "item": 3,
        "category": "household_waste",
        "severity": "ordinary",
        "what": "坡下有一堆垃圾",
        "on_the_spot": None,
        **changes,
    }
    media = [name_picture(picture, role, problem_id) for role, picture in pictures]
    entry = {"id": problem_id, "media": media, **(entry or {})}
    return make_entry("problem.reported", by=by, body=body, private=private, **entry)


def name_picture(picture: bytes, role="before", problem_id=None, pairs_with=None, **changes):
    """The envelope's line about a picture."""
    return {
        "sha256": hashlib.sha256(picture).hexdigest(),
        "type": "image/jpeg",
        "bytes": len(picture),
        "role": role,
        "problem_id": problem_id,
        "pairs_with": pairs_with,
        **changes,
    }


def make_call(*entries, device_id=None, sent_at=NOW, **changes):
    """A call that sends entries (contract, POST /api/v1/entries)."""
    return {
        "device_id": device_id or uuid7(NOW),
        "sent_at": wire_time(sent_at),
        "held_size": None,
        "pending": {
            "entries": len(entries),
            "media": 0,
            "oldest_at": entries[0]["at"] if entries else None,
            "days": [],
        },
        "ask_media": [],
        "entries": list(entries),
        **changes,
    }


def jpeg(seed=0, size=(320, 240)) -> bytes:
    """A small JPEG whose bytes differ with the seed."""
    specks = hashlib.shake_256(str(seed).encode()).digest(12)
    out = io.BytesIO()
    Image.frombytes("RGB", (2, 2), specks).resize(size).save(out, "JPEG")
    return out.getvalue()
