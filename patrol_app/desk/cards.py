"""The cards above the month's sheet: one figure a role, and what there is to worry about."""

from collections import Counter
from dataclasses import dataclass

from patrol_app.desk.cells import Mark
from patrol_app.desk.sheet import Row, Sheet
from patrol_app.desk.standing import Word
from patrol_app.domain.calendar import PeriodKind
from patrol_app.domain.frequency import Frequency


@dataclass(frozen=True)
class Note:
    """A word on a card, with its number; `tone` is a badge's: good, warn or bad."""

    key: str
    count: int
    tone: str


@dataclass(frozen=True)
class Card:
    """How many of a role's people are well, out of how many who owe anything; `figure` names what is counted."""

    rule: Frequency
    figure: str
    well: int
    people: int
    notes: tuple[Note, ...]


def make_card(sheet: Sheet, *, running: bool) -> Card:
    """Sum a sheet up; of a running month what can still be reached, of a past one what was."""
    owing = [row for row in sheet.rows if row.standing.word is not Word.NOTHING_DUE]
    words = Counter(row.standing.word for row in owing)
    lost = words[Word.IMPOSSIBLE] + words[Word.SHORT]
    if running and sheet.rule.period is PeriodKind.WEEK:
        well = sum(not _owes_this_week(row) for row in owing)
        figure, short = "this_week", Note("short_this_week", len(owing) - well, "warn")
    elif running and sheet.by_day:
        well = len(owing) - lost
        figure, short = "within_reach", Note("narrow", words[Word.NARROW], "warn")
    else:
        well = words[Word.DONE]
        figure, short = "done", Note("short_this_month", len(owing) - well - lost, "warn")
    notes = (short, Note("lost", lost, "bad"), Note("unsure", words[Word.UNSURE], "warn"))
    worth_saying = tuple(note for note in notes if note.count)
    all_done = owing and words[Word.DONE] == len(owing)
    done = (Note("all_done", len(owing), "good"),) if all_done else ()
    return Card(sheet.rule, figure, well, len(owing), worth_saying or done)


def _owes_this_week(row: Row) -> bool:
    return any(cell.mark is Mark.RUNNING for cell in row.cells)
