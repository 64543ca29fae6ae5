"""Says what became of a file of unsent things, a line for each part that was not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from patrol_app.commands.outbox.archive import MOST_LIST_BYTES, Unreadable, name_plainly
from patrol_app.commands.outbox.carried import Carried
from patrol_app.domain.entries import Kind
from patrol_app.domain.errors import PatrolError
from patrol_app.media.announced import Announced
from patrol_app.sync.schemas.values import is_moment
from patrol_app.web.dates import say_moment
from patrol_app.web.words import say


def tell_head(name: str, carried: Carried) -> str:
    """Say whose file it is, from when, and how much is in it."""
    counts = {"entries": len(carried.entries), "media": len(carried.media)}
    return say("outbox.import.head", name=name, at=say_moment(carried.made_at), **counts)


def tell_entry(number: int, raw: object, refusal: PatrolError) -> str:
    """Say which entry is refused, and why."""
    entry: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    at: Any = entry.get("at")
    moment = say_moment(datetime.fromisoformat(at)) if is_moment(at) else ""
    kind = _say_kind(entry.get("kind"))
    return say("outbox.import.entry", n=number, kind=kind, at=moment, why=tell_why(refusal))


def tell_medium(announced: Announced | None, why: PatrolError | Unreadable) -> str:
    """Say which medium is refused, and why."""
    what = "?" if announced is None else f"{announced.sha256[:12]} {announced.type}"
    return say("outbox.import.medium", what=what, why=tell_why(why))


def tell_strange(name: str) -> str:
    """Say which part of the file is none of a phone's."""
    return say("outbox.import.strange", name=name_plainly(name))


def tell_counts(entries: Mapping[str, int], media: Mapping[str, int]) -> Iterator[str]:
    """Sum up what became of entries and media."""
    for what, told in (("entries", entries), ("media", media)):
        counts = {fate: told.get(fate, 0) for fate in _FATES[what]}
        yield say(f"outbox.import.{what}", **counts)


def tell_why(why: PatrolError | Unreadable) -> str:
    """Say why something is refused; where fields are wrong, the first of them for whoever can mend it."""
    if isinstance(why, Unreadable):
        return say(f"outbox.file.{why.why}", most_mb=MOST_LIST_BYTES // 1_000_000)
    words = say(f"errors.{why.code}.detail")
    errors: Any = why.data.get("errors", {})
    for field, wrong in list(errors.items())[:1]:
        words += say("outbox.import.field", field=name_plainly(field), wrong=wrong[0])
    return words


_FATES = {
    "entries": ("accepted", "duplicate", "refused"),
    "media": ("stored", "held", "refused"),
}


def _say_kind(kind: object) -> str:
    if isinstance(kind, str) and kind in set(Kind) and kind != Kind.REGISTER_CHANGED:
        return say(f"domain.kind.{kind.replace('.', '_')}")
    return name_plainly(str(kind))
