"""What is wrong at the demo's river: each problem with what was done about it, counted in days before today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from patrol_app.domain.entries import Kind
from patrol_app.domain.workflow import Holder


@dataclass(frozen=True)
class Step:
    """One deed about a problem, `days_ago` at `hour` o'clock by the person who logs in as `username`.

    `due_in` is how many days later it has to be done (完成时限), None where nothing was set.
    """

    days_ago: int
    hour: int
    kind: Kind
    username: str
    body: Mapping[str, Any]
    due_in: int | None = None

    def body_on(self, day: date) -> dict[str, Any]:
        """Give the facts as written on `day`, with the day on which it is due."""
        if self.due_in is None:
            return dict(self.body)
        return {**self.body, "due_on": (day + timedelta(days=self.due_in)).isoformat()}


@dataclass(frozen=True)
class Trouble:
    """A problem of the demo, found on that day's walk by `username`; `chips` are codes of its checklist item.

    `sight` is what its picture shows; `on_the_spot` holds opinion and result when it was cured at once; `verdict` is
    what a later walk says of a cure.
    """

    key: str
    village: str
    username: str
    days_ago: int
    item: int
    chips: tuple[str, ...]
    what: str
    severity: str = "ordinary"
    sight: str = "rubbish"
    on_the_spot: tuple[str, str] | None = None
    verdict: str = "solved"
    steps: tuple[Step, ...] = field(default=())


def accepted(
    days_ago: int, username: str, opinion: str, unit: str, *, due_in: int | None = None
) -> Step:
    """Somebody takes a problem on and says what will be done."""
    body = {
        "opinion": opinion,
        "responsible_unit": unit,
        "responsible_person": None,
        "due_on": None,
    }
    return Step(days_ago, 11, Kind.PROBLEM_ACCEPTED, username, body, due_in)


def handled(days_ago: int, username: str, result: str) -> Step:
    """Somebody reports a cure."""
    return Step(days_ago, 16, Kind.PROBLEM_HANDLED, username, {"result": result})


def escalated(
    days_ago: int, username: str, reason: str, to: Holder, name: str | None = None
) -> Step:
    """Somebody passes a problem on to those who can handle it."""
    body = {"reason": reason, "to": to, "name": name}
    return Step(days_ago, 9, Kind.PROBLEM_ESCALATED, username, body)


TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        "坡下垃圾",
        "洞头村",
        "patroller",
        24,
        3,
        ("household_waste",),
        "坡下有一堆生活垃圾",
        steps=(
            accepted(24, "village", "找人清运", "洞头村村委会"),
            handled(22, "village", "垃圾已清运，坡面已平整"),
        ),
    ),
    Trouble(
        "岸边袋子",
        "洞头村",
        "patroller",
        17,
        3,
        ("household_waste",),
        "左岸草里有几袋垃圾",
        on_the_spot=("当场捡走", "已装袋带回村里的垃圾点"),
    ),
    Trouble(
        "渣土",
        "洞头村",
        "patroller",
        12,
        3,
        ("spoil", "building_waste"),
        "雨水排放口旁倒了一车渣土",
        sight="spoil",
        steps=(
            accepted(12, "village", "联系倒土的人运走", "洞头村村委会"),
            handled(1, "village", "渣土已运走，岸坡已恢复"),
        ),
    ),
    Trouble(
        "公示牌",
        "洞头村",
        "patroller",
        9,
        7,
        ("faded",),
        "河长公示牌掉色，电话看不清",
        sight="board",
    ),
    Trouble(
        "管口泡沫",
        "洞头村",
        "patroller",
        6,
        4,
        ("dry_weather_outflow", "odd_outflow"),
        "右岸水泥管口流白沫，刺鼻",
        severity="major",
        sight="foam",
        steps=(
            accepted(6, "village", "先看住管口，找来源", "洞头村村委会"),
            escalated(5, "village", "来源在村外，村里处理不了", Holder.TOWNSHIP),
        ),
    ),
    Trouble(
        "秸秆",
        "武匠村",
        "patroller2",
        18,
        3,
        ("straw",),
        "河滩上堆着秸秆",
        sight="straw",
        verdict="not_solved",
        steps=(handled(15, "village2", "秸秆已拉走"),),
    ),
    Trouble(
        "羊粪",
        "河西村",
        "patroller3",
        10,
        5,
        ("manure",),
        "羊圈边的粪水流进河沟",
    ),
)
