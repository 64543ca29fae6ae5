"""`flask patrol demo`: an invented river with people, a month of walks and problems, for trying the product out."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from patrol_app.commands.demo.history import History
from patrol_app.commands.demo.people import OFFICES, person_id
from patrol_app.commands.demo.register import enter_demo
from patrol_app.commands.demo.sending import register_books, send
from patrol_app.commands.demo.story import Story, short_story, whole_story
from patrol_app.domain.calendar import day_of
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.register import PersonRow
from patrol_app.media.store import Store
from patrol_app.web.clock import now
from patrol_app.web.installation import installed


@click.command("demo")
@click.option("--short", is_flag=True, help="A dozen people and two months, made in seconds.")
@with_appcontext
def demo(*, short: bool) -> None:
    """Fill an empty database with the demo; a second run changes nothing."""
    if not installed().demo:
        raise click.ClickException("the demo is made only where PATROL_DEMO=1 is set")
    session = db.session()
    if session.get(PersonRow, person_id(OFFICES[0].username)) is not None:
        click.echo("The demo is there already.")
        return
    story = short_story() if short else whole_story()
    click.echo(f"Making the demo: {len(story.offices)} people, {story.months + 1} months …")
    make_demo(session, Store(installed().media_dir), story, now())
    click.echo("The demo is ready.")


def make_demo(session: Session, store: Store, story: Story, at: datetime) -> None:
    """Enter the people and places, then live through the story up to now; commits as it goes."""
    today_on = day_of(at)
    session.rollback()
    begin_writing(session)
    enter_demo(session, story, today_on)
    session.commit()
    history = History(story, today_on)
    register_books(session, history.list_phones(), history.begins_at)
    for sending in chain(history.live(), history.live_today(at)):
        send(session, store, sending)
