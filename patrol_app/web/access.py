"""The gate is shut unless a view says who may enter: `@everyone`, `@signed_in` or `@for_deed(…)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from flask import Flask, current_app, g, request

from patrol_app.domain.errors import Forbidden, LoginRequired
from patrol_app.domain.people import Actor
from patrol_app.domain.permissions import Deed, may
from patrol_app.web.clock import now, today
from patrol_app.web.pace import make_sure_of_pace
from patrol_app.web.sessions import find_actor_of_cookie

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Entrance:
    """Who may enter a view; with `deed`, only those whose offices of today allow it."""

    signed_in: bool
    deed: Deed | None = None


_ENTRANCES: WeakKeyDictionary[Callable[..., Any], Entrance] = WeakKeyDictionary()


def everyone(view: View) -> View:
    """Let anybody in, without looking who it is; such a view shows nothing of anyone."""
    _ENTRANCES[view] = Entrance(signed_in=False)
    return view


def signed_in(view: View) -> View:
    """Let in whoever is logged in; `g.actor` says who."""
    _ENTRANCES[view] = Entrance(signed_in=True)
    return view


def for_deed(deed: Deed) -> Callable[[View], View]:
    """Let in whose offices of today allow `deed`; `g.actor` says who."""

    def declare(view: View) -> View:
        _ENTRANCES[view] = Entrance(signed_in=True, deed=deed)
        return view

    return declare


def find_entrance(view: Callable[..., Any]) -> Entrance | None:
    """Give what the view declared, None if it forgot."""
    return _ENTRANCES.get(view)


def may_now(actor: Actor, deed: Deed) -> bool:
    """Say whether the actor's offices of today allow `deed`."""
    return may(actor.roles(today()), deed)


def make_sure_of_entrance() -> None:
    """Refuse who may not enter the view of this request; raises LoginRequired, TooFast or Forbidden."""
    if request.endpoint is None or request.routing_exception is not None:
        return
    entrance = find_entrance(current_app.view_functions[request.endpoint])
    if entrance is None:
        raise Forbidden
    if not entrance.signed_in:
        return
    actor = find_actor_of_cookie(now())
    if actor is None:
        raise LoginRequired
    g.actor = actor
    make_sure_of_pace(actor.person_id, now())
    if entrance.deed is not None and not may_now(actor, entrance.deed):
        raise Forbidden


def init_access(app: Flask) -> None:
    """Shut the gate, and let templates ask `may('see_ledger')` before they show a way."""
    app.before_request(make_sure_of_entrance)
    app.jinja_env.globals["may"] = _may_reader


def _may_reader(deed: str) -> bool:
    actor: Actor | None = g.get("actor")
    return actor is not None and may_now(actor, Deed(deed))
