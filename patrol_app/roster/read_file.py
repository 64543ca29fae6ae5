"""Reads a roster file of either form into rows of raw cells, or says why it cannot be one."""

from pathlib import Path

from patrol_app.domain.roster.rows import FaultCode, FileFault, Row
from patrol_app.roster.read_json import read_json_rows
from patrol_app.roster.read_workbook import read_workbook_rows
from patrol_app.roster.vocabulary import Vocabulary

MOST_FILE_BYTES = 20_000_000


def read_rows(path: Path, *, county: str, words: Vocabulary) -> list[Row]:
    """Give the rows of the file for the county of that code; raises FileFault."""
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise FileFault(FaultCode.EMPTY_FILE)
    if size_bytes > MOST_FILE_BYTES:
        raise FileFault(FaultCode.TOO_BIG)
    raw = path.read_bytes()
    if path.suffix.lower() == ".json":
        return read_json_rows(raw, county=county)
    return read_workbook_rows(raw, county=county, words=words)
