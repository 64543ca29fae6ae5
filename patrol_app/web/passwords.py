"""Passwords: how they are kept and compared (OWASP ASVS 5.0, 11.4.2)."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: The least OWASP names for argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)

#: Compared with when there is no such account, so that both cases take the same time.
_NOBODYS_HASH = _HASHER.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """Give what is kept of a password."""
    return _HASHER.hash(password)


def is_right_password(password_hash: str | None, password: str) -> bool:
    """Say whether the password belongs to the hash; without a hash it takes as long to say no."""
    try:
        _HASHER.verify(password_hash or _NOBODYS_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)
