"""The demo's phones back in signal: books, entries and pictures go through the doors that every phone uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from patrol_app.commands.demo.history import Sending
from patrol_app.commands.demo.phone import SENDING_DELAY, Phone
from patrol_app.domain.people import Actor
from patrol_app.ledger.queries.scope import find_actor
from patrol_app.media.announced import Announced
from patrol_app.media.at_once import take_at_once
from patrol_app.media.store import Store
from patrol_app.sync.devices import register
from patrol_app.sync.receive import receive


class DemoRefused(Exception):
    """A door did not take what the demo sent: the demo and the rules no longer agree."""


def register_books(session: Session, phones: Sequence[Phone], at: datetime) -> None:
    """Make the phones' books known before they drain."""
    for phone in phones:
        book = {
            "device_id": phone.device_id,
            "installation_id": phone.installation_id,
            "label": "演示手机",
            "public_key": None,
        }
        register(session, _get_actor(session, phone), book, at)
        session.commit()


def send(session: Session, store: Store, sending: Sending) -> None:
    """Send what one phone holds: entries first, then the pictures they name; raises DemoRefused."""
    phone = sending.phone
    at = sending.at + SENDING_DELAY
    actor = _get_actor(session, phone)
    answer = receive(session, actor, phone.pack(sending.phone_at, sending.days), at)
    _make_sure_all_taken(answer["results"])
    session.commit()
    for entry in phone.waiting:
        for named in entry["media"]:
            announced = Announced(named["sha256"], named["type"], named["bytes"], entry["id"])
            picture = phone.pictures[named["sha256"]].picture
            take_at_once(session, store, announced, [picture], by=actor.person_id, at=at)
    phone.waiting.clear()
    phone.pictures.clear()


def _get_actor(session: Session, phone: Phone) -> Actor:
    actor = find_actor(session, phone.person_id)
    session.rollback()
    if actor is None:
        raise DemoRefused(phone.username)
    return actor


def _make_sure_all_taken(results: Sequence[dict[str, Any]]) -> None:
    refused = [result for result in results if result["status"] != "accepted"]
    if refused:
        raise DemoRefused(refused)
