"""Who is out today: each patroller's day so far, said no surer than his phone lets it be known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from patrol_app.desk.cells import Mark
from patrol_app.desk.sheet import Row, Sheet
from patrol_app.desk.standing import Word
from patrol_app.domain.calendar import day_of
from patrol_app.ledger.queries.today import VillageDay

#: A phone heard of within this time hides no whole walk (ours); of an older silence nobody can say 未巡.
FRESH = timedelta(hours=1)


class Today(StrEnum):
    """How a patroller's day stands; the words are in the catalogue under `desk.today`."""

    WALKED = "walked"
    PENDING = "pending"
    NOT_YET = "not_yet"
    UNHEARD = "unheard"


@dataclass(frozen=True)
class PlaceDay:
    """One place's patrollers in figures; `open` are those who were heard of and have nothing here yet."""

    people: int
    walked: int
    unheard: int

    @property
    def open(self) -> int:
        """Count those who have not walked as far as is known, or whose walk is still on the phone."""
        return self.people - self.walked - self.unheard


def group_by_day(sheet: Sheet, now: datetime) -> dict[Today, list[Row]]:
    """Put the rows of a sheet of days under what is known of today; who holds no office today is left out."""
    groups: dict[Today, list[Row]] = {word: [] for word in Today}
    for row in sheet.rows:
        word = _word_of(row, now)
        if word is not None:
            groups[word].append(row)
    return groups


def list_lost(sheets: Iterable[Sheet]) -> list[tuple[Sheet, Row]]:
    """Give the rows, with their sheets, whose month can no longer be reached."""
    return [
        (sheet, row)
        for sheet in sheets
        for row in sheet.rows
        if row.standing.word in {Word.IMPOSSIBLE, Word.SHORT}
    ]


def sum_up(villages: Sequence[VillageDay], paths: Mapping[str, str]) -> dict[str, PlaceDay]:
    """Sum the villages up by the areas they lie in; `paths` holds the areas' paths by id."""
    return {
        area_id: _sum([village for village in villages if village.area_path.startswith(path)])
        for area_id, path in paths.items()
    }


def _sum(villages: Sequence[VillageDay]) -> PlaceDay:
    return PlaceDay(
        people=sum(village.people for village in villages),
        walked=sum(village.walked for village in villages),
        unheard=sum(village.unheard for village in villages),
    )


def _word_of(row: Row, now: datetime) -> Today | None:
    mark = next(cell.mark for cell in row.cells if cell.span.first_on == day_of(now))
    if mark in {Mark.CLEAN, Mark.DOUBTFUL}:
        return Today.WALKED
    if mark is Mark.PENDING:
        return Today.PENDING
    if mark is Mark.NOT_HELD:
        return None
    heard = row.contact is not None and row.contact.last_at >= now - FRESH
    return Today.NOT_YET if heard else Today.UNHEARD
