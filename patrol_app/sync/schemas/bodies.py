"""The facts of duty in an entry, one shape a kind (contract, the table of kinds)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, ValidationError, validates_schema

from patrol_app.domain.entries import Kind
from patrol_app.domain.people import Role
from patrol_app.domain.workflow import Holder, Outcome, Severity
from patrol_app.sync.schemas.shapes import OpenShape, Value, many, one
from patrol_app.sync.schemas.values import (
    is_between,
    is_count,
    is_day,
    is_flag,
    is_id,
    is_list_of,
    is_moment,
    is_one_of,
    is_text,
)

#: The items a patrol answers and a problem belongs to; item 9 is answered by the rechecks.
ITEMS = range(1, 9)

_MOST = 200

_is_version = is_between(1, 2**31 - 1)


def words(*known: str) -> Value:
    """Give a field that holds one of these words."""
    return Value(is_one_of(known), f"one of {', '.join(known)}")


def text(*, or_null: bool = False) -> Value:
    """Give a field that holds what somebody wrote."""
    return Value(is_text(), "a text of at most 2000 characters", or_null=or_null)


def item() -> Value:
    """Give a field that holds the number of one of the eight items."""
    return Value(is_between(ITEMS[0], ITEMS[-1]), "an item from 1 to 8")


def id_of_thing(*, or_null: bool = False) -> Value:
    """Give a field that holds an id."""
    return Value(is_id, "a UUID in lower case", or_null=or_null)


def ids() -> Value:
    """Give a field that holds a list of ids."""
    return Value(is_list_of(is_id, _MOST), f"a list of at most {_MOST} UUIDs in lower case")


def moment(*, or_null: bool = False) -> Value:
    """Give a field that holds a moment."""
    return Value(is_moment, "RFC 3339 with offset and milliseconds", or_null=or_null)


#: JSON Schema's way to say that each item is answered, and nothing else.
_EACH_ITEM_ONCE: Mapping[str, Any] = {
    "minItems": len(ITEMS),
    "maxItems": len(ITEMS),
    "allOf": [
        {"contains": {"properties": {"item": {"const": number}}, "required": ["item"]}}
        for number in ITEMS
    ],
}


class FindingShape(OpenShape):
    """What was seen of one item; `known_problems` are old ones found again."""

    item = item()
    finding = words("none", "found", "not_checked")
    known_problems = ids()


class RecheckShape(OpenShape):
    """What became of an old problem."""

    problem_id = id_of_thing()
    outcome = words(*Outcome)
    reason = text(or_null=True)


class VisitShape(OpenShape):
    """When somebody stood at a point to visit, counted from the start of the patrol."""

    point_id = id_of_thing()
    elapsed_ms = Value(is_count, "ms from 0 up")


class PatrolShape(OpenShape):
    """`patrol.completed`."""

    patrol_id = id_of_thing()
    reach_id = id_of_thing()
    banks = words("left", "right", "both")
    method = words("on_foot", "bike", "car", "boat", "drone")
    weather = words("dry", "rain", "snow")
    water = words("flowing", "dry_bed", "frozen", "high")
    started_at = moment()
    ended_at = moment()
    elapsed_ms = Value(is_count, "ms from 0 up")
    ended_early = text(or_null=True)
    items = many(FindingShape)
    rechecks = many(RecheckShape)
    visits = many(VisitShape)
    companions = ids()

    also = MappingProxyType({"allOf": [{"properties": {"items": _EACH_ITEM_ONCE}}]})

    @validates_schema
    def all_eight(self, data: dict[str, Any], **_: object) -> None:
        """Refuse a patrol that leaves an item out or answers one twice: 没查 is an answer, silence is none."""
        if sorted(answer["item"] for answer in data["items"]) != list(ITEMS):
            raise ValidationError("must answer each of the items 1 to 8 once", "items")


class CureShape(OpenShape):
    """What was done about a problem at once: 处理意见 and 处理结果."""

    opinion = text(or_null=True)
    result = text(or_null=True)


class ReportShape(OpenShape):
    """`problem.reported`; pictures that are missing are a doubt, never a refusal."""

    reach_id = id_of_thing()
    patrol_id = id_of_thing(or_null=True)
    origin = words("patrol", "public", "order")
    item = item()
    category = text()
    severity = words(*Severity)
    what = text()
    on_the_spot = one(CureShape, or_null=True)


class ProblemShape(OpenShape):
    """What all later entries about a problem begin with."""

    problem_id = id_of_thing()


class ToldShape(ProblemShape):
    """`problem.told`."""

    whom = words(*Role)
    way = words("call", "sms", "in_person")
    got_through = Value(is_flag, "true or false")


class AcceptedShape(ProblemShape):
    """`problem.accepted`."""

    opinion = text(or_null=True)
    responsible_unit = text(or_null=True)
    responsible_person = text(or_null=True)
    due_on = Value(is_day, "a day as YYYY-MM-DD", or_null=True)


class HandledShape(ProblemShape):
    """`problem.handled`; without an after picture it is in doubt."""

    result = text(or_null=True)


class EscalatedShape(ProblemShape):
    """`problem.escalated`; `name` is that of the department or the other county."""

    reason = text(or_null=True)
    to = words(*(holder for holder in Holder if holder is not Holder.VILLAGE))
    name = text(or_null=True)


class JudgedShape(ProblemShape):
    """`problem.confirmed`, `problem.reopened`."""

    reason = text(or_null=True)


class ConsentShape(OpenShape):
    """`consent.given`, `consent.withdrawn`: `version` is that of the words that were shown."""

    version = Value(_is_version, "a number from 1 up")


BODIES: Mapping[Kind, Schema] = MappingProxyType(
    {
        Kind.PATROL_COMPLETED: PatrolShape(),
        Kind.PROBLEM_REPORTED: ReportShape(),
        Kind.PROBLEM_TOLD: ToldShape(),
        Kind.PROBLEM_ACCEPTED: AcceptedShape(),
        Kind.PROBLEM_HANDLED: HandledShape(),
        Kind.PROBLEM_ESCALATED: EscalatedShape(),
        Kind.PROBLEM_CONFIRMED: JudgedShape(),
        Kind.PROBLEM_REOPENED: JudgedShape(),
        Kind.CONSENT_GIVEN: ConsentShape(),
        Kind.CONSENT_WITHDRAWN: ConsentShape(),
    }
)
"""The kinds a phone may send; `media.received` is the server's own, `register.changed` an office's or operator's."""
