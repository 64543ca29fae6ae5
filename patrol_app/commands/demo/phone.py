"""A phone of the demo: it keeps its entries in a book and sends them through the same door as every other phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from patrol_app.commands.demo.people import demo_id, person_id
from patrol_app.domain.entries import Kind
from patrol_app.ledger.canonical import entry_hash, wire_time
from patrol_app.ledger.compose import compose

#: How long after its moment an entry is sent, so that the door sees a clock that agrees with its own.
SENDING_DELAY = timedelta(seconds=1)


@dataclass(frozen=True)
class Shot:
    """A picture as the phone holds it: bytes, what it shows, and where it was taken."""

    picture: bytes
    role: str
    problem_id: str
    taken_at: datetime
    at_e6: tuple[int, int]
    pairs_with: str | None = None

    @property
    def sha256(self) -> str:
        """Name the picture as the contract does."""
        return sha256(self.picture).hexdigest()

    def named(self) -> dict[str, Any]:
        """Give the envelope's line about it."""
        return {
            "sha256": self.sha256,
            "type": "image/jpeg",
            "bytes": len(self.picture),
            "role": self.role,
            "problem_id": self.problem_id,
            "pairs_with": self.pairs_with,
        }

    def fact(self) -> dict[str, Any]:
        """Give the private line about it."""
        place = {"at": list(self.at_e6), "accuracy_m": 8, "heading_deg": 140}
        taken_at = wire_time(self.taken_at)
        return {"sha256": self.sha256, "taken_at": taken_at, "place": place, "source": "live"}


@dataclass
class Phone:
    """One person's book in one county's ledger, and what waits in it for the evening."""

    username: str
    ledger: str
    seq: int = 0
    last_hash: str | None = None
    waiting: list[dict[str, Any]] = field(default_factory=list)
    pictures: dict[str, Shot] = field(default_factory=dict)

    @property
    def device_id(self) -> str:
        """Name the book."""
        return demo_id(f"book {self.username} {self.ledger}")

    @property
    def installation_id(self) -> str:
        """Name the phone itself."""
        return demo_id(f"installation {self.username}")

    @property
    def person_id(self) -> str:
        """Name its owner."""
        return person_id(self.username)

    def write(
        self,
        kind: Kind,
        *,
        at: datetime,
        appointment: str,
        body: Mapping[str, Any],
        private: Mapping[str, Any] | None = None,
        shots: Sequence[Shot] = (),
        entry_id: str,
    ) -> None:
        """Add an entry to the book, chained to the one before it."""
        self.seq += 1
        kept = {**(private or {}), "media_facts": [shot.fact() for shot in shots]}
        parcel = compose(
            kind,
            ledger=self.ledger,
            at=at,
            by=self.person_id,
            appointment=appointment,
            body=body,
            private=kept,
            media=[shot.named() for shot in shots],
            device_id=self.device_id,
            device_seq=self.seq,
            prev=self.last_hash,
            entry_id=entry_id,
        )
        envelope = {
            **parcel.envelope,
            "mono_id": demo_id(f"page {self.username} {at.date()}"),
            "mono_ms": int((at - at.replace(hour=0, minute=0, second=0)).total_seconds() * 1000),
        }
        self.last_hash = entry_hash(envelope)
        self.pictures.update({shot.sha256: shot for shot in shots})
        self.waiting.append(
            {
                **envelope,
                "private_salt": parcel.private_salt,
                "private": kept,
                "signature": None,
            }
        )

    def pack(self, sent_at: datetime, days: Sequence[date]) -> dict[str, Any]:
        """Give the call that sends all that waits (contract, POST /api/v1/entries)."""
        return {
            "device_id": self.device_id,
            "sent_at": wire_time(sent_at),
            "held_size": None,
            "pending": {
                "entries": len(self.waiting),
                "media": len(self.pictures),
                "oldest_at": self.waiting[0]["at"] if self.waiting else None,
                "days": [day.isoformat() for day in days],
            },
            "ask_media": [],
            "entries": list(self.waiting),
        }
