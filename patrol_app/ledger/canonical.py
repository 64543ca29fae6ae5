"""The bytes that are hashed: RFC 8785 (JCS) and the hashes of an entry made from them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import rfc8785


def canonical(value: object) -> bytes:
    """Give the RFC 8785 bytes of a JSON value; raises rfc8785.CanonicalizationError for what JSON cannot hold."""
    return rfc8785.dumps(cast("Any", value))


def entry_hash(envelope: Mapping[str, Any]) -> str:
    """Give SHA-256(JCS(envelope)) in lower-case hex (contract, An entry)."""
    return hashlib.sha256(canonical(dict(envelope))).hexdigest()


def private_commit(salt_hex: str, private: Mapping[str, Any]) -> str:
    """Give SHA-256(salt bytes ‖ JCS(private)) in lower-case hex (contract, An entry)."""
    return hashlib.sha256(bytes.fromhex(salt_hex) + canonical(dict(private))).hexdigest()


def leaf_bytes(*, accepted_at: datetime, entry_hash: str, seq: int, signature: str | None) -> bytes:
    """Give the JCS bytes that the tree hashes behind 0x00 (contract, Leaf; RFC 9162 §2.1.1)."""
    return canonical(
        {
            "accepted_at": wire_time(accepted_at),
            "entry_hash": entry_hash,
            "seq": seq,
            "signature": signature,
        }
    )


def wire_time(at: datetime) -> str:
    """Write a moment as the wire does: RFC 3339 in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
