"""What one patrol puts on the wire, made before the clock runs: a call of 13 kB and two photos of 250 kB."""

import base64
import hashlib
import io
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from patrol_app.domain.entries import Kind
from patrol_app.ledger.canonical import entry_hash, wire_time
from patrol_app.ledger.compose import compose, uuid7
from tests.bench.county import LEDGER, LINE_E6, Walker

FIXES = 200
PHOTO_BYTES = 250_000
#: A walker's patrols lie on days of their own; older ones a phone without a beacon cannot have made.
DAYS = 360


@dataclass(frozen=True)
class Photo:
    """One photo: its bytes are the common ones and `tail`, behind the picture's own end."""

    sha256: str
    entry_id: str
    tail: bytes

    @property
    def metadata(self) -> str:
        """Give what tus says of it before its bytes."""
        words = {"sha256": self.sha256, "type": "image/jpeg", "entry_id": self.entry_id}
        return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())


@dataclass(frozen=True)
class Patrol:
    """One patrol as it is sent: the JSON of the call, then its photos."""

    token: str
    call: bytes
    photos: tuple[Photo, ...]


class Desk:
    """Writes patrols for the walkers, each book numbered and chained as a phone does it."""

    def __init__(self, walkers: list[Walker], at: datetime) -> None:
        self.picture = _make_picture()
        self._walkers = walkers
        self._at = at
        self._seen = hashlib.sha256(self.picture)
        self._books: dict[str, tuple[int, str | None]] = {}
        self._written = 0

    def write(self, count: int) -> list[Patrol]:
        """Write so many patrols, one walker after the other."""
        return [self._write_one() for _ in range(count)]

    def _write_one(self) -> Patrol:
        walker = self._walkers[self._written % len(self._walkers)]
        day = self._written // len(self._walkers)
        self._written += 1
        started_at = self._at - timedelta(days=day % DAYS, hours=1, seconds=day // DAYS)
        patrol_id, problem_id = uuid7(started_at), uuid7(started_at)
        photos = tuple(self._shoot(problem_id) for _ in range(2))
        report = self._enter(walker, **_report(walker, problem_id, patrol_id, started_at, photos))
        walk = self._enter(walker, **_walk(walker, patrol_id, started_at))
        call = _call(walker, self._at, report, walk)
        return Patrol(walker.token, json.dumps(call, ensure_ascii=False).encode(), photos)

    def _enter(self, walker: Walker, **given: Any) -> dict[str, Any]:
        """Write an entry under the next number of the walker's book."""
        number, prev = self._books.get(walker.device_id, (0, None))
        parcel = compose(
            ledger=LEDGER,
            by=walker.person_id,
            appointment=walker.appointment_id,
            device_id=walker.device_id,
            device_seq=number,
            prev=prev,
            **given,
        )
        self._books[walker.device_id] = (number + 1, entry_hash(parcel.envelope))
        beside = {"private_salt": parcel.private_salt, "private": parcel.private}
        return {**parcel.envelope, **beside, "signature": None}

    def _shoot(self, problem_id: str) -> Photo:
        tail = os.urandom(16)
        seen = self._seen.copy()
        seen.update(tail)
        return Photo(seen.hexdigest(), problem_id, tail)


def _make_picture() -> bytes:
    """Make a JPEG of the size that a phone sends, of noise, without its last 16 bytes."""
    side = 408
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "JPEG", quality=90)
    whole = out.getvalue()
    return whole + bytes(max(PHOTO_BYTES - 16 - len(whole), 0))


def _report(
    walker: Walker, problem_id: str, patrol_id: str, at: datetime, photos: tuple[Photo, ...]
) -> dict[str, Any]:
    before, after = photos
    media = [
        {
            "sha256": photo.sha256,
            "type": "image/jpeg",
            "bytes": PHOTO_BYTES,
            "role": role,
            "problem_id": problem_id,
            "pairs_with": pairs_with,
        }
        for photo, role, pairs_with in (
            (before, "before", None),
            (after, "after", before.sha256),
        )
    ]
    place = {"at": LINE_E6[20], "accuracy_m": 8, "heading_deg": 117}
    facts = [
        {"sha256": photo.sha256, "taken_at": wire_time(at), "place": place, "source": "live"}
        for photo in photos
    ]
    return {
        "kind": Kind.PROBLEM_REPORTED,
        "entry_id": problem_id,
        "at": at + timedelta(minutes=12),
        "body": {
            "reach_id": walker.reach_id,
            "patrol_id": patrol_id,
            "origin": "patrol",
            "item": 3,
            "category": "household_waste",
            "severity": "ordinary",
            "what": "坡下有一堆生活垃圾,约两平方米",
            "on_the_spot": {"opinion": "当场清理", "result": "装袋运到村口收集点"},
        },
        "media": media,
        "private": {"place": place, "note": None, "media_facts": facts},
    }


def _walk(walker: Walker, patrol_id: str, at: datetime) -> dict[str, Any]:
    fixes = [
        [LINE_E6[n % 40][0] + n % 90, LINE_E6[n % 40][1] + n % 70, 5 + n % 12, n * 12_000]
        for n in range(FIXES)
    ]
    return {
        "kind": Kind.PATROL_COMPLETED,
        "at": at + timedelta(minutes=40),
        "body": {
            "patrol_id": patrol_id,
            "reach_id": walker.reach_id,
            "banks": "both",
            "method": "on_foot",
            "weather": "dry",
            "water": "flowing",
            "started_at": wire_time(at),
            "ended_at": wire_time(at + timedelta(minutes=40)),
            "elapsed_ms": 2_400_000,
            "ended_early": None,
            "items": [
                {"item": n, "finding": "found" if n == 3 else "none", "known_problems": []}
                for n in range(1, 9)
            ],
            "rechecks": [],
            "visits": [],
            "companions": [],
        },
        "private": {
            "track": {"fixes": fixes, "gaps": [[960_000, 1_020_000, "asleep"]]},
            "other_companions": [],
            "note": "水位比上周高了一些",
            "media_facts": [],
        },
    }


def _call(walker: Walker, at: datetime, *entries: dict[str, Any]) -> dict[str, Any]:
    return {
        "device_id": walker.device_id,
        "sent_at": wire_time(at),
        "held_size": None,
        "pending": {
            "entries": len(entries),
            "media": 2,
            "oldest_at": entries[0]["at"],
            "days": [],
        },
        "ask_media": [],
        "entries": list(entries),
    }
