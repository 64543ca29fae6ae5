"""Passwords: how they are kept and compared, and which are too easy (OWASP ASVS 5.0, 6.2 and 11.4.2)."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

MIN_CHARS = 8

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


def find_weakness(password: str) -> str | None:
    """Name why a new password is too easy: `too_short` or `too_common`; any letters do, and nothing more is asked."""
    if len(password) < MIN_CHARS:
        return "too_short"
    # One letter over and over is what such lists begin with in China, and this one comes from elsewhere.
    is_common = len(set(password)) == 1 or password.lower() in _list_common()
    return "too_common" if is_common else None


@cache
def _list_common() -> frozenset[str]:
    """Take those long enough of the 30,000 most used that zxcvbn brings; ASVS asks for 3,000 of them (6.2.4)."""
    return frozenset(word for word in FREQUENCY_LISTS["passwords"] if len(word) >= MIN_CHARS)
