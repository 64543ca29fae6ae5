"""Entries made on the server's side of the wire: whole, salted and committed like a phone's."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from patrol_app.domain.entries import Kind
from patrol_app.ledger.append import Parcel
from patrol_app.ledger.canonical import private_commit, wire_time

_SALT_BYTES = 16


def uuid7(at: datetime) -> str:
    """Name a thing made at `at`: a UUID of version 7 (RFC 9562 §5.7)."""
    milliseconds = int(at.timestamp() * 1000)
    value = milliseconds << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def compose(  # noqa: PLR0913  an envelope has that many keys, all but three with a usual value
    kind: Kind,
    *,
    ledger: str,
    at: datetime,
    body: Mapping[str, Any],
    by: str | None = None,
    appointment: str | None = None,
    private: Mapping[str, Any] | None = None,
    media: Sequence[Mapping[str, Any]] = (),
    device_id: str | None = None,
    device_seq: int | None = None,
    prev: str | None = None,
    entry_id: str | None = None,
) -> Parcel:
    """Make a whole entry as the wire carries it; without `device_id` it is the server's own (contract, An entry)."""
    salt = secrets.token_hex(_SALT_BYTES)
    private = dict(private or {})
    envelope = {
        "format": 1,
        "id": entry_id or uuid7(at),
        "ledger": ledger,
        "kind": str(kind),
        "at": wire_time(at),
        "mono_id": None,
        "mono_ms": None,
        "by": by,
        "appointment": appointment,
        "device_id": device_id,
        "device_seq": device_seq,
        "prev": prev,
        "beacon": None,
        "media": [dict(medium) for medium in media],
        "body": dict(body),
        "private_commit": private_commit(salt, private),
    }
    return Parcel(envelope=envelope, private_salt=salt, private=private, signature=None)
