"""The document as a client reads it, and its shapes as judges of values."""

from functools import cache
from typing import Any

import jsonschema_rs

from patrol_app.sync.openapi.document import make_document
from patrol_app.sync.openapi.routes import CALLS


@cache
def read_document() -> dict[str, Any]:
    return make_document(CALLS, cookie="patrol")


@cache
def judge_of(name: str) -> jsonschema_rs.Draft202012Validator:
    """What decides by the document alone whether a value is of this shape."""
    return judge({"$ref": f"#/components/schemas/{name}"})


def judge(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    whole = {**schema, "components": read_document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def faults_of(name: str, value: object) -> list[str]:
    return [f"{list(fault.instance_path)}: {fault}" for fault in judge_of(name).iter_errors(value)]


def undescribed(name: str, value: object) -> list[str]:
    """The keys of an answer that the document does not speak of: what is sent is described."""
    return sorted(set(_list_undescribed({"$ref": f"#/components/schemas/{name}"}, value, name)))


def _list_undescribed(schema, value, at):
    schemas = read_document()["components"]["schemas"]
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    for part in schema.get("anyOf", ()):
        if "$ref" in part and value is not None:
            yield from _list_undescribed(part, value, at)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for one in value:
            yield from _list_undescribed(schema["items"], one, at)
    if isinstance(value, dict) and "properties" in schema:
        for key, inner in value.items():
            if key in schema["properties"]:
                yield from _list_undescribed(schema["properties"][key], inner, f"{at}.{key}")
            else:
                yield f"{at}.{key}"
