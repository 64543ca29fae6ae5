"""`flask patrol roster …`: people and their offices from a file, all or nothing, and the template to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from patrol_app.commands.card_file import cards_option, find_site, site_option, write_cards
from patrol_app.domain.roster.judge import judge
from patrol_app.domain.roster.known import Known
from patrol_app.domain.roster.plan import Plan, make_plan
from patrol_app.domain.roster.rows import Fault, FileFault
from patrol_app.ledger.database import begin_writing, db
from patrol_app.roster.enter import enter_plan
from patrol_app.roster.read_file import read_rows
from patrol_app.roster.register import list_counties, read_known
from patrol_app.roster.telling import tell_fault, tell_plan
from patrol_app.roster.template import write_template
from patrol_app.roster.vocabulary import make_vocabulary
from patrol_app.web.card_sheet import make_cards
from patrol_app.web.clock import now, today
from patrol_app.web.installation import installed
from patrol_app.web.words import say

roster = AppGroup("roster", help="People and their offices, from a workbook or JSON.")

of_county = click.option("--county", help="The county's code; not needed where there is only one.")


@roster.command("template")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@of_county
def make_template(file: Path, county: str | None) -> None:
    """Write an empty roster to fill in, with the county's villages and reaches to choose from."""
    write_template(file, _get_known(db.session(), county))
    click.echo(str(file))


@roster.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@of_county
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--end-missing", is_flag=True, help="End the offices that the file no longer names.")
@cards_option
@site_option
def import_roster(
    file: Path,
    county: str | None,
    cards_file: Path | None,
    site: str | None,
    *,
    dry_run: bool,
    end_missing: bool,
) -> None:
    """Bring people and offices to what the file says: all of it, or nothing where anything is wrong."""
    address = find_site(installed(), site) if cards_file else ""
    session = db.session()
    begin_writing(session)
    known = _get_known(session, county)
    plan = _plan(file, known, end_missing=end_missing)
    for line in tell_plan(plan, known):
        click.echo(line)
    if dry_run:
        session.rollback()
        click.echo(say("roster.outcome.dry_run"))
        return
    new_ids = enter_plan(session, plan, ledger=known.county.ledger, at=now())
    if cards_file and new_ids:
        cards = make_cards(session, new_ids, site=address, by=None, on=today(), at=now())
        write_cards(cards_file, cards, site=address)
    session.commit()
    click.echo(say("roster.outcome.done"))
    if new_ids:
        click.echo(say(f"roster.outcome.{'cards' if cards_file else 'no_cards'}", file=cards_file))


def _get_known(session: Session, county: str | None) -> Known:
    codes = [area.ledger for area in list_counties(session)]
    if county is None and len(codes) == 1:
        county = codes[0]
    known = None if county is None else read_known(session, county)
    if known is None:
        raise click.UsageError(f"--county is one of: {', '.join(codes) or '(no county yet)'}")
    return known


def _plan(file: Path, known: Known, *, end_missing: bool) -> Plan:
    """Read and judge the file; ends the command with every fault in words."""
    words = make_vocabulary()
    try:
        rows = read_rows(file, county=known.county.ledger, words=words)
    except FileFault as broken:
        _stop([broken.fault])
    lines, faults = judge(rows, known, words.role_names)
    plan = make_plan(lines, known, today(), end_missing=end_missing)
    if faults or plan.faults:
        _stop([*faults, *plan.faults])
    return plan


def _stop(faults: list[Fault]) -> NoReturn:
    lines = [say("roster.outcome.faults", n=len(faults)), *map(tell_fault, faults)]
    raise click.ClickException("\n".join(lines))
