"""The pages 名册: who is in office where, one person with his way in, and the deeds about it that leave a trace."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from patrol_app.domain.errors import Forbidden, NotFound
from patrol_app.domain.people import Appointment
from patrol_app.domain.permissions import Deed, may_give_card, may_see_phone
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.queries.month import list_contacts
from patrol_app.ledger.queries.roster import (
    find_in_roster,
    find_listed,
    list_roster,
    list_roster_areas,
)
from patrol_app.ledger.queries.scope import list_appointments
from patrol_app.ledger.tables.register import AreaRow, PersonRow
from patrol_app.web.access import for_deed
from patrol_app.web.audit import Noted, list_noted, note
from patrol_app.web.card_sheet import make_cards, print_cards
from patrol_app.web.clock import now, today
from patrol_app.web.enrolment import find_open_card
from patrol_app.web.sessions import count_sessions, revoke_sessions


@for_deed(Deed.SEE_ROSTER)
def list_people() -> str:
    """Show everybody in office in one township, or at the county."""
    areas = list_roster_areas(db.session(), g.actor, today())
    area = _area_asked(areas)
    people = list_roster(db.session(), g.actor, today(), area)
    contacts = list_contacts(db.session(), {person.id for person in people})
    return render_template(
        "desk/people.html", area=area, areas=areas, people=people, contacts=contacts
    )


@for_deed(Deed.SEE_ROSTER)
def show_person_of_roster(person_id: str) -> str:
    """Show one person, his phones and cards, and who did what about them; the number is masked."""
    return _page(_get_person(person_id))


@for_deed(Deed.SEE_PHONE)
def show_phone(person_id: str) -> str:
    """Show the whole number, once, and note who looked."""
    begin_writing(db.session())
    person = _get_person(person_id)
    if not may_see_phone(g.actor, _offices(person), today()):
        raise Forbidden
    note(db.session(), Noted.PHONE_SHOWN, by=g.actor.person_id, about=person_id, at=now())
    db.session.commit()
    return _page(person, phone=person.phone)


@for_deed(Deed.GIVE_CARD)
def give_card(person_id: str) -> str:
    """Print one new card for the person, to be handed to him."""
    begin_writing(db.session())
    _get_person_to_let_in(person_id)
    site = request.host_url.rstrip("/")
    by = g.actor.person_id
    cards = make_cards(db.session(), [person_id], site=site, by=by, on=today(), at=now())
    db.session.commit()
    return print_cards(
        cards, site=site, back=url_for(".show_person_of_roster", person_id=person_id)
    )


@for_deed(Deed.GIVE_CARD)
def revoke_phones(person_id: str) -> Response:
    """End the sessions of the person's phones: one of them is lost."""
    begin_writing(db.session())
    _get_person_to_let_in(person_id)
    revoke_sessions(db.session(), person_id, now())
    note(db.session(), Noted.PHONES_REVOKED, by=g.actor.person_id, about=person_id, at=now())
    db.session.commit()
    return redirect(url_for(".show_person_of_roster", person_id=person_id, told="revoked"), 303)


def _page(person: PersonRow, *, phone: str | None = None) -> str:
    offices = _offices(person)
    card = find_open_card(db.session(), person.id, now())
    return render_template(
        "desk/person_of_roster.html",
        person=person,
        phone=phone,
        listed=find_in_roster(db.session(), g.actor, today(), person.id),
        contact=list_contacts(db.session(), [person.id]).get(person.id),
        phones=count_sessions(db.session(), person.id, now()),
        card_expires_at=card.expires_at if card else None,
        noted=list_noted(db.session(), person.id),
        may_see_phone=may_see_phone(g.actor, offices, today()),
        may_give_card=may_give_card(g.actor, offices, today()),
        told=request.args.get("told") == "revoked",
    )


def _get_person(person_id: str) -> PersonRow:
    person = find_listed(db.session(), g.actor, today(), person_id)
    if person is None:
        raise NotFound
    return person


def _get_person_to_let_in(person_id: str) -> PersonRow:
    person = _get_person(person_id)
    if not may_give_card(g.actor, _offices(person), today()):
        raise Forbidden
    return person


def _offices(person: PersonRow) -> list[Appointment]:
    """Give the offices a person holds today or will hold: a card lasts until it is used."""
    held = list_appointments(db.session(), [person.id])
    return [office for office in held if office.to_on is None or office.to_on >= today()]


def _area_asked(areas: Sequence[AreaRow]) -> AreaRow:
    wanted = request.args.get("area")
    area = next((area for area in areas if wanted in (None, area.id)), None)
    if area is None:
        raise NotFound
    return area
