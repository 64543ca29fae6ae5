"""What a roster file may call its sheets, columns and roles: the catalogue's words, in every language it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from patrol_app.domain.people import Role
from patrol_app.domain.roster.rows import Cell, Column
from patrol_app.web.words import list_words


@dataclass(frozen=True)
class Vocabulary:
    """The words by which a workbook's parts are known; an example's name begins with one of `example_marks`."""

    roster_sheets: tuple[str, ...]
    notes_sheets: tuple[str, ...]
    county_labels: tuple[str, ...]
    example_marks: tuple[str, ...]
    headings: Mapping[str, Column]
    role_names: Mapping[str, Role]

    def is_example(self, name: Cell) -> bool:
        """Say whether the row under this name is the template's example."""
        return isinstance(name, str) and name.strip().startswith(self.example_marks)


def make_vocabulary() -> Vocabulary:
    """Gather the words; a role also goes by its name on the wire and by what people else call it."""
    return Vocabulary(
        roster_sheets=list_words("roster.sheet.people"),
        notes_sheets=list_words("roster.sheet.notes"),
        county_labels=list_words("roster.notes.county"),
        example_marks=list_words("roster.example.mark"),
        headings={
            word.replace(" ", ""): column
            for column in Column
            for word in (column, *list_words(f"roster.column.{column}"))
        },
        role_names={
            word.replace(" ", ""): role
            for role in Role
            for word in (
                role,
                *list_words(f"domain.role.{role}"),
                *(part for text in list_words(f"roster.also.{role}") for part in text.split("、")),
            )
        },
    )
