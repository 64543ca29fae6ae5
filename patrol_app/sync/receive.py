"""Takes in what a phone sends: each entry judged on its own, all of them in one transaction, an answer for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from patrol_app.domain.errors import InternalFault, PatrolError
from patrol_app.domain.people import Actor
from patrol_app.ledger.append import Filed, Parcel, Status, append, note_refusal
from patrol_app.ledger.canonical import entry_hash, wire_time
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.queries.pictures import list_arrivals
from patrol_app.sync.devices import note_contact
from patrol_app.sync.schemas.calls import make_sure_of_call
from patrol_app.sync.schemas.entry import BESIDE_ENVELOPE, read_entry
from patrol_app.sync.schemas.values import Question, is_count, is_id
from patrol_app.web.answers import describe


@dataclass(frozen=True)
class Taken:
    """What became of one entry, and the hashes of the pictures it names; none where it could not even be read."""

    filed: Filed
    named: tuple[str, ...]


def receive(
    session: Session, actor: Actor, payload: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Take a call of `POST /api/v1/entries` and give its answer; raises BadShape, BatchTooLarge.

    Must be outside a transaction, because the writer's place is taken only when all shapes are checked; the caller
    commits, and only then is the answer true.
    """
    make_sure_of_call(payload)
    sent_at = datetime.fromisoformat(payload["sent_at"])
    taken = take_in(session, actor, payload["entries"], sent_at=sent_at, now=now)
    note_contact(session, actor, payload["device_id"], _left(payload["pending"], taken), now)
    named = [sha256 for one in taken for sha256 in one.named]
    return {
        "results": [_result(one.filed) for one in taken],
        "media": _list_media(session, actor, [*named, *payload["ask_media"]]),
        "consistency": None,
        "server_time": wire_time(now),
    }


def _left(pending: Mapping[str, Any], taken: Sequence[Taken]) -> Mapping[str, Any]:
    """Give what the phone still holds once it has read the answer: what this call brought in was among it.

    Its days stay as it named them: one too many reads 没传上来 for a moment, of one too few 未巡 would be said.
    """
    filed = sum(one.filed.error is None for one in taken)
    return {**pending, "entries": max(0, pending["entries"] - filed)}


def take_in(
    session: Session,
    actor: Actor,
    raws: Sequence[object],
    *,
    sent_at: datetime | None,
    now: datetime,
) -> list[Taken]:
    """File entries as they came, each judged on its own, all in one transaction that the caller commits.

    `sent_at` is the phone's clock when it sent, None where they lay elsewhere in between and it tells nothing. Must be
    outside a transaction.
    """
    read = [(raw, _read(raw)) for raw in raws]
    take_all = partial(_take_all, session, actor, read, sent_at=sent_at, now=now)
    begin_writing(session)
    try:
        return take_all(append)
    except OperationalError:
        # The database itself is busy or full: that is no fault of an entry.
        raise
    except Exception:  # noqa: BLE001  whatever it is, it comes again below and is logged there
        session.rollback()
    # Whose fault it is shows when they are taken one apart from the other; that costs more, so not at first.
    begin_writing(session)
    return take_all(_append_apart)


def _read(raw: object) -> Parcel | PatrolError:
    try:
        return read_entry(raw)
    except PatrolError as refusal:
        return refusal


def _take_all(
    session: Session,
    actor: Actor,
    read: Iterable[tuple[object, Parcel | PatrolError]],
    file: Callable[..., Filed],
    *,
    sent_at: datetime | None,
    now: datetime,
) -> list[Taken]:
    return [
        Taken(
            file(session, one, author=actor.person_id, sent_at=sent_at, server_at=now), _named(one)
        )
        if isinstance(one, Parcel)
        else Taken(_refuse(session, actor, raw, one, now), ())
        for raw, one in read
    ]


def _append_apart(session: Session, parcel: Parcel, **given: Any) -> Filed:  # noqa: ANN401  as `append` takes it
    """File one entry; if it meets a fault of ours it alone is undone and stays on the phone, its neighbours go in."""
    try:
        with session.begin_nested():
            return append(session, parcel, **given)
    except OperationalError:
        raise
    except Exception:
        # Whatever it is, it must not block the others (contract, POST /api/v1/entries).
        current_app.logger.exception("An entry could not be filed: %s", parcel.envelope["id"])
        return Filed(parcel.envelope["id"], Status.REFUSED, error=InternalFault())


def _refuse(
    session: Session, actor: Actor, raw: object, refusal: PatrolError, now: datetime
) -> Filed:
    """Note what could not even be read, as far as it can be told apart from others."""
    entry: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    entry_id = _if(is_id, entry.get("id"))
    if entry_id is not None:
        envelope = {key: value for key, value in entry.items() if key not in BESIDE_ENVELOPE}
        note_refusal(
            session,
            entry_id=entry_id,
            device_id=_if(is_id, entry.get("device_id")),
            device_seq=_if(is_count, entry.get("device_seq")),
            entry_hash=entry_hash(envelope),
            code=refusal.code,
            person_id=actor.person_id,
            at=now,
        )
    return Filed(entry_id or "", Status.REFUSED, error=refusal)


def _if(question: Question, value: Any) -> Any:  # noqa: ANN401  whatever was sent under that key
    return value if question(value) else None


def _result(filed: Filed) -> dict[str, Any]:
    return {
        "id": filed.id or None,
        "status": filed.status,
        "seq": filed.seq,
        "accepted_at": None if filed.accepted_at is None else wire_time(filed.accepted_at),
        "receipt": None,
        "error": None if filed.error is None else describe(filed.error),
    }


def _named(parcel: Parcel) -> tuple[str, ...]:
    return tuple(medium["sha256"] for medium in parcel.envelope["media"])


def _list_media(session: Session, actor: Actor, hashes: Iterable[str]) -> list[dict[str, Any]]:
    """Say of each picture whether it has arrived; what no entry of this person names is unknown."""
    asked = list(dict.fromkeys(hashes))
    arrivals = list_arrivals(session, actor.person_id, asked)
    return [_medium(sha256, arrivals) for sha256 in asked]


def _medium(sha256: str, arrivals: Mapping[str, int | None]) -> dict[str, Any]:
    seq = arrivals.get(sha256)
    status = "unknown" if sha256 not in arrivals else "awaited" if seq is None else "stored"
    return {"sha256": sha256, "status": status, "seq": seq, "receipt": None}
