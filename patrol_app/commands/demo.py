"""`flask patrol demo`: an invented river with people, a month of walks and problems, for trying the product out."""

from __future__ import annotations

from datetime import date, datetime

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from patrol_app.commands.demo_evening import live_evening, register_books
from patrol_app.commands.demo_history import History
from patrol_app.commands.demo_people import OFFICES, person_id
from patrol_app.commands.demo_register import enter_demo
from patrol_app.domain.calendar import day_of
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.register import PersonRow
from patrol_app.media.store import Store
from patrol_app.web.clock import now
from patrol_app.web.installation import installed


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Fill an empty database with the demo; a second run changes nothing."""
    if not installed().demo:
        raise click.ClickException("the demo is made only where PATROL_DEMO=1 is set")
    session = db.session()
    if session.get(PersonRow, person_id(OFFICES[0].username)) is not None:
        click.echo("The demo is there already.")
        return
    make_demo(session, Store(installed().media_dir), now())
    click.echo("The demo is ready.")


def make_demo(session: Session, store: Store, at: datetime) -> None:
    """Enter the people and places, then live through last month and this one up to yesterday; commits as it goes."""
    today_on = day_of(at)
    session.rollback()
    begin_writing(session)
    enter_demo(session, from_on=date(today_on.year - 1, 1, 1))
    session.commit()
    history = History(today_on)
    register_books(session, history.list_phones(), history.begins_at)
    for evening in history.live():
        live_evening(session, store, evening)
