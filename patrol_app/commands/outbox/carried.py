"""The list out of the file as the command goes by it: who wrote it, when, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from patrol_app.commands.outbox.archive import Archive
from patrol_app.domain.errors import BadShape, PatrolError
from patrol_app.media.announced import Announced
from patrol_app.sync.schemas.carried import make_sure_of_carried, make_sure_of_carried_medium
from patrol_app.web.bodies import parse_json


@dataclass(frozen=True)
class Carried:
    """Everything a phone had not sent at `made_at`, by its own clock; entries and media are still as they came."""

    person_id: str
    made_at: datetime
    installation_id: str
    device_ids: tuple[str, ...]
    entries: Sequence[Any]
    media: Sequence[Any]


def read_carried(archive: Archive) -> Carried:
    """Read the list; raises Unreadable, BadJson, BadShape, UnknownFormat."""
    listed: Any = parse_json(archive.read_list())
    make_sure_of_carried(listed)
    return Carried(
        person_id=listed["person"]["id"],
        made_at=datetime.fromisoformat(listed["made_at"]),
        installation_id=listed["installation_id"],
        device_ids=tuple(dict.fromkeys(book["device_id"] for book in listed["books"])),
        entries=listed["entries"],
        media=listed["media"],
    )


def read_media(carried: Carried) -> Iterator[tuple[Announced | None, PatrolError | None]]:
    """Give each medium of the list as its phone would announce it, or why it cannot be one."""
    for raw in carried.media:
        try:
            make_sure_of_carried_medium(raw)
        except BadShape as refusal:
            yield None, refusal
        else:
            yield Announced(raw["sha256"], raw["type"], raw["bytes"], raw["entry_id"]), None
