"""The invented people and places of the demo: two counties, three reaches, a dozen people, no real name or number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from patrol_app.domain.people import Role


@dataclass(frozen=True)
class Place:
    """A point to visit; `at_e6` is `(lon_e6, lat_e6)` as the notice prints it, None where it prints none."""

    kind: str
    name: str
    at_e6: tuple[int, int] | None


@dataclass(frozen=True)
class Stretch:
    """A reach of the demo; its line only joins printed coordinates, downstream last, so it is approximate."""

    village: str
    line_e6: tuple[tuple[int, int], ...]
    points: tuple[Place, ...]


@dataclass(frozen=True)
class Office:
    """One person of the demo with an account and the offices he holds in one area."""

    username: str
    name: str
    area: str
    roles: tuple[Role, ...]


#: Name, level and the area above; codes and names as in 城政办发〔2025〕5号.
AREAS: tuple[tuple[str, str, str | None], ...] = (
    ("晋城市城区", "county", None),
    ("泽州县", "county", None),
    ("钟家庄街道", "township", "晋城市城区"),
    ("北石店镇", "township", "晋城市城区"),
    ("大箕镇", "township", "泽州县"),
    ("洞头村", "village", "钟家庄街道"),
    ("武匠村", "village", "钟家庄街道"),
    ("河西村", "village", "大箕镇"),
)
LEDGERS = {"晋城市城区": "140502", "泽州县": "140525"}

STRETCHES: tuple[Stretch, ...] = (
    Stretch(
        "洞头村",
        (
            (112884616, 35443051),
            (112883516, 35433935),
            (112881466, 35432958),
            (112880391, 35431988),
            (112881753, 35429622),
        ),
        (
            Place("source", "混凝土加工厂场地", (112884616, 35443051)),
            Place("source", "洞头村污水处理站", (112883516, 35433935)),
            Place("outlet", "洞头村雨水排放口", (112881466, 35432958)),
            Place("outlet", "洞头村泄洪渠", (112880391, 35431988)),
            Place("section", "洞头断面", (112881753, 35429622)),
            Place("board", "洞头村段河长公示牌", None),
        ),
    ),
    Stretch(
        "武匠村",
        ((112875303, 35448270), (112884616, 35443051)),
        (
            Place("source", "武匠村污水处理站", (112875303, 35448270)),
            Place("board", "武匠村段河长公示牌", None),
        ),
    ),
    Stretch(
        "河西村",
        (
            (112893522, 35412413),
            (112893315, 35408374),
            (112900389, 35402867),
            (112906724, 35397543),
        ),
        (
            Place("source", "马苇村养羊场", (112891596, 35408820)),
            Place("section", "白水河断面", (112900389, 35402867)),
            Place("source", "河西村", (112906724, 35397543)),
        ),
    ),
)

OFFICES: tuple[Office, ...] = (
    Office("patroller", "示例甲", "洞头村", (Role.PATROLLER,)),
    Office("village", "示例乙", "洞头村", (Role.VILLAGE_CHIEF,)),
    Office("patroller2", "示例丙", "武匠村", (Role.PATROLLER,)),
    Office("village2", "示例丁", "武匠村", (Role.VILLAGE_CHIEF,)),
    Office("township", "示例戊", "钟家庄街道", (Role.TOWNSHIP_CHIEF,)),
    Office("county", "示例己", "晋城市城区", (Role.COUNTY_OFFICE,)),
    Office("township2", "示例庚", "北石店镇", (Role.TOWNSHIP_CHIEF,)),
    Office("patroller3", "示例辛", "河西村", (Role.PATROLLER, Role.VILLAGE_CHIEF)),
    Office("township3", "示例癸", "大箕镇", (Role.TOWNSHIP_CHIEF,)),
    Office("assistant", "示例子", "洞头村", (Role.ASSISTANT,)),
    Office("clerk", "示例丑", "钟家庄街道", (Role.CLERK,)),
    Office("stranger", "示例壬", "", ()),
)


def demo_id(name: str) -> str:
    """Give the id that a thing of the demo has in every demo; a UUIDv7 like all others, of New Year 2025."""
    made_at_ms = 1_735_660_800_000
    value = int.from_bytes(made_at_ms.to_bytes(6) + hashlib.sha256(name.encode()).digest()[:10])
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=value))


def person_id(username: str) -> str:
    """Give the id of the person who logs in as `username`."""
    return demo_id(f"person {username}")


def appointment_id(username: str, role: Role) -> str:
    """Give the id of the office that `username` holds as `role`."""
    return demo_id(f"appointment {username} {role}")


def reach_id(village: str) -> str:
    """Give the id of the village's reach of 白水河."""
    return demo_id(f"reach {village}")


def area_id(name: str) -> str:
    """Give the id of an area: its code for a county, else one made from its name."""
    return LEDGERS.get(name) or demo_id(f"area {name}")


def ledger_of(area: str) -> str:
    """Give the code of the county in which the area called so lies."""
    above = {name: parent for name, _, parent in AREAS}
    while (parent := above[area]) is not None:
        area = parent
    return LEDGERS[area]
