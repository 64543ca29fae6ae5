"""The whole document; independent clients are written from it and from the contract's ideas alone."""

from collections.abc import Iterable
from typing import Any

from apispec import APISpec

from patrol_app.domain.errors import PatrolError
from patrol_app.sync.openapi.calls import Call
from patrol_app.sync.openapi.components import Shapes, add_entries
from patrol_app.sync.schemas.answers import ProblemDetailsShape
from patrol_app.sync.schemas.calls import MAX_ENTRIES

VERSION = "1.0.0"
"""Of the wire; it is only ever added to."""

ABOUT = f"""\
Everything that happens is an entry: named by the phone, hashed, sent until the server answers for its id. JSON is
UTF-8; numbers are integers, |n| < 2^53, also where JSON Schema would let 1.0 pass; a key stands in an object once.
Unknown keys are refused in an envelope, kept in `body` and `private`; answers may get more keys.
Envelope = the entry without `private_salt`, `private`, `signature`; entry hash = SHA-256(JCS(envelope)), RFC 8785;
`private_commit` = SHA-256(salt bytes, JCS(private)).
`POST /api/v1/entries` takes at most {MAX_ENTRIES} entries. Each is judged by itself: a wrong one is refused in
`results`, and its neighbours go in. An unknown `kind` or `format` is refused there with `keep: true`.
Refusals are RFC 9457 with a stable `code`; `detail` is in the language asked for; 413, 429, 503, 507 say in Retry-After
how long to wait, where waiting helps."""

LOGIN = """\
Take `csrf_token` from the form at GET /login and send `username`, `password`, `csrf_token` as a form to POST /login;
the answer sets this cookie. POST /logout with X-Patrol ends it."""


def make_document(calls: Iterable[Call], *, cookie: str) -> dict[str, Any]:
    """Give the document of these calls (OpenAPI 3.1.0); `cookie` is the name of the session's."""
    spec = APISpec(
        title="patrol_app",
        version=VERSION,
        openapi_version="3.1.0",
        plugins=[Shapes()],
        info={"description": ABOUT},
        jsonSchemaDialect="https://json-schema.org/draft/2020-12/schema",
        servers=[{"url": "/"}],
        security=[{"session": []}],
    )
    spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": cookie, "description": LOGIN}
    )
    spec.components.schema("ProblemDetails", schema=ProblemDetailsShape)
    add_entries(spec)
    for call in calls:
        spec.path(call.path, operations={call.method: call.describe()})
    document = spec.to_dict()
    schemas = document["components"]["schemas"]
    schemas["ProblemDetails"]["properties"]["code"]["enum"] = sorted(list_codes())
    entries = schemas["Call"]["properties"]["entries"]
    entries.update(items={"$ref": "#/components/schemas/Entry"}, maxItems=MAX_ENTRIES)
    return document


def list_codes() -> list[str]:
    """Give the code of each refusal."""
    return [refusal.code for refusal in PatrolError.__subclasses__()]
