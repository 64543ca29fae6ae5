"""The invented people of the demo, in two counties: a dozen, no real name or number."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from patrol_app.domain.people import Role


@dataclass(frozen=True)
class Office:
    """One person of the demo with an account and the offices he holds in one area.

    `came_ago`, `left_ago`: he came into office, or left it, so many days before today; None where he always held it.
    """

    username: str
    name: str
    area: str
    roles: tuple[Role, ...]
    came_ago: int | None = None
    left_ago: int | None = None

    def is_held(self, days_ago: int) -> bool:
        """Say whether he was in office on that day before today."""
        came = self.came_ago is None or days_ago <= self.came_ago
        return came and (self.left_ago is None or days_ago >= self.left_ago)


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
