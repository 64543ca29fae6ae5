"""Coming in by card, without a password: the code arrives in a form, the person says that it is him, and is in.

The code stands behind # in the card's address: browsers keep that part to themselves, so no log or referrer has it.
"""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from patrol_app.domain.errors import BadCard, TooManyAttempts
from patrol_app.domain.people import Actor
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.queries.places import list_offices
from patrol_app.ledger.queries.scope import find_actor
from patrol_app.web import attempts, sessions
from patrol_app.web.access import everyone
from patrol_app.web.answers import retry_after
from patrol_app.web.audit import Noted, note
from patrol_app.web.clock import now, today
from patrol_app.web.enrolment import find_card, read_typed
from patrol_app.web.login import landing

enrol = Blueprint("enrol", __name__)

CODE_MAX_CHARS = 64

#: Wrong short codes from one address in a quarter of an hour; behind a carrier's that may be many honest people.
MOST_TYPED = 30
#: Under this name wrong codes are counted among the failed logins.
COUNTED_AS = "card"

Page = tuple[str, int, dict[str, str]]


class CardForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """The code of a card, long or short."""

    code = StringField(validators=[InputRequired(), Length(max=CODE_MAX_CHARS)])


@enrol.get("/enrol")
@everyone
def show_enrol() -> str:
    """Show the form; the page's script fills in the code of the address and sends it."""
    return render_template("gate/enrol.html", form=CardForm(), message=None)


@enrol.post("/enrol")
@everyone
def ask_who() -> str | Page:
    """Ask whether the card's person is here; looking spends nothing."""
    form = CardForm()
    if not form.validate():
        return _again(form, "gate.enrol.empty", 422)
    try:
        actor = _find_person(form.code.data)
    except (BadCard, TooManyAttempts) as refusal:
        return _again(form, f"errors.{refusal.code}.detail", refusal.status, retry_after(refusal))
    offices = list_offices(db.session(), actor, today())
    return render_template("gate/enrol_who.html", form=form, name=actor.name, offices=offices)


@enrol.get("/enrol/no")
@everyone
def turn_away() -> str:
    """Say what to do with somebody else's card."""
    return render_template("gate/enrol_no.html")


@enrol.post("/enrol/yes")
@everyone
def come_in() -> Response | Page:
    """Spend the card and open a session, as a login does."""
    form = CardForm()
    if not form.validate():
        return _again(form, "gate.enrol.empty", 422)
    try:
        actor = _find_person(form.code.data)
        token = _spend(form.code.data, actor)
    except (BadCard, TooManyAttempts) as refusal:
        return _again(form, f"errors.{refusal.code}.detail", refusal.status, retry_after(refusal))
    session.clear()
    response = redirect(landing(actor), 303)
    sessions.set_cookie(response, token)
    return response


def _find_person(code: str) -> Actor:
    """Give whose card it is; wrong short codes are counted and slowed. Raises BadCard and TooManyAttempts."""
    is_typed = read_typed(code) is not None
    address = attempts.address_of(request.remote_addr)
    if is_typed:
        begin_writing(db.session())
        elsewhere = attempts.reserve_attempt(
            db.session(), COUNTED_AS, address, now(), most=MOST_TYPED
        )
        db.session.commit()
        current_app.extensions["wait"](attempts.delay_s(elsewhere))
    card = find_card(db.session(), code, now())
    actor = None if card is None else find_actor(db.session(), card.person_id)
    db.session.rollback()
    if actor is None:
        raise BadCard
    if is_typed:
        begin_writing(db.session())
        attempts.take_back(db.session(), COUNTED_AS, address)
        db.session.commit()
    return actor


def _spend(code: str, actor: Actor) -> str:
    """Use the card up and give the token of a new session; of two at once only one comes in. Raises BadCard."""
    begin_writing(db.session())
    card = find_card(db.session(), code, now())
    if card is None:
        db.session.rollback()
        raise BadCard
    card.used_at = now()
    sessions.revoke_session(db.session(), sessions.read_cookie() or "", now())
    token = sessions.open_session(db.session(), actor.person_id, now())
    note(db.session(), Noted.ENROLLED, by=actor.person_id, about=actor.person_id, at=now())
    db.session.commit()
    return token


def _again(
    form: CardForm, message: str, status: int, headers: dict[str, str] | None = None
) -> Page:
    form.code.data = ""
    return render_template("gate/enrol.html", form=form, message=message), status, headers or {}
