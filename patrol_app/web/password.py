"""Setting a password, or another one: optional for who comes in by card, and every other phone is out afterwards."""

from __future__ import annotations

import unicodedata

from flask import Blueprint, g, redirect, render_template, request, session
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from patrol_app.domain.errors import BadLogin, TooManyAttempts
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.register import AccountRow, PersonRow
from patrol_app.web import attempts, passwords, sessions
from patrol_app.web.access import signed_in
from patrol_app.web.audit import Noted, note
from patrol_app.web.clock import now
from patrol_app.web.login import PASSWORD_MAX_CHARS, USERNAME_MAX_CHARS, landing

password = Blueprint("password", __name__)


class PasswordForm(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """The name to log in with, the password so far, and the new one twice."""

    username = StringField()
    current = PasswordField()
    new = PasswordField()
    again = PasswordField()


@password.get("/password")
@signed_in
def show_password() -> str:
    """Show the form."""
    return _page(PasswordForm())


@password.post("/password")
@signed_in
def set_password() -> Response | tuple[str, int]:
    """Keep the new password, or show the form again with what to do."""
    form = PasswordForm()
    try:
        _make_sure_of_current(form.current.data or "")
    except (BadLogin, TooManyAttempts) as refusal:
        key = "wrong_current" if isinstance(refusal, BadLogin) else "too_many"
        return _page(form, f"gate.password.{key}"), refusal.status
    wrong = _find_wrong(form)
    if wrong is not None:
        return _page(form, f"gate.password.{wrong}"), 422
    token = _keep(form)
    session.clear()
    response = redirect(landing(g.actor), 303)
    sessions.set_cookie(response, token)
    return response


def _make_sure_of_current(given: str) -> None:
    """Ask for the password so far, where there is one; a stolen phone must not guess it. Raises as a login does."""
    account = _find_account()
    stands = account.password_hash if account else None
    username = account.username if account else ""
    db.session.rollback()
    if stands is None:
        return
    address = attempts.address_of(request.remote_addr)
    begin_writing(db.session())
    attempts.reserve_attempt(db.session(), username, address, now())
    db.session.commit()
    if not passwords.is_right_password(stands, given):
        raise BadLogin
    begin_writing(db.session())
    attempts.forget_failures(db.session(), username, address)
    db.session.commit()


def _find_wrong(form: PasswordForm) -> str | None:
    """Name what is wrong with the new password or name, None where all is well."""
    new = form.new.data or ""
    if len(new) > PASSWORD_MAX_CHARS:
        return "too_long"
    if (weakness := passwords.find_weakness(new)) is not None:
        return weakness
    if new != (form.again.data or ""):
        return "differs"
    if _find_account() is not None:
        return None
    name = _username(form)
    if not name or len(name) > USERNAME_MAX_CHARS or any(letter.isspace() for letter in name):
        return "bad_username"
    return "username_taken" if db.session.get(AccountRow, name) is not None else None


def _keep(form: PasswordForm) -> str:
    """Keep the password and give the token of this phone's new session; all others are out."""
    secret, person_id = passwords.hash_password(form.new.data), g.actor.person_id
    db.session.rollback()
    begin_writing(db.session())
    account = _find_account()
    if account is None:
        name = _username(form)
        db.session.add(AccountRow(username=name, person_id=person_id, password_hash=secret))
    else:
        account.password_hash = secret
    sessions.revoke_sessions(db.session(), person_id, now())
    token = sessions.open_session(db.session(), person_id, now())
    note(db.session(), Noted.PASSWORD_SET, by=person_id, about=person_id, at=now())
    db.session.commit()
    return token


def _find_account() -> AccountRow | None:
    wanted = select(AccountRow).where(AccountRow.person_id == g.actor.person_id)
    return db.session.scalar(wanted)


def _username(form: PasswordForm) -> str:
    return unicodedata.normalize("NFKC", form.username.data or "").strip()


def _page(form: PasswordForm, message: str | None = None) -> str:
    account = _find_account()
    person = db.session.get_one(PersonRow, g.actor.person_id)
    if not form.username.data:
        form.username.data = person.phone
    return render_template(
        "gate/password.html",
        form=form,
        message=message,
        username=account.username if account else None,
        has_password=account is not None and account.password_hash is not None,
        way_back=landing(g.actor),
    )
