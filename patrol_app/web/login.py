"""Logging in and out: the one form, the same words whatever was wrong, and the way to each person's own pages."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, session
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from patrol_app.domain.errors import BadLogin, TooManyAttempts
from patrol_app.domain.people import Actor, Role
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.queries.scope import find_actor
from patrol_app.ledger.tables.register import AccountRow
from patrol_app.web import attempts, passwords, sessions
from patrol_app.web.access import everyone
from patrol_app.web.answers import retry_after
from patrol_app.web.audit import Noted, note
from patrol_app.web.choices import keep_choice
from patrol_app.web.clock import now, today
from patrol_app.web.words import known_language

gate = Blueprint("gate", __name__)

USERNAME_MAX_CHARS = 64
PASSWORD_MAX_CHARS = 256

#: Whose work is at a desk; all others land in the phone app, which makes its store on arrival.
AT_A_DESK = frozenset({Role.TOWNSHIP_CHIEF, Role.CLERK, Role.COUNTY_OFFICE})


class LoginForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """User name, password, where the person wanted to go, and the language chosen on this very page, if any."""

    username = StringField(validators=[InputRequired(), Length(max=USERNAME_MAX_CHARS)])
    password = PasswordField(validators=[InputRequired(), Length(max=PASSWORD_MAX_CHARS)])
    next = HiddenField()
    language = HiddenField()


@gate.get("/login")
@everyone
def show_login() -> str:
    """Show the form, in the language the address asks for."""
    return _page(LoginForm(request.args))


@gate.post("/login")
@everyone
def log_in() -> Response | tuple[str, int, dict[str, str]]:
    """Let the person in, or show the form again with what to do."""
    form = LoginForm()
    if not form.validate():
        return _page(form, "gate.login.empty"), 422, {}
    try:
        return _enter(form)
    except BadLogin as refusal:
        return _page(form, "errors.bad_login.detail"), refusal.status, {}
    except TooManyAttempts as refusal:
        return _page(form, "errors.too_many_attempts.detail"), refusal.status, retry_after(refusal)


@gate.post("/logout")
@everyone
def log_out() -> Response:
    """End the session of this browser; the phone's script gets no page."""
    begin_writing(db.session())
    sessions.revoke_session(db.session(), sessions.read_cookie() or "", now())
    db.session.commit()
    session.clear()
    by_script = request.headers.get("X-Patrol") == "1"
    response = Response(status=204) if by_script else redirect("/login", 303)
    sessions.drop_cookie(response)
    return response


def own_path(path: str | None) -> str | None:
    """Give the path if it leads to a page of ours; anything that could leave this host gives None."""
    if not path or not path.startswith("/") or "\\" in path or not path.isprintable():
        return None
    parts = urlsplit(path)
    return path if not path.startswith("//") and not parts.scheme and not parts.netloc else None


def _enter(form: LoginForm) -> Response:
    username = unicodedata.normalize("NFKC", form.username.data).strip()[:USERNAME_MAX_CHARS]
    address = attempts.address_of(request.remote_addr)
    begin_writing(db.session())
    elsewhere = attempts.reserve_attempt(db.session(), username, address, now())
    db.session.commit()
    current_app.extensions["wait"](attempts.delay_s(elsewhere))
    actor = _make_sure_who(username, form.password.data)
    begin_writing(db.session())
    attempts.forget_failures(db.session(), username, address)
    _renew_hash(username, form.password.data)
    sessions.revoke_session(db.session(), sessions.read_cookie() or "", now())
    if language := known_language(form.language.data):
        keep_choice(db.session(), actor.person_id, language)
    token = sessions.open_session(db.session(), actor.person_id, now())
    note(db.session(), Noted.LOGGED_IN, by=actor.person_id, about=actor.person_id, at=now())
    db.session.commit()
    session.clear()
    response = redirect(own_path(form.next.data) or landing(actor), 303)
    sessions.set_cookie(response, token)
    return response


def _make_sure_who(username: str, password: str) -> Actor:
    """Give whose name and password these are; raises BadLogin without saying which of them is wrong."""
    account = db.session.get(AccountRow, username)
    person_id = account.person_id if account else ""
    password_hash = account.password_hash if account else None
    actor = find_actor(db.session(), person_id)
    db.session.rollback()
    # Compared in any case, so that the time it takes tells nothing.
    if not passwords.is_right_password(password_hash, password) or actor is None:
        raise BadLogin
    return actor


def _renew_hash(username: str, password: str) -> None:
    account = db.session.get_one(AccountRow, username)
    if account.password_hash and passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hash_password(password)


def landing(actor: Actor) -> str:
    """Give where the person's work is: at the desk, or in the phone app, which makes its store on arrival."""
    return "/desk/" if actor.roles(today()) & AT_A_DESK else "/#/in"


def _page(form: LoginForm, message: str | None = None) -> str:
    if language := known_language(form.language.data):
        g.language = language
    return render_template("gate/login.html", form=form, message=message)
