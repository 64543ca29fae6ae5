"""Prints cards: who each is for, the sign to scan, the code to type, and what to do in three words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import segno
from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from patrol_app.domain.errors import NotFound
from patrol_app.domain.people import Role
from patrol_app.ledger.queries.places import list_offices
from patrol_app.ledger.queries.scope import find_actor
from patrol_app.web.assets import read_asset
from patrol_app.web.audit import Noted, note
from patrol_app.web.enrolment import Codes, make_card
from patrol_app.web.words import reader_language


@dataclass(frozen=True)
class Card:
    """What is printed on one card; `sign` is an SVG of the QR code, `offices` area names with roles."""

    name: str
    offices: Sequence[tuple[str, Role]]
    codes: Codes
    sign: Markup


def make_cards(
    session: Session,
    person_ids: Sequence[str],
    *,
    site: str,
    by: str | None,
    on: date,
    at: datetime,
) -> list[Card]:
    """Make a new card for each of these people and note it; raises NotFound. The caller commits, then prints."""
    return [_make(session, person_id, site=site, by=by, on=on, at=at) for person_id in person_ids]


def print_cards(cards: Sequence[Card], *, site: str, back: str | None = None) -> str:
    """Give the page to print; with `back`, the way on for a reader of the desk, it is a page like all others.

    Without, it is a file that has to carry its own style.
    """
    style = None if back else Markup(read_asset("cards.css"))  # noqa: S704  our own built file
    return render_template(
        "cards/cards.html",
        cards=cards,
        site=f"{site}/enrol",
        back=back,
        style=style,
        lang=reader_language(),
    )


def _make(
    session: Session, person_id: str, *, site: str, by: str | None, on: date, at: datetime
) -> Card:
    person = find_actor(session, person_id)
    if person is None:
        raise NotFound
    codes = make_card(session, person_id, at)
    note(session, Noted.CARD_MADE, by=by, about=person_id, at=at)
    # Everything behind # stays in the browser.
    sign = segno.make_qr(f"{site}/enrol#{codes.code}", error="m")
    svg = sign.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None)
    return Card(person.name, list_offices(session, person, on), codes, Markup(svg))  # noqa: S704  made here
