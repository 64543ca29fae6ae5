"""The bytes that are hashed: RFC 8785 (JCS) and the hashes of an entry made from them."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import rfc8785

#: What Python's own writer does as RFC 8785 asks, some times as fast as the library.
_WRITER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)
#: Where the two may differ is looked for in the text itself; what only looks so is written by the library, as well.
_DIGITS = b"0123456789"
_AS_ZEROS = bytes.maketrans(_DIGITS, b"0" * len(_DIGITS))
_SIXTEEN = b"0" * 16
_FRACTIONS = tuple(before + sign for before in (b",", b"[", b'":') for sign in (b".", b"e"))
#: UTF-16 orders keys with such letters otherwise than Unicode does (RFC 8785, 3.2.3).
_LATE_LETTERS = re.compile("[\ud800-\U0010ffff]")


def canonical(value: object) -> bytes:
    """Give the RFC 8785 bytes of a JSON value; raises rfc8785.CanonicalizationError for what JSON cannot hold."""
    try:
        text = _WRITER.encode(value)
        written = text.encode()
    except (TypeError, ValueError, RecursionError):
        return rfc8785.dumps(cast("Any", value))
    if not isinstance(value, dict) or _may_differ(text, written):
        return rfc8785.dumps(cast("Any", value))
    return written


def _may_differ(text: str, written: bytes) -> bool:
    without_digits = written.translate(None, _DIGITS + b"-")
    return (
        may_pass_2_53(written)
        or any(fraction in without_digits for fraction in _FRACTIONS)
        or (not text.isascii() and _LATE_LETTERS.search(text) is not None)
    )


def may_pass_2_53(written: bytes) -> bool:
    """Say whether so many digits stand in a row that a number of 2^53 or more may be among them."""
    return _SIXTEEN in written.translate(_AS_ZEROS)


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
