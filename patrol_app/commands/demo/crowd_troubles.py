"""What else is wrong in the two counties: troubles of every kind, each on its way to where such troubles end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from patrol_app.commands.demo.people import Office
from patrol_app.commands.demo.troubles import Step, Trouble, accepted, escalated, handled
from patrol_app.commands.demo.walks import between
from patrol_app.domain.people import Role
from patrol_app.domain.workflow import Holder


@dataclass(frozen=True)
class Sort:
    """A sort of trouble, and who it takes to end it: `by` is the spot itself, the village, or who it is passed on to.

    `doing` and `done` are what is said of it: 处理意见 and 处理结果; `name` is the department or county it goes to.
    """

    item: int
    chips: tuple[str, ...]
    what: str
    doing: str
    done: str
    by: str = "spot"
    name: str | None = None
    sight: str = "rubbish"
    severity: str = "ordinary"


SORTS: tuple[Sort, ...] = (
    Sort(3, ("household_waste",), "护栏下有几个塑料袋", "当场捡走", "已装袋带回垃圾点"),
    Sort(3, ("floating_waste",), "水面漂着泡沫箱和瓶子", "用捞网捞起", "已捞干净"),
    Sort(3, ("straw",), "桥下堆着玉米秸秆", "通知户主拉走", "秸秆已拉走", "village", sight="straw"),
    Sort(7, ("tilted",), "公示牌被风刮歪了", "当场扶正", "已扶正，底座加了石头", sight="board"),
    Sort(
        3, ("building_waste", "spoil"), "岸边倒了一车渣土", "联系清运", "渣土已运走", "village",
        sight="spoil",
    ),
    Sort(
        4, ("dry_weather_outflow",), "晴天管口有水流出", "查来源，先堵住", "错接的管子已改", "township",
        sight="foam",
    ),
    Sort(5, ("manure",), "羊圈边的粪水淌到河滩", "让户主修粪池", "粪池已修好，河滩已清", "village"),
    Sort(8, ("washing_clothes",), "有人在河边洗衣服", "当面劝说", "已收拾离开，答应不再来"),
    Sort(7, ("faded",), "公示牌掉色，电话看不清", "报镇里换新", "新牌已装好", "township", sight="board"),
    Sort(2, ("farming",), "河滩上有人开荒种菜", "讲清规定，限期清除", "菜地已清，河滩恢复", "township"),
    Sort(
        1, ("foam", "smell"), "上游来水发白，有刺鼻味", "取样，顺着往上查", "来源已查到并停排", "county",
        sight="foam", severity="major",
    ),
    Sort(3, ("household_waste",), "坡下有一堆生活垃圾", "找人清运", "垃圾已清运", "village"),
    Sort(
        5, ("plant_overflow",), "污水站溢水口有水流出", "通知运营单位检修", "水泵已换，不再外溢", "department",
        name="区生态环境分局", sight="foam",
    ),
    Sort(8, ("railing_damage",), "护栏断了一截，危险", "先拉警示带", "护栏已焊好", "village"),
    Sort(
        3, ("floating_waste",), "上游漂下来一片垃圾", "请上游一起清理", "两边已一起清完", "other_county",
        name="邻县",
    ),
)  # fmt: skip

#: How many troubles a patroller of the crowd meets, and between which days before today each falls.
_SPANS_AGO = ((41, 76), (8, 40), (1, 7))

#: A cure that did not hold is news of the last weeks; what is older has been put right.
_BAD_CURES_AGO = 20


def list_troubles(offices: Iterable[Office]) -> Iterator[Trouble]:
    """Give the troubles that the crowd's patrollers meet, oldest first for each; the fresh ones come to a third."""
    people = tuple(offices)
    for number, walker in enumerate(_patrollers(people)):
        spans = _SPANS_AGO if number % 3 == 0 else _SPANS_AGO[:2]
        for turn, (first, last) in enumerate(spans):
            sort = SORTS[(number * 4 + turn * 7) % len(SORTS)]
            days_ago = between(f"trouble {walker.username} {turn}", first, last)
            if walker.came_ago is None or days_ago < walker.came_ago:
                yield _trouble(sort, walker, people, days_ago, turn)


def _patrollers(people: Iterable[Office]) -> Iterator[Office]:
    """Those of the crowd: the first dozen have troubles of their own."""
    return (
        one
        for one in people
        if one.roles == (Role.PATROLLER,)
        and one.left_ago is None
        and one.username not in {"patroller", "patroller2"}
    )


def _trouble(
    sort: Sort, walker: Office, people: tuple[Office, ...], days_ago: int, turn: int
) -> Trouble:
    key = f"{walker.username} {turn}"
    found = Trouble(
        key,
        walker.area,
        walker.username,
        days_ago,
        sort.item,
        sort.chips,
        sort.what,
        severity=sort.severity,
        sight=sort.sight,
    )
    if sort.by == "spot":
        return replace(found, on_the_spot=(sort.doing, sort.done))
    steps = tuple(step for step in _steps(sort, walker, people, days_ago) if step.days_ago > 0)
    bad_cure = days_ago < _BAD_CURES_AGO and between(f"verdict {key}", 1, 3) == 1
    return replace(found, verdict="not_solved" if bad_cure else "solved", steps=steps)


def _steps(sort: Sort, walker: Office, people: tuple[Office, ...], days_ago: int) -> Iterator[Step]:
    """The village takes it on; what it cannot end goes up, and comes back done some days later."""
    chief = _holder(people, Role.VILLAGE_CHIEF, walker.area)
    yield accepted(days_ago, chief, sort.doing, f"{walker.area}村委会", due_in=5)
    if sort.by == "village":
        yield handled(days_ago - 3, chief, sort.done)
        return
    yield escalated(days_ago - 1, chief, "村里处理不了", Holder.TOWNSHIP)
    township = _holder(people, Role.TOWNSHIP_CHIEF, _TOWNSHIP_OF[walker.area])
    yield accepted(days_ago - 2, township, sort.doing, _TOWNSHIP_OF[walker.area], due_in=7)
    if sort.by == "township":
        yield handled(days_ago - 8, township, sort.done)
        return
    yield escalated(days_ago - 3, township, "要上级协调", Holder(sort.by), sort.name)
    yield handled(days_ago - 12, township, sort.done)


_TOWNSHIP_OF = {
    "洞头村": "钟家庄街道",
    "武匠村": "钟家庄街道",
    "刘家川村": "北石店镇",
    "河西村": "大箕镇",
    "马苇村": "大箕镇",
    "石门村": "大箕镇",
    "背荫村": "金村镇",
    "崔庄村": "金村镇",
}


def _holder(people: Iterable[Office], role: Role, area: str) -> str:
    return next(one.username for one in people if role in one.roles and one.area == area)
