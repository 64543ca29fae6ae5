"""Writes an empty roster: headings, notes, an example, and the county's own places to choose from."""

from __future__ import annotations

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from patrol_app.domain.people import Role
from patrol_app.domain.roster.known import Area, Known
from patrol_app.domain.roster.rows import REQUIRED, Column
from patrol_app.roster.limits import MOST_ROWS
from patrol_app.web.words import say

_WIDTHS_CHARS = {Column.PHONE: 16, Column.REACHES: 28, Column.USERNAME: 16}
_NOTES = ("rows", "phone", "role", "reaches", "days", "username", "example", "plain", "missing")

#: Text stays text: a name that begins like a formula is never one, here or after copying (trust, D29).
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_template(path: Path, known: Known) -> None:
    """Write the workbook for this county to `path`."""
    with Workbook(str(path), _AS_TEXT) as book:
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        bold = book.add_format({"bold": True, "bg_color": "#dff0ec", "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(say("roster.sheet.people"))
        notes = book.add_worksheet(say("roster.sheet.notes"))
        choices = book.add_worksheet(say("roster.sheet.choices"))
        _write_headings(sheet, bold, text, day)
        _write_example(sheet, known, text)
        _write_notes(notes, known, bold)
        lists = _write_choices(choices, known, bold, text)
        for column, source in lists.items():
            place = list(Column).index(column)
            sheet.data_validation(
                1, place, MOST_ROWS, place, {"validate": "list", "source": source}
            )


def _write_headings(sheet: Worksheet, bold: Format, text: Format, day: Format) -> None:
    for place, column in enumerate(Column):
        days = column in {Column.FROM_ON, Column.TO_ON}
        width = _WIDTHS_CHARS.get(column, 13)
        sheet.set_column(place, place, width, day if days else text)
        needed = "*" if column in REQUIRED else ""
        sheet.write_string(0, place, f"{say(f'roster.column.{column}')}{needed}", bold)
    sheet.freeze_panes(1, 1)


def _write_example(sheet: Worksheet, known: Known, text: Format) -> None:
    reach = known.reaches[0] if known.reaches else None
    village = next((area for area in known.areas if reach and area.id == reach.area_id), None)
    township = next((area for area in known.areas if village and _is_above(area, village)), None)
    cells = {
        Column.NAME: say("roster.example.name"),
        Column.PHONE: say("roster.example.phone"),
        Column.ROLE: say(f"domain.role.{Role.PATROLLER}"),
        Column.TOWNSHIP: township.name if township else "",
        Column.VILLAGE: village.name if village else "",
        Column.REACHES: reach.name if reach else "",
        Column.FROM_ON: "2026-01-05",
    }
    for column, value in cells.items():
        sheet.write_string(1, list(Column).index(column), value, text)


def _is_above(area: Area, village: Area) -> bool:
    return area.level == "township" and village.path.startswith(area.path)


def _write_notes(sheet: Worksheet, known: Known, bold: Format) -> None:
    sheet.set_column(0, 0, 90)
    sheet.write_string(0, 0, say("roster.notes.title"), bold)
    for row, note in enumerate(_NOTES, 1):
        sheet.write_string(row, 0, say(f"roster.notes.{note}"))
    row = len(_NOTES) + 2
    sheet.write_string(row, 0, say("roster.notes.county"), bold)
    sheet.write_string(row, 1, known.county.ledger)


def _write_choices(sheet: Worksheet, known: Known, bold: Format, text: Format) -> dict[Column, str]:
    """List what may be chosen, a column each, and give where each list stands."""
    own = [area for area in known.areas if area.path.startswith(known.county.path)]
    lists = {
        Column.ROLE: [say(f"domain.role.{role}") for role in Role],
        Column.TOWNSHIP: [area.name for area in own if area.level == "township"],
        Column.VILLAGE: [area.name for area in own if area.level == "village"],
        Column.REACHES: [reach.name for reach in known.reaches],
    }
    for place, (column, names) in enumerate(lists.items()):
        sheet.set_column(place, place, 24)
        sheet.write_string(0, place, say(f"roster.column.{column}"), bold)
        for row, name in enumerate(names, 1):
            sheet.write_string(row, place, name, text)
    title = say("roster.sheet.choices")
    # A patroller may answer for several reaches, so that list is only for copying from.
    return {
        column: f"='{title}'!${chr(65 + place)}$2:${chr(65 + place)}${len(names) + 1}"
        for place, (column, names) in enumerate(lists.items())
        if names and column is not Column.REACHES
    }
