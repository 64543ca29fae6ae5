"""Constant statements on the way in, put together once and handed to the database's driver as they are.

SQLAlchemy writes the statement in the database's own words and says how each value is kept; what else it does at each
run (contexts, events, rows that know their columns) takes ten times as long as SQLite (docs/decisions/0013).
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Connection, Dialect, SelectBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

#: More than there are; statements made on the spot would be put together anew and push these out.
MOST_KEPT = 500

#: How a value is turned for the driver or back; None where it goes as it is.
_Turn = Callable[[Any], Any] | None


class Row(Protocol):
    """A row, its columns by name."""

    def __getattr__(self, name: str, /) -> Any: ...  # noqa: ANN401  whatever the column holds


@dataclass(frozen=True, slots=True)
class Answer:
    """What the database answered: its rows, all of them, and how many rows a change has met."""

    rows: Sequence[Any]
    rowcount: int

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def first(self) -> Row | None:
        """Give the first row, None where there is none."""
        return self.rows[0] if self.rows else None

    def scalar(self) -> Any:  # noqa: ANN401  whatever the column holds
        """Give the first column of the first row, None where there is none."""
        return self.rows[0][0] if self.rows else None

    def scalars(self) -> list[Any]:
        """Give the first column of each row."""
        return [row[0] for row in self.rows]


class Prepared:
    """One statement for values of these names; raises TypeError for one that is written anew for each list in it."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
            message = "only a statement that takes its values by their place can be prepared"
            raise TypeError(message)
        binds = [compiled.binds[name] for name in compiled.positiontup]
        if any(bind.expanding for bind in binds):
            message = "a statement with a list in it cannot be prepared"
            raise TypeError(message)
        self._dialect = dialect
        self._text = compiled.string
        #: A value's name, how it is turned, and what it is where nobody gives it (a limit, say).
        self._places: list[tuple[str, _Turn, Any]] = [
            (bind.key, bind.type.dialect_impl(dialect).bind_processor(dialect), bind.value)
            for bind in binds
        ]
        missing = [bind.key for bind in binds if bind.required and bind.key not in names]
        if missing:
            message = f"the statement needs {', '.join(missing)}"
            raise TypeError(message)
        columns = statement.selected_columns if isinstance(statement, SelectBase) else ()
        self._turns: list[_Turn] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        ]
        self._as_row = _make_rows([column.key or "" for column in columns])

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Answer:
        """Run it once; raises what SQLAlchemy raises where the database refuses."""
        return self._hand_over(connection, "execute", self._place(values))

    def run_for_each(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of the rows, all of the same names."""
        self._hand_over(connection, "executemany", [self._place(row) for row in rows])

    def _place(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(
            [
                values.get(name, given) if turn is None else turn(values.get(name, given))
                for name, turn, given in self._places
            ]
        )

    def _hand_over(self, connection: Connection, way: str, values: Sequence[Any]) -> Answer:
        driver: Any = self._dialect.loaded_dbapi
        cursor: Any = connection.connection.cursor()
        try:
            getattr(cursor, way)(self._text, values)
            rows = [] if cursor.description is None else cursor.fetchall()
            return Answer([self._read(row) for row in rows], cursor.rowcount)
        except driver.Error as error:
            fault: Exception = DBAPIError.instance(
                self._text, None, error, driver.Error, hide_parameters=True, dialect=self._dialect
            )
            raise fault from error
        finally:
            cursor.close()

    def _read(self, row: Sequence[Any]) -> Any:  # noqa: ANN401  a row of its own kind
        return self._as_row(
            [
                value if turn is None else turn(value)
                for turn, value in zip(self._turns, row, strict=True)
            ]
        )


def _make_rows(names: list[str]) -> Callable[[Iterable[Any]], Any]:
    """Give what makes a row of these columns; of two of one name only the first answers to it."""
    of_names: Any = namedtuple  # noqa: PYI024  the columns are known only now
    make: Callable[[Iterable[Any]], Any] = of_names("Row", names, rename=True)._make
    return make


@lru_cache(MOST_KEPT)
def prepare(statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    """Give the statement prepared for values of these names, as it was made the first time."""
    return Prepared(statement, dialect, names)
