"""How far a phone knows, in one word that it keeps and gives back as it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FORM = re.compile(r"((?:[0-9]{6}:[0-9]{1,15},?)*);([0-9a-f]{32})")


@dataclass(frozen=True)
class Cursor:
    """How many entries of each ledger a plan was made from, and the tag of all in it but its problems."""

    known: Mapping[str, int]
    frame: str


def write_cursor(cursor: Cursor) -> str:
    """Give the word: 140502:1846,140525:12;9c0f…."""
    return ",".join(f"{code}:{count}" for code, count in cursor.known.items()) + f";{cursor.frame}"


def read_cursor(word: str) -> Cursor | None:
    """Give what the word says, None for one that is none of ours: from an older server, or made up."""
    form = _FORM.fullmatch(word)
    if form is None:
        return None
    pairs = (pair.split(":") for pair in form[1].split(",") if pair)
    return Cursor({code: int(count) for code, count in pairs}, form[2])
