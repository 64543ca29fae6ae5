"""Takes the media of the file into the store by the phones' own way, a piece at a time."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from patrol_app.chores.queue import ask_for_copies
from patrol_app.commands.outbox.archive import Archive, Unreadable
from patrol_app.commands.outbox.carried import Carried, read_media
from patrol_app.domain.errors import MediaHashMismatch, MediaNotNamed, MediaTooLarge, PatrolError
from patrol_app.domain.people import Actor
from patrol_app.ledger.queries.pictures import list_arrivals
from patrol_app.media.announced import Announced
from patrol_app.media.at_once import take_at_once
from patrol_app.media.kinds import make_sure_of_announced, make_sure_of_medium
from patrol_app.media.recordings import is_recording
from patrol_app.media.store import Store
from patrol_app.web.installation import installed

#: How many hashes are asked about at once.
_ASKED = 500

#: What is done with a medium and its bytes; raises PatrolError or Unreadable where it cannot be.
Keep = Callable[[Announced, Iterator[bytes]], None]


class Fate(StrEnum):
    """What becomes of a medium."""

    STORED = "stored"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True)
class Brought:
    """One medium of the file; `announced` is None where the list says nothing sensible of it."""

    announced: Announced | None
    fate: Fate
    why: PatrolError | Unreadable | None = None


def bring_media(
    archive: Archive, carried: Carried, held: Collection[str], keep: Keep
) -> Iterator[Brought]:
    """Give what becomes of each medium of the list that is not `held` already; a bad one holds up no other."""
    known = set(held)
    for announced, refusal in read_media(carried):
        if announced is None:
            yield Brought(None, Fate.REFUSED, refusal)
        elif announced.sha256 in known:
            yield Brought(announced, Fate.HELD)
        else:
            try:
                if announced.length_bytes > installed().max_media_bytes:
                    raise MediaTooLarge(bytes=announced.length_bytes)
                keep(announced, archive.pieces(announced.sha256, announced.length_bytes))
            except (PatrolError, Unreadable) as why:
                yield Brought(announced, Fate.REFUSED, why)
            else:
                known.add(announced.sha256)
                yield Brought(announced, Fate.STORED)


def storing(session: Session, actor: Actor, at: datetime) -> Keep:
    """Give how a medium is kept for good: as if its author had sent it at `at`."""
    store = Store(installed().media_dir)

    def keep(announced: Announced, pieces: Iterator[bytes]) -> None:
        try:
            take_at_once(session, store, announced, pieces, by=actor.person_id, at=at)
        except (PatrolError, Unreadable):
            session.rollback()
            raise
        if not is_recording(announced.type):
            ask_for_copies(announced.sha256)

    return keep


def looking(named: Collection[str]) -> Keep:
    """Give how a medium is only looked at, as the store would if the entries that name these hashes were filed."""

    def keep(announced: Announced, pieces: Iterator[bytes]) -> None:
        if announced.sha256 not in named:
            raise MediaNotNamed(sha256=announced.sha256)
        make_sure_of_announced(announced.type, announced.length_bytes)
        digest = hashlib.sha256()
        with tempfile.NamedTemporaryFile() as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            file.flush()
            if digest.hexdigest() != announced.sha256:
                raise MediaHashMismatch(sha256=announced.sha256)
            make_sure_of_medium(Path(file.name), announced.type)

    return keep


def list_held(session: Session, actor: Actor, carried: Carried) -> set[str]:
    """Give the hashes of the list that have arrived already."""
    hashes = [one.sha256 for one, _ in read_media(carried) if one is not None]
    held: set[str] = set()
    for start in range(0, len(hashes), _ASKED):
        arrivals = list_arrivals(session, actor.person_id, hashes[start : start + _ASKED])
        held |= {sha256 for sha256, seq in arrivals.items() if seq is not None}
    session.rollback()
    return held
