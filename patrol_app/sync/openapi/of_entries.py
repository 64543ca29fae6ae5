"""The calls about entries, books, the plan and the server's health."""

from patrol_app.domain.errors import (
    BadJson,
    BadShape,
    BatchTooLarge,
    NotAuthor,
)
from patrol_app.sync.openapi.calls import Call, answer, json_body
from patrol_app.sync.routes import register_book, send_changes, send_plan, take_entries
from patrol_app.sync.schemas.answers import (
    HealthShape,
    ReadinessShape,
    ReceivedShape,
    RegisteredShape,
)
from patrol_app.sync.schemas.calls import BookShape, CallShape
from patrol_app.sync.schemas.plan import ChangesShape, PlanShape
from patrol_app.web.shell import say_alive, say_ready

UNREADABLE = (BadJson, BadShape, BatchTooLarge)

IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of the plan that the phone has.",
    "schema": {"type": "string"},
}

SINCE = {
    "name": "since",
    "in": "query",
    "required": True,
    "description": "The `cursor` of the plan or of the last changes, as it is.",
    "schema": {"type": "string"},
}

CALLS = (
    Call(
        "post",
        "/api/v1/entries",
        take_entries,
        {200: answer("An answer for each entry and each hash.", ReceivedShape)},
        refusals=UNREADABLE,
        body=json_body(CallShape),
    ),
    Call(
        "post",
        "/api/v1/devices",
        register_book,
        {200: answer("The book is registered.", RegisteredShape)},
        refusals=(*UNREADABLE, NotAuthor),
        body=json_body(BookShape),
    ),
    Call(
        "get",
        "/api/v1/plan",
        send_plan,
        {
            200: answer("The plan.", PlanShape, ETag="Over all but cursor and server_time."),
            304: answer("The phone has this plan already.", ETag="As it was sent."),
        },
        parameters=(IF_NONE_MATCH,),
    ),
    Call(
        "get",
        "/api/v1/changes",
        send_changes,
        {200: answer("The problems with news, and the next cursor.", ChangesShape)},
        refusals=(BadShape,),
        parameters=(SINCE,),
    ),
    Call("get", "/healthz", say_alive, {200: answer("It answers.", HealthShape)}),
    Call(
        "get",
        "/readyz",
        say_ready,
        {
            200: answer("People can be served.", ReadinessShape),
            503: answer("Something is missing; the answer says what.", ReadinessShape),
        },
    ),
)
