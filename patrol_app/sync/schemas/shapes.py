"""What all shapes are made of: a field that asks one question, and the two ways to treat a key nobody knows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from marshmallow import EXCLUDE, RAISE, Schema, fields, validate

from patrol_app.sync.schemas.values import Question

#: Said to programmers, in `errors`; people read `detail`.
MOST = 200
"""How many things one entry may list; a day at the river has a few."""

_WORDS: dict[str, Any] = {"required": "missing", "null": "must not be null"}


class Value(fields.Field[Any]):
    """A value taken as it came if it answers a question with yes; `wanted` says what would have."""

    def __init__(
        self, question: Question, wanted: str, *, or_null: bool = False, required: bool = True
    ) -> None:
        super().__init__(
            required=required,
            allow_none=or_null,
            error_messages={**_WORDS, "wrong": f"must be {wanted}" + " or null" * or_null},
        )
        self._question = question

    @property
    def schema(self) -> dict[str, Any]:
        """Give what the field takes in JSON Schema 2020-12."""
        schema = dict(self._question.schema)
        return or_null(schema) if self.allow_none else schema

    def _deserialize(self, value: object, *_: object, **__: object) -> object:
        if not self._question(value):
            raise self.make_error("wrong")
        return value


def or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give the JSON Schema of a single type that allows null as well."""
    allowed = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, "type": [schema["type"], "null"], **allowed}


def one(schema: type[Schema], *, or_null: bool = False, required: bool = True) -> fields.Nested:
    """Give a field that holds one such object."""
    return fields.Nested(schema, required=required, allow_none=or_null, error_messages=_WORDS)


def many(schema: type[Schema], *, required: bool = True) -> fields.List[Any]:
    """Give a field that holds a list of such objects; one without end would keep a writer busy for ever."""
    return fields.List(
        fields.Nested(schema),
        required=required,
        error_messages={**_WORDS, "invalid": "must be a list"},
        validate=validate.Length(max=MOST, error=f"must hold at most {MOST}"),
    )


class Shape(Schema):
    """An object of the wire; `also` says in JSON Schema 2020-12 what its keys must be to each other."""

    also: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    error_messages = {"type": "must be an object", "unknown": "unknown key"}  # noqa: RUF012  marshmallow's own form


class StrictShape(Shape):
    """An object in which a key that nobody knows is refused: what is not understood must not look understood."""

    class Meta:
        unknown = RAISE


class OpenShape(Shape):
    """An object in which a key that nobody knows is kept: a newer phone may know more."""

    class Meta:
        unknown = EXCLUDE


def list_errors(errors: Mapping[Any, Any], above: str = "") -> dict[str, list[str]]:
    """Lay marshmallow's nested errors flat: `{"body.items.0.finding": ["must be …"]}`."""
    flat: dict[str, list[str]] = {}
    for key, found in errors.items():
        path = above if key == "_schema" else f"{above}.{key}" if above else str(key)
        if isinstance(found, Mapping):
            flat.update(list_errors(found, path))
        else:
            flat[path] = list(found)
    return flat
