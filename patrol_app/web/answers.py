"""Turns every refusal and fault into one shape: RFC 9457 JSON for programs, a calm page with a way on for people."""

from __future__ import annotations

import errno
import logging
import secrets
import sqlite3
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, jsonify, make_response, redirect, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import ClientDisconnected, HTTPException
from werkzeug.wrappers import Response

from patrol_app.domain.errors import (
    BadRequest,
    BatchTooLarge,
    BrokenOff,
    Busy,
    CsrfMissing,
    Forbidden,
    InternalFault,
    LoginRequired,
    MethodNotAllowed,
    NotFound,
    PatrolError,
    StorageFull,
)
from patrol_app.web.words import say

BUSY_RETRY_S = 5
FULL_RETRY_S = 600

#: The primary codes of SQLite (sqlite.org/rescode.html) that pass by themselves; others are faults of ours.
BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
FULL_CODES = frozenset({sqlite3.SQLITE_FULL})
PRIMARY_CODE = 0xFF

OF_STATUS: dict[int, type[PatrolError]] = {
    401: LoginRequired,
    403: Forbidden,
    404: NotFound,
    405: MethodNotAllowed,
    413: BatchTooLarge,
    503: Busy,
}

logger = logging.getLogger(__name__)


def init_answers(app: Flask) -> None:
    """Answer whatever is raised anywhere; nothing else in the product catches what it does not expect."""
    app.register_error_handler(PatrolError, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(OperationalError, answer_database)
    app.register_error_handler(OSError, answer_disk)
    app.register_error_handler(Exception, answer_fault)


def describe(error: PatrolError, *, status: int | None = None) -> dict[str, Any]:
    """Give the members of RFC 9457 for a refusal, in the reader's language; `errors` where fields are wrong.

    `status` stands where HTTP says it more exactly than the code's own.
    """
    members: dict[str, Any] = {
        "type": f"urn:patrol-app:error:{error.code}",
        "title": say(f"errors.{error.code}.title"),
        "status": status or error.status,
        "code": error.code,
        "detail": say(f"errors.{error.code}.detail"),
        "keep": error.keep,
    }
    if "errors" in error.data:
        members["errors"] = error.data["errors"]
    if "fault_id" in error.data:
        members["instance"] = f"urn:patrol-app:fault:{error.data['fault_id']}"
    return members


def retry_after(error: PatrolError) -> dict[str, str]:
    """Give the header that says how long to wait, where waiting helps."""
    return {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}


def answer_refusal(error: PatrolError, *, status: int | None = None) -> Response:
    """Answer a refusal by name; whoever only looks at a page without being logged in is shown the door to it."""
    if is_for_program():
        response = jsonify(describe(error, status=status))
        response.mimetype = "application/problem+json"
    elif isinstance(error, LoginRequired) and request.method in {"GET", "HEAD"}:
        return redirect(f"/login?{urlencode({'next': request.full_path.rstrip('?')})}")
    else:
        response = make_response(_page(error))
    response.status_code = status or error.status
    response.headers.update(retry_after(error))
    return response


def answer_http(error: HTTPException) -> Response:
    """Answer what the framework refuses in the same shape, with the headers HTTP asks for (Allow, redirects)."""
    if isinstance(error, ClientDisconnected):
        return answer_refusal(BrokenOff())
    framework_says = error.get_response()
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return Response(framework_says.get_data(), error.code, framework_says.headers)
    response = answer_refusal(_refusal_of(error), status=error.code)
    for name in ("Allow", "Retry-After", "Content-Range"):
        if name in framework_says.headers:
            response.headers[name] = framework_says.headers[name]
    return response


def answer_database(error: OperationalError) -> Response:
    """Answer a database held by others or out of room as what passes; anything else is a fault."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY_CODE
    if code in BUSY_CODES:
        return answer_refusal(Busy(retry_after_s=BUSY_RETRY_S))
    if code in FULL_CODES:
        return answer_refusal(StorageFull(retry_after_s=FULL_RETRY_S))
    return answer_fault(error)


def answer_disk(error: OSError) -> Response:
    """Answer a full disk as what passes; anything else is a fault."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return answer_refusal(StorageFull(retry_after_s=FULL_RETRY_S))
    return answer_fault(error)


def answer_fault(error: Exception) -> Response:
    """Answer a fault of ours with a number only, and write what happened beside that number into the log."""
    fault_id = secrets.token_hex(4)
    logger.error("fault %s at %s %s", fault_id, request.method, request.endpoint, exc_info=error)
    return answer_refusal(InternalFault(fault_id=fault_id))


def is_for_program() -> bool:
    """Say whether a script asks, which reads JSON and no pages."""
    return request.path.startswith("/api/") or "X-Patrol" in request.headers


def way_on(error: PatrolError) -> str:
    """Give the address where the person goes on from an error page."""
    if isinstance(error, CsrfMissing):
        return request.path
    if isinstance(error, Forbidden):
        # Whoever is logged in and may not be here has his place on the phone.
        return "/#/in"
    if error.status in {401, 403}:
        return "/login"
    return "/desk/" if request.path.startswith("/desk/") and request.path != "/desk/" else "/"


def _page(error: PatrolError) -> str:
    # Without what the doors tell their own pages: that may be the very thing that failed.
    template = current_app.jinja_env.get_template("gate/error.html")
    return template.render(error=error, way_on=way_on(error))


def _refusal_of(error: HTTPException) -> PatrolError:
    if isinstance(error, CSRFError):
        return CsrfMissing()
    status = error.code or 500
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status not in OF_STATUS:
        return InternalFault()
    return OF_STATUS.get(status, BadRequest)()
