"""JSON as strict as the contract: what comes in before anything looks at its meaning, and what goes out."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request
from flask.json.provider import DefaultJSONProvider

from patrol_app.domain.errors import BadJson, BadShape, BatchTooLarge
from patrol_app.ledger.canonical import may_pass_2_53

MAX_DEPTH = 64
INTEGER_END = 2**53
#: So much is read of what is too large: who is cut off while he sends does not hear that he should send less at once.
HEARD_OUT_BYTES = 4_000_000
_PIECE_BYTES = 65_536
INTEGER_MAX_CHARS = len(str(INTEGER_END)) + 1


Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


class PlainJson(DefaultJSONProvider):
    """Writes keys in their order and Chinese as it is; refuses times and other values that JSON does not know."""

    sort_keys = False
    ensure_ascii = False

    @staticmethod
    def default(value: object) -> NoReturn:
        """Refuse: a time in the framework's own format would break the contract unseen."""
        raise TypeError(f"{type(value).__name__} has no form on the wire")


def read_json(*, max_bytes: int) -> dict[str, Any]:
    """Give the request's JSON object; raises BadJson, BadShape, BatchTooLarge, or werkzeug's 413."""
    if request.mimetype != "application/json":
        raise BadJson(reason="content_type")
    if max_bytes < (request.content_length or 0) <= HEARD_OUT_BYTES:
        _hear_out()
        raise BatchTooLarge
    # Werkzeug cuts a body without a length at the limit and says nothing: one byte more tells.
    request.max_content_length = max_bytes + 1
    raw = request.get_data(cache=False)
    if len(raw) > max_bytes:
        raise BatchTooLarge
    body = parse_json(raw)
    if not isinstance(body, dict):
        raise BadShape
    return body


def _hear_out() -> None:
    """Read what comes and keep none of it."""
    request.max_content_length = HEARD_OUT_BYTES
    while request.stream.read(_PIECE_BYTES):
        pass


def parse_json(raw: bytes) -> Json:
    """Parse UTF-8 JSON of unique keys, integers below 2^53 and well-formed text; raises BadJson for all else."""
    try:
        value: Json = json.loads(
            raw.decode(),
            object_pairs_hook=_unique,
            parse_int=_integer if may_pass_2_53(raw) else int,
            parse_float=_no_integer,
            parse_constant=_no_integer,
        )
    except (ValueError, RecursionError) as error:
        raise BadJson(reason="syntax") from error
    _make_sure_of_depth(value)
    # UTF-8 holds no lone surrogates; they only come in as escapes.
    if b"\\u" in raw:
        _make_sure_of_text(value)
    return value


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise BadJson(reason="duplicate_key")
    return made


def _integer(digits: str) -> int:
    # A number of a million digits is not even counted.
    if len(digits) > INTEGER_MAX_CHARS or abs(int(digits)) >= INTEGER_END:
        raise BadJson(reason="number")
    return int(digits)


def _no_integer(_text: str) -> NoReturn:
    raise BadJson(reason="number")


def _make_sure_of_depth(value: Json) -> None:
    # Level by level and without recursion: the depth is the sender's choice.
    level: list[dict[str, Json] | list[Json]] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        level = [
            part
            for node in level
            for part in (node.values() if isinstance(node, dict) else node)
            if isinstance(part, (dict, list))
        ]
        if not level:
            return
    raise BadJson(reason="depth")


def _make_sure_of_text(value: Json) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadJson(reason="lone_surrogate") from error
