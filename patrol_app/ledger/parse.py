"""From the wire's JSON to the typed entry of the rules; the door has checked the shape, so nothing is refused here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from patrol_app.domain.entries import Beacon, Entry, Kind, NamedMedium


def parse(
    envelope: Mapping[str, Any],
    private_salt: str,
    private: Mapping[str, Any],
    signature: str | None,
) -> Entry:
    """Give the entry that a shape-checked envelope and its private half describe."""
    beacon = envelope["beacon"]
    return Entry(
        format=envelope["format"],
        id=envelope["id"],
        ledger=envelope["ledger"],
        kind=Kind(envelope["kind"]),
        at=datetime.fromisoformat(envelope["at"]),
        mono_id=envelope["mono_id"],
        mono_ms=envelope["mono_ms"],
        by=envelope["by"],
        appointment=envelope["appointment"],
        device_id=envelope["device_id"],
        device_seq=envelope["device_seq"],
        prev=envelope["prev"],
        beacon=None if beacon is None else Beacon(beacon["epoch"], beacon["size"], beacon["root"]),
        media=tuple(_medium(named) for named in envelope["media"]),
        body=envelope["body"],
        private_commit=envelope["private_commit"],
        private_salt=private_salt,
        private=private,
        signature=signature,
    )


def _medium(named: Mapping[str, Any]) -> NamedMedium:
    return NamedMedium(
        sha256=named["sha256"],
        type=named["type"],
        bytes=named["bytes"],
        role=named["role"],
        problem_id=named["problem_id"],
        pairs_with=named["pairs_with"],
    )
