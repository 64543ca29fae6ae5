"""What a call is in the document; most of it follows from the view that answers it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from patrol_app.domain.errors import (
    BadRequest,
    BrokenOff,
    Busy,
    ForeignOrigin,
    InternalFault,
    LoginRequired,
    PatrolError,
    StorageFull,
    TooFast,
)
from patrol_app.sync.openapi.components import first_line
from patrol_app.web.access import find_entrance
from patrol_app.web.origin import SAFE_METHODS

#: What any call may be answered with.
EVERYWHERE = (BadRequest, InternalFault, Busy)

PROBLEM = {"$ref": "#/components/schemas/ProblemDetails"}

#: Where waiting helps (contract, Errors).
WAIT = frozenset({429, 503, 507})
RETRY_AFTER = {"description": "Seconds to wait.", "schema": {"type": "string"}}

X_PATROL = {
    "name": "X-Patrol",
    "in": "header",
    "required": True,
    "description": "Ours, which no foreign page can send; beside it Sec-Fetch-Site: same-origin, or Origin.",
    "schema": {"type": "string", "enum": ["1"]},
}


@dataclass(frozen=True)
class Call:
    """One method on one path: `answers` by status, `refusals` beside those that any such call may meet.

    `body` by media type; `needs_body` where it must come.
    """

    method: str
    path: str
    view: Callable[..., object]
    answers: Mapping[int, Mapping[str, Any]]
    refusals: Sequence[type[PatrolError]] = ()
    parameters: Sequence[Mapping[str, Any]] = ()
    body: Mapping[str, Any] | None = None
    needs_body: bool = True

    def describe(self) -> dict[str, Any]:
        """Give the operation (OpenAPI 3.1, Operation Object)."""
        told: dict[str, Any] = {
            "summary": first_line(self.view),
            "operationId": f"{self.view.__name__}_{self.method}",
            "parameters": [*self.parameters, *([X_PATROL] if self._is_unsafe else [])],
            "responses": {str(status): dict(said) for status, said in self.answers.items()},
        }
        for status, refusals in self._list_refusals().items():
            said = told["responses"].setdefault(str(status), {})
            _add_refusals(said, refusals, bodiless=self.method == "head")
        if not self._asks_for_login:
            told["security"] = []
        if self.body is not None:
            told["requestBody"] = {"required": self.needs_body, "content": self.body}
        return told

    @property
    def _is_unsafe(self) -> bool:
        return self.method.upper() not in SAFE_METHODS

    @property
    def _asks_for_login(self) -> bool:
        entrance = find_entrance(self.view)
        return entrance is not None and entrance.signed_in

    def _list_refusals(self) -> dict[int, list[type[PatrolError]]]:
        gate = (LoginRequired, TooFast) if self._asks_for_login else ()
        writing = (ForeignOrigin, StorageFull, BrokenOff) if self._is_unsafe else ()
        may_meet: Iterable[type[PatrolError]] = (*EVERYWHERE, *gate, *writing, *self.refusals)
        by_status: dict[int, list[type[PatrolError]]] = {}
        for refusal in may_meet:
            by_status.setdefault(refusal.status, []).append(refusal)
        return dict(sorted(by_status.items()))


def answer(
    description: str, shape: object = None, *, type: str = "application/json", **headers: str
) -> dict[str, Any]:
    """Describe an answer: its shape or JSON Schema, its headers with `_` in their names standing for `-`."""
    told: dict[str, Any] = {"description": description}
    if shape is not None:
        told["content"] = {type: {"schema": shape}}
    if headers:
        told["headers"] = {
            name.replace("_", "-"): {"description": said, "schema": {"type": "string"}}
            for name, said in headers.items()
        }
    return told


def json_body(shape: object) -> dict[str, Any]:
    """Describe a body in JSON."""
    return {"application/json": {"schema": shape}}


def _add_refusals(
    said: dict[str, Any], refusals: Sequence[type[PatrolError]], *, bodiless: bool
) -> None:
    """Add refusals to what is said of their status already."""
    lines = [f"`{refusal.code}`: {first_line(refusal)}" for refusal in refusals]
    said["description"] = "\n".join([*filter(None, [said.get("description")]), *lines])
    if refusals[0].status in WAIT:
        said["headers"] = {**said.get("headers", {}), "Retry-After": RETRY_AFTER}
    if not bodiless:
        codes = {"properties": {"code": {"enum": [refusal.code for refusal in refusals]}}}
        schema = {"allOf": [PROBLEM, codes]}
        said["content"] = {
            **said.get("content", {}),
            "application/problem+json": {"schema": schema},
        }
