"""Shapes in JSON Schema, as they are checked: apispec asks each field, and a field knows what it takes."""

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from patrol_app.sync.schemas.bodies import BODIES
from patrol_app.sync.schemas.entry import EntryShape
from patrol_app.sync.schemas.shapes import Value


class Converter(OpenAPIConverter):
    """Adds what apispec cannot know: what our fields take, a shape's docstring, what its keys must be to each other."""

    def init_attribute_functions(self) -> None:
        """Ask our own fields as well as the library's."""
        super().init_attribute_functions()
        self.attribute_functions.append(self.ask_value)

    def ask_value(self, field: fields.Field[Any], **_: object) -> dict[str, Any]:
        """Give what a field of ours takes."""
        return field.schema if isinstance(field, Value) else {}

    def schema2jsonschema(self, schema: Schema) -> dict[str, Any]:
        """Give the JSON Schema of a shape."""
        described = {"description": first_line(schema)}
        return {**described, **super().schema2jsonschema(schema), **getattr(schema, "also", {})}


class Shapes(MarshmallowPlugin):
    """apispec's plugin, for the house's own field; a shape is called by its name without `Shape`."""

    Converter = Converter

    def __init__(self) -> None:
        super().__init__(schema_name_resolver=name_of)


def name_of(schema: Schema | type[Schema]) -> str:
    """Give a shape's name in the document."""
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Shape")


def name_of_kind(kind: str) -> str:
    """Give the name of the entry of a kind: `patrol.completed` is a PatrolCompletedEntry."""
    return "".join(word.title() for word in re.split(r"[._]", kind)) + "Entry"


def first_line(of: object) -> str:
    """Give the first line of a docstring."""
    return (of.__doc__ or "").partition("\n")[0]


def add_entries(spec: APISpec) -> None:
    """Add an entry of each kind, and `Entry` as one of them; unknown keys are refused in all but body and private."""
    spec.components.schema("AnyEntry", schema=EntryShape)
    any_entry = spec.components.schemas.pop("AnyEntry")
    names = {str(kind): name_of_kind(kind) for kind in BODIES}
    for kind, shape in BODIES.items():
        spec.components.schema(names[kind], _entry_of(any_entry, kind, _body(spec, shape)))
    spec.components.schema(
        "Entry",
        {
            "description": first_line(EntryShape),
            "oneOf": [_ref(name) for name in names.values()],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {kind: _ref(name)["$ref"] for kind, name in names.items()},
            },
        },
    )


def _body(spec: APISpec, shape: Schema) -> dict[str, Any]:
    name = name_of(shape)
    if name not in spec.components.schemas:
        spec.components.schema(name, schema=type(shape))
    return _ref(name)


def _entry_of(any_entry: dict[str, Any], kind: str, body: dict[str, Any]) -> dict[str, Any]:
    told = {"kind": {"type": "string", "const": str(kind)}, "body": body}
    return {
        **any_entry,
        "description": f"An entry of the kind `{kind}`.",
        "properties": {**any_entry["properties"], **told},
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
