"""`flask patrol person …`: a forgotten password, a lost phone."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from patrol_app.commands.card_file import cards_option, find_site, site_option, write_cards
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.register import PersonRow
from patrol_app.web.audit import Noted, note
from patrol_app.web.card_sheet import make_cards
from patrol_app.web.clock import now, today
from patrol_app.web.enrolment import reset_person
from patrol_app.web.installation import installed
from patrol_app.web.sessions import revoke_sessions
from patrol_app.web.words import say

person = AppGroup("person", help="One person's way in: a new card, or none for a lost phone.")

of_whom = click.argument("who", metavar="ID_OR_PHONE")


@person.command("reset")
@of_whom
@cards_option
@site_option
def reset(who: str, cards_file: Path | None, site: str | None) -> None:
    """Make old password, cards and sessions dead, and print one new card."""
    if cards_file is None:
        raise click.UsageError("reset needs --cards FILE.html for the new card")
    address = find_site(installed(), site)
    session = db.session()
    begin_writing(session)
    row = get_person(session, who)
    reset_person(session, row.id, now())
    note(session, Noted.PHONES_REVOKED, by=None, about=row.id, at=now())
    cards = make_cards(session, [row.id], site=address, by=None, on=today(), at=now())
    write_cards(cards_file, cards, site=address)
    click.echo(say("roster.person.reset", name=row.name))
    session.commit()
    click.echo(say("roster.person.card", file=cards_file))


@person.command("revoke")
@of_whom
def revoke(who: str) -> None:
    """End the sessions of every phone the person has logged in on: one of them is lost."""
    session = db.session()
    begin_writing(session)
    row = get_person(session, who)
    revoke_sessions(session, row.id, now())
    note(session, Noted.PHONES_REVOKED, by=None, about=row.id, at=now())
    click.echo(say("roster.person.revoked", name=row.name))
    session.commit()


def get_person(session: Session, who: str) -> PersonRow:
    """Give the person of that id or telephone number; ends the command where it is not exactly one."""
    found = session.scalars(
        select(PersonRow).where(or_(PersonRow.id == who, PersonRow.phone == who)).limit(2)
    ).all()
    if len(found) != 1:
        raise click.ClickException("no such person" if not found else "several people; give the id")
    return found[0]
