"""`flask patrol import-outbox FILE`: files what a phone could not send, and says line by line what is not taken."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from patrol_app.commands.outbox.archive import Archive, Unreadable, open_archive
from patrol_app.commands.outbox.carried import Carried, read_carried
from patrol_app.commands.outbox.entries import file_entries, hear_of_books, register_books
from patrol_app.commands.outbox.media import bring_media, list_held, looking, storing
from patrol_app.commands.outbox.telling import (
    tell_counts,
    tell_entry,
    tell_head,
    tell_medium,
    tell_strange,
    tell_why,
)
from patrol_app.commands.person import get_person
from patrol_app.domain.errors import PatrolError
from patrol_app.domain.people import Actor
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.queries.scope import list_appointments
from patrol_app.ledger.tables.register import PersonRow
from patrol_app.media.disk import hash_file
from patrol_app.web.audit import Noted, note
from patrol_app.web.clock import now
from patrol_app.web.words import say


@click.command("import-outbox")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "who", metavar="ID_OR_PHONE", help="Who brought the file, for the audit.")
@click.option("--dry-run", is_flag=True, help="Say what would be filed and refused; file nothing.")
@with_appcontext
def import_outbox(file: Path, who: str | None, *, dry_run: bool) -> None:
    """File what a phone could not send, as if its owner sent it now; what the phone sends later is there already."""
    session = db.session()
    by = None if who is None else get_person(session, who).id
    try:
        with open_archive(file) as archive:
            carried = read_carried(archive)
            actor = _get_author(session, carried)
            click.echo(tell_head(actor.name, carried))
            if not dry_run:
                _begin(session, file, carried, actor, by=by, at=now())
            is_whole = _bring(session, archive, carried, actor, now(), keeps=not dry_run)
    except (Unreadable, PatrolError) as why:
        raise click.ClickException(tell_why(why)) from why
    if dry_run:
        click.echo(say("outbox.import.dry_run"))
    elif is_whole:
        hear_of_books(session, actor, carried, now())
    if not is_whole:
        raise click.exceptions.Exit(1)


def _get_author(session: Session, carried: Carried) -> Actor:
    """Give the author as the door takes him, also one who is out of office: whoever runs the command vouches for it."""
    person = session.get(PersonRow, carried.person_id)
    if person is None:
        raise Unreadable("nobody")
    offices = list_appointments(session, [person.id])
    actor = Actor(person.id, person.name, person.language, None, tuple(offices))
    session.rollback()
    return actor


def _begin(
    session: Session, file: Path, carried: Carried, actor: Actor, *, by: str | None, at: datetime
) -> None:
    """Note which file is brought in by whom, before anything of it is; commits."""
    digest = hash_file(file)
    session.rollback()
    begin_writing(session)
    note(session, Noted.OUTBOX_IMPORTED, by=by, about=actor.person_id, at=at, what=digest)
    session.commit()
    register_books(session, actor, carried, at)


def _bring(
    session: Session,
    archive: Archive,
    carried: Carried,
    actor: Actor,
    at: datetime,
    *,
    keeps: bool,
) -> bool:
    """Bring in entries and media and say what is refused; gives whether nothing is."""
    entries: Counter[str] = Counter()
    named: set[str] = set()
    session.rollback()
    taken = file_entries(session, actor, carried, at, keeps=keeps)
    for number, (raw, one) in enumerate(zip(carried.entries, taken, strict=True), 1):
        entries[one.filed.status] += 1
        if one.filed.error is None:
            named.update(one.named)
        else:
            click.echo(tell_entry(number, raw, one.filed.error))
    media: Counter[str] = Counter()
    keep = storing(session, actor, at) if keeps else looking(named)
    for brought in bring_media(archive, carried, list_held(session, actor, carried), keep):
        media[brought.fate] += 1
        if brought.why is not None:
            click.echo(tell_medium(brought.announced, brought.why))
    for name in archive.strange:
        click.echo(tell_strange(name))
    for line in tell_counts(entries, media):
        click.echo(line)
    return not (entries["refused"] or media["refused"] or archive.strange)
