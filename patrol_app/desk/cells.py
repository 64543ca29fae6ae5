"""The cells of the month's grid: what can honestly be said of a day, a week or a month of one appointment."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Mark(StrEnum):
    """What a cell says; the words stand in the catalogue under `desk.mark`, the sign in the style sheet."""

    CLEAN = "clean"
    DOUBTFUL = "doubtful"
    PENDING = "pending"
    MISSED = "missed"
    UNHEARD = "unheard"
    NOT_HELD = "not_held"
    RUNNING = "running"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Span:
    """The days one cell stands for, both counted: one day for a patroller, a week or a month for chiefs."""

    first_on: date
    last_on: date

    def days(self) -> tuple[date, ...]:
        """Give the days of the span in order."""
        count = (self.last_on - self.first_on).days + 1
        return tuple(self.first_on + timedelta(days=number) for number in range(count))


@dataclass(frozen=True)
class Known:
    """What the office knows of one appointment: days held, made, made without doubt, and still on a phone.

    `heard_on` is the last day whose end the person's phone has been heard after, None for one never heard of:
    of later days nobody can tell "not done" from "not sent" (a patrol may follow after the last contact of a day).
    """

    from_on: date
    to_on: date | None
    made: frozenset[date]
    clean: frozenset[date]
    pending: frozenset[date]
    heard_on: date | None

    def holds(self, day: date) -> bool:
        """Say whether the office is held on `day`."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def mark_of(span: Span, known: Known, today: date) -> Mark:
    """Say what the span shows: what was done first, then why nothing can be said, and 未巡 only when it is sure."""
    held = [day for day in span.days() if known.holds(day)]
    if known.made.intersection(held):
        return Mark.CLEAN if known.clean.intersection(held) else Mark.DOUBTFUL
    if not held:
        return Mark.NOT_HELD
    if known.pending.intersection(held):
        return Mark.PENDING
    return _mark_of_nothing(held[0], held[-1], known.heard_on, today)


def _mark_of_nothing(first_on: date, last_on: date, heard_on: date | None, today: date) -> Mark:
    if first_on > today:
        return Mark.AHEAD
    if last_on >= today:
        return Mark.RUNNING
    if heard_on is None or heard_on < last_on:
        return Mark.UNHEARD
    return Mark.MISSED
