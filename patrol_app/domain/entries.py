"""What an entry is once its shape has been checked: the typed form that rules and ledger work on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Kind(StrEnum):
    """The kinds of entry taken today (contract, An entry); others are refused with `unknown_kind` and kept."""

    PATROL_COMPLETED = "patrol.completed"
    PROBLEM_REPORTED = "problem.reported"
    PROBLEM_TOLD = "problem.told"
    PROBLEM_ACCEPTED = "problem.accepted"
    PROBLEM_HANDLED = "problem.handled"
    PROBLEM_ESCALATED = "problem.escalated"
    PROBLEM_CONFIRMED = "problem.confirmed"
    PROBLEM_REOPENED = "problem.reopened"
    MEDIA_RECEIVED = "media.received"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    REGISTER_CHANGED = "register.changed"


@dataclass(frozen=True)
class NamedMedium:
    """A picture, clip or recording that an entry names by its SHA-256 (lower-case hex) before its bytes arrive.

    `role` is one of before, after, recheck, scene, video, voice, sheet; `pairs_with` is the hash of the before picture.
    """

    sha256: str
    type: str
    bytes: int
    role: str
    problem_id: str | None
    pairs_with: str | None


@dataclass(frozen=True)
class Beacon:
    """The last checkpoint the phone had seen when it made the entry; `root` is lower-case hex."""

    epoch: int
    size: int
    root: str


@dataclass(frozen=True)
class Entry:
    """One entry of the contract, shape already checked; `at` is aware, `body` and `private` hold JSON values.

    `device_id`, `device_seq`, `prev`, `mono_id`, `mono_ms`, `beacon` and `signature` are None in what server, desk or
    the public made; `by` is None for server and public.
    """

    format: int
    id: str
    ledger: str
    kind: Kind
    at: datetime
    mono_id: str | None
    mono_ms: int | None
    by: str | None
    appointment: str | None
    device_id: str | None
    device_seq: int | None
    prev: str | None
    beacon: Beacon | None
    media: tuple[NamedMedium, ...]
    body: Mapping[str, object]
    private_commit: str
    private_salt: str
    private: Mapping[str, object]
    signature: str | None


def problem_id_of(entry: Entry) -> str | None:
    """Give the problem an entry is about; a report's own id is its problem's; None for what is about no single one."""
    if entry.kind is Kind.PROBLEM_REPORTED:
        return entry.id
    return _text(entry, "problem_id") if entry.kind.startswith("problem.") else None


def reach_id_of(entry: Entry) -> str | None:
    """Give the reach an entry names itself; None where it follows from the problem."""
    names_reach = entry.kind in {Kind.PATROL_COMPLETED, Kind.PROBLEM_REPORTED}
    return _text(entry, "reach_id") if names_reach else None


def problems_about(entry: Entry) -> frozenset[str]:
    """Give the problems an entry speaks of: its own one, or those looked at again on a walk."""
    own = problem_id_of(entry)
    rechecks: Any = entry.body["rechecks"] if entry.kind is Kind.PATROL_COMPLETED else ()
    return frozenset({recheck["problem_id"] for recheck in rechecks} | ({own} if own else set()))


WORDS_KEY: Mapping[str, str] = MappingProxyType(
    {
        Kind.PATROL_COMPLETED: "reason",
        Kind.PROBLEM_ACCEPTED: "opinion",
        Kind.PROBLEM_HANDLED: "result",
        Kind.PROBLEM_ESCALATED: "reason",
        Kind.PROBLEM_CONFIRMED: "reason",
        Kind.PROBLEM_REOPENED: "reason",
    }
)
"""Under which key of an entry, or of a recheck on a walk, its author's own words about a problem stand."""


def _text(entry: Entry, key: str) -> str | None:
    value = entry.body.get(key)
    return value if isinstance(value, str) else None
