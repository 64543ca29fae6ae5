"""Words for people, from the catalogue that server and phone share (docs/decisions/0002)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from flask import Flask, current_app, g, has_request_context

DEFAULT_LANGUAGE = "zh-CN"

Catalogue = Mapping[str, str]
Nested = str | dict[str, "Nested"]


def read_catalogues(folder: Path) -> dict[str, Catalogue]:
    """Read `folder/LANGUAGE/NAME.json` into one flat catalogue a language: `NAME.key.key` → text."""
    return {
        language.name: {
            key: text
            for file in sorted(language.glob("*.json"))
            for key, text in _flatten(file.stem, json.loads(file.read_text(encoding="utf-8")))
        }
        for language in sorted(folder.iterdir())
    }


def init_words(app: Flask, folder: Path) -> None:
    """Read the catalogues once and give templates their `t`."""
    app.extensions["words"] = read_catalogues(folder)
    app.jinja_env.globals["t"] = say


def say(key: str, **values: object) -> str:
    """Give the words for `key` in the reader's language, `{name}` filled from `values`; KeyError for unknown words.

    Only the catalogue's text is a format string; whatever a value holds comes out as it is.
    `{n} {n:day|days}` says the first word of a pair for 1 and the second for every other count.
    """
    catalogues: dict[str, Catalogue] = current_app.extensions["words"]
    text = catalogues.get(reader_language(), {}).get(key) or catalogues[DEFAULT_LANGUAGE][key]
    return _PLACES.vformat(text, (), values) if values else text


def reader_language() -> str:
    """Give the language of the person behind the request, the default one for strangers."""
    actor = g.get("actor") if has_request_context() else None
    return actor.language if actor else DEFAULT_LANGUAGE


class _Places(Formatter):
    """Fills the places of a text."""

    def format_field(self, value: object, format_spec: str) -> str:
        """Say one of a pair of words by the count, and everything else as it is."""
        one, pair, other = format_spec.partition("|")
        return (one if value == 1 else other) if pair else format(value, format_spec)


_PLACES = _Places()


def _flatten(prefix: str, node: Nested) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield prefix, node
        return
    for name, child in node.items():
        yield from _flatten(f"{prefix}.{name}", child)
