"""A roster as a workbook: looked over before it is opened, then read cell by cell, formulas and hidden rows told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from patrol_app.domain.roster.cells import is_blank
from patrol_app.domain.roster.rows import (
    REQUIRED,
    Cell,
    Column,
    FaultCode,
    FileFault,
    Mark,
    Place,
    Row,
)
from patrol_app.roster.limits import MOST_ROWS
from patrol_app.roster.vocabulary import Vocabulary

#: A roster of 10,000 rows unpacks to some 8 MB; a bomb says itself that it is larger.
MOST_UNPACKED_BYTES = 60_000_000
MOST_PARTS = 500

#: How an old or an encrypted workbook begins: both are compound files (MS-CFB, 2.2).
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def read_workbook_rows(raw: bytes, *, county: str, words: Vocabulary) -> list[Row]:
    """Give the rows under the headings; the template's example is left out. Raises FileFault."""
    book = _open(raw)
    _make_sure_of_county(book, county, words)
    sheet = next((book[name] for name in words.roster_sheets if name in book.sheetnames), None)
    if not isinstance(sheet, Worksheet):
        raise FileFault(FaultCode.SHEET_MISSING, text=words.roster_sheets[0])
    columns = _read_headings(sheet, words.headings)
    rows = [row for row in _list_rows(sheet, columns) if not is_blank(row.cells.values())]
    rows = [row for row in rows if not words.is_example(row.cells[Column.NAME])]
    if not rows:
        raise FileFault(FaultCode.NO_ROWS, Place(sheet.title))
    if len(rows) > MOST_ROWS:
        raise FileFault(FaultCode.TOO_MANY_ROWS, Place(sheet.title), most=MOST_ROWS)
    return rows


def _open(raw: bytes) -> Workbook:
    if raw.startswith(_COMPOUND):
        raise FileFault(FaultCode.ENCRYPTED)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _look_over(packed)
        return load_workbook(io.BytesIO(raw))
    # Whatever else is inside, it is no workbook: openpyxl answers broken parts with any of these.
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        SyntaxError,
        AttributeError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as broken:
        raise FileFault(FaultCode.NOT_A_WORKBOOK) from broken


def _look_over(packed: zipfile.ZipFile) -> None:
    """Refuse what would grow without end: too many or too large parts, and documents that define entities."""
    parts = packed.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileFault(FaultCode.ENCRYPTED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise FileFault(FaultCode.TOO_BIG)
    if any(b"<!DOCTYPE" in packed.read(part) for part in parts if part.filename.endswith(".xml")):
        raise FileFault(FaultCode.NOT_A_WORKBOOK)


def _make_sure_of_county(book: Workbook, county: str, words: Vocabulary) -> None:
    """Refuse a file whose notes say that it is another county's."""
    notes = next((book[name] for name in words.notes_sheets if name in book.sheetnames), None)
    if not isinstance(notes, Worksheet):
        return
    for label, value in notes.iter_rows(max_col=2, values_only=True):
        if label in words.county_labels and str(value).strip() != county:
            raise FileFault(FaultCode.OTHER_COUNTY_FILE, text=value, county=county)


def _read_headings(sheet: Worksheet, headings: Mapping[str, Column]) -> dict[int, Column]:
    """Give the column that each place of the first row stands for."""
    place = Place(sheet.title, 1)
    columns: dict[int, Column] = {}
    for number, cell in enumerate(sheet[1], 1):
        text = "".join(str(cell.value or "").split()).rstrip("*")
        if not text:
            continue
        column = headings.get(text)
        if column is None:
            raise FileFault(FaultCode.COLUMN_UNKNOWN, place, text=text)
        if column in columns.values():
            raise FileFault(FaultCode.COLUMN_TWICE, place, text=text)
        columns[number] = column
    for column in REQUIRED:
        if column not in columns.values():
            raise FileFault(FaultCode.COLUMN_MISSING, place, column=column)
    return columns


def _list_rows(sheet: Worksheet, columns: Mapping[int, Column]) -> Iterator[Row]:
    merged = {place for area in sheet.merged_cells.ranges for place in area.cells}
    for number, cells in enumerate(sheet.iter_rows(min_row=2), 2):
        found = dict.fromkeys(Column, None) | {
            columns[place]: Mark.MERGED if (number, place) in merged else _value(cell)
            for place, cell in enumerate(cells, 1)
            if place in columns
        }
        hidden = bool(number in sheet.row_dimensions and sheet.row_dimensions[number].hidden)
        yield Row(Place(sheet.title, number), found, hidden)


def _value(cell: BookCell | MergedCell) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Mark.FORMULA
    if value is None or isinstance(value, str | int | float | bool | date):
        return value
    # A time of day, a span, a number too long for a float: as it would be written.
    return str(value)
