"""Words for people, from the catalogue that server and phone share (docs/decisions/0002)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from flask import Flask, Response, current_app, g, has_request_context, request

from patrol_app.domain.checklist import ITEMS

#: Chinese first: it is what a stranger gets whose browser does not say.
LANGUAGES = ("zh-CN", "en")
DEFAULT_LANGUAGE = LANGUAGES[0]

#: What people read; files and pictures are in no language.
WORDED = frozenset({"text/html", "application/problem+json", "application/manifest+json"})

Catalogue = dict[str, str]
Nested = str | dict[str, "Nested"]


def read_catalogues(folder: Path) -> dict[str, Catalogue]:
    """Read `folder/LANGUAGE/NAME.json` into one flat catalogue a language: `NAME.key.key` → text.

    The Chinese words of the nine items are the notice's and stand in the domain (`checklist.…`).
    """
    catalogues = {language: dict(_read(folder / language)) for language in LANGUAGES}
    catalogues[DEFAULT_LANGUAGE].update(_checklist())
    return catalogues


def init_words(app: Flask, folder: Path) -> None:
    """Read the catalogues once, give templates their `t`, and say on each answer in which language it is."""
    app.extensions["words"] = read_catalogues(folder)
    app.jinja_env.globals.update(t=say, reader_language=reader_language, languages=LANGUAGES)
    app.after_request(_name_language)


def say(key: str, **values: object) -> str:
    """Give the words for `key` in the reader's language, `{name}` filled from `values`; KeyError for unknown words.

    Only the catalogue's text is a format string; whatever a value holds comes out as it is.
    `{n} {n:day|days}` says the first word of a pair for 1 and the second for every other count.
    """
    catalogues: dict[str, Catalogue] = current_app.extensions["words"]
    text = catalogues[reader_language()][key]
    return _PLACES.vformat(text, (), values) if values else text


def say_to_all(key: str) -> str:
    """Give the words for `key` in the county's own language, for what is made once and shown to every reader."""
    catalogues: dict[str, Catalogue] = current_app.extensions["words"]
    return catalogues[DEFAULT_LANGUAGE][key]


def list_words(key: str) -> tuple[str, ...]:
    """Give the words for `key` in every language, for reading what people have written down."""
    catalogues: dict[str, Catalogue] = current_app.extensions["words"]
    return tuple(words[key] for words in catalogues.values())


def reader_language() -> str:
    """Give the language of the person behind the request; a stranger's is the page's own, else his browser's."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if (actor := g.get("actor")) is not None:
        return known_language(actor.language) or DEFAULT_LANGUAGE
    if "language" not in g:
        g.language = request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE)
    language: str = g.language
    return language


def known_language(name: str | None) -> str | None:
    """Give the language if we have its words, else None."""
    return name if name in LANGUAGES else None


def _name_language(response: Response) -> Response:
    if response.mimetype in WORDED:
        response.content_language.add(reader_language())
        response.vary.add("Accept-Language")
    return response


def _read(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.glob("*.json")):
        yield from _flatten(file.stem, json.loads(file.read_text(encoding="utf-8")))


def _checklist() -> Iterator[tuple[str, str]]:
    for item in ITEMS:
        for part in ("official", "label", "hint"):
            yield f"checklist.{item.number}.{part}", getattr(item, part)
        for chip in item.chips:
            yield f"checklist.chip.{chip.code}", chip.label


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
