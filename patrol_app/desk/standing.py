"""Where a person stands in a month: done, still within reach, or not, said no surer than it is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from patrol_app.desk.cells import Mark
from patrol_app.domain.frequency import Count

#: With so few spare days left a month is at risk and said so in time.
NARROW_SPARE = 1

_STILL_OPEN = frozenset({Mark.RUNNING, Mark.AHEAD})


class Word(StrEnum):
    """How a month stands; the words are in the catalogue under `desk.standing`."""

    DONE = "done"
    ON_WAY = "on_way"
    NARROW = "narrow"
    UNSURE = "unsure"
    IMPOSSIBLE = "impossible"
    SHORT = "short"
    NOTHING_DUE = "nothing_due"


@dataclass(frozen=True)
class Standing:
    """A month of one appointment in figures; each counts the rule's own unit (days, weeks, months).

    `missing` is what is still owed, `spare` what may still be left out, `unheard` what nobody knows yet.
    """

    word: Word
    due: int
    made: int
    doubtful: int
    pending: int
    missing: int
    spare: int
    unheard: int


def standing_of(count: Count, marks: Sequence[Mark]) -> Standing:
    """Weigh what is made and owed against the month's cells; what waits on a phone is on its way."""
    pending = marks.count(Mark.PENDING)
    unheard = marks.count(Mark.UNHEARD)
    left = sum(mark in _STILL_OPEN for mark in marks)
    missing = max(0, count.due - count.made - pending)
    return Standing(
        word=_word(count, missing, left, unheard),
        due=count.due,
        made=count.made,
        doubtful=marks.count(Mark.DOUBTFUL),
        pending=pending,
        missing=missing,
        spare=left - missing,
        unheard=unheard,
    )


def _word(count: Count, missing: int, left: int, unheard: int) -> Word:
    if count.due == 0:
        return Word.NOTHING_DUE
    if count.made >= count.due:
        return Word.DONE
    if missing == 0:
        return Word.UNSURE
    if missing > left:
        if missing <= left + unheard:
            return Word.UNSURE
        return Word.IMPOSSIBLE if left else Word.SHORT
    return Word.NARROW if left - missing <= NARROW_SPARE else Word.ON_WAY
