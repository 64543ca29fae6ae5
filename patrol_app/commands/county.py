"""`flask patrol county import FILE`: areas, rivers, sections and sources as a county's notice prints them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from patrol_app.domain.county.notice import Notice, read_notice
from patrol_app.domain.county.rows import Finding, Row, lay_out
from patrol_app.domain.errors import BadShape, PatrolError
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.register import change
from patrol_app.ledger.registered import read_row
from patrol_app.web.clock import now
from patrol_app.web.words import say

#: The notice of the pilot county, delivered with the product.
JINCHENG = Path(__file__).with_name("jincheng-2025.json")

county = AppGroup("county", help="What a county's notice prints: areas, rivers, sections, sources.")


@county.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, row by row; change nothing.")
@with_appcontext
def import_county(file: Path, *, dry_run: bool) -> None:
    """Enter FILE into the register, and say everything in it that is doubtful; a second run changes nothing."""
    notice = open_notice(file)
    layout = lay_out(notice)
    session = db.session()
    session.rollback()
    begin_writing(session)
    told = Counter(
        _enter(session, row, said, aloud=dry_run)
        for row, said in zip(layout.rows, _say_rows(layout.rows), strict=True)
    )
    if dry_run:
        session.rollback()
    else:
        session.commit()
    for one in notice.counties:
        counts = {what: told[one.code, what] for what in ("new", "changed", "same")}
        click.echo(say("county.import.counted", county=one.name, ledger=one.code, **counts))
    click.echo(say("county.import.datum"))
    click.echo(say("county.import.doubted", n=len(layout.findings)))
    for finding in layout.findings:
        click.echo(_tell(finding))
    if dry_run:
        click.echo(say("county.import.dry"))


def open_notice(file: Path) -> Notice:
    """Read a notice; raises ClickException in words for what is no JSON or of the wrong shape."""
    try:
        return read_notice(json.loads(file.read_text(encoding="utf-8")))
    except (UnicodeDecodeError, json.JSONDecodeError) as broken:
        raise click.ClickException(say("county.import.no_json", why=broken)) from broken
    except BadShape as refusal:
        errors: Any = refusal.data["errors"]
        ((where, wrong),) = errors.items()
        words = say("county.import.bad_shape", where=where, wrong=wrong[0])
        raise click.ClickException(words) from refusal


def _enter(session: Session, row: Row, said: str, *, aloud: bool) -> tuple[str, str]:
    """Enter one row and say what became of it: new, changed or same."""
    before = read_row(session, row.table, row.id)
    try:
        filed = change(session, row.table, row.id, row.values, ledger=row.ledger, by=None, at=now())
    except PatrolError as refusal:
        why = say(f"errors.{refusal.code}.detail")
        raise click.ClickException(say("county.import.refused", row=said, why=why)) from refusal
    what = "same" if filed is None else "new" if before is None else "changed"
    if aloud and filed is not None:
        click.echo(say(f"county.import.{what}", row=said))
    return row.ledger, what


def _say_rows(rows: Sequence[Row]) -> list[str]:
    """Name each row in words; what a section is called stands on its point, which has the same id."""
    names = {row.id: row.values["name"] for row in rows if "name" in row.values}
    return [
        f"{say(f'county.table.{row.table}')} {names.get(row.id) or row.values['place']}"
        for row in rows
    ]


def _tell(finding: Finding) -> str:
    """Say one doubt: which row, why, and whether it is missing from the register for it."""
    oddity = finding.oddity
    why = say(f"county.doubt.{oddity.rule}", **oddity.values)
    line = f"  {say(f'county.kind.{finding.kind}')} {finding.name}{say('domain.between.then')}{why}"
    return line if finding.entered else f"{line}{say('county.import.left_out')}"
