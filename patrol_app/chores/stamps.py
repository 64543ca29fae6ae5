"""What is written on the copies of a picture: when, where, by whom, and with which app."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from patrol_app.domain.calendar import SHANGHAI
from patrol_app.ledger.queries.pictures import FirstUse, find_first_use
from patrol_app.media.derive import Stamp
from patrol_app.media.fonts import installed_font
from patrol_app.web.words import say_to_all


def find_stamp(session: Session, sha256: str) -> Stamp | None:
    """Give the stamp of a picture's first use, None for one that no entry filed, or where no font can write it."""
    font = installed_font()
    use = find_first_use(session, sha256)
    return Stamp(list_parts(use), str(font)) if use and font else None


def list_parts(use: FirstUse) -> tuple[str, ...]:
    """Give the parts of a stamp: 2026-11-22 08:31, 现场拍, 白水河洞头村段, 示例甲, 巡河台账."""
    return tuple(
        part
        for part in (
            _say_when(use.taken_at),
            say_to_all(f"domain.source.{use.source}") if use.source else "",
            f"{use.river or ''}{use.reach or ''}",
            use.person or "",
            say_to_all("desk.name"),
        )
        if part
    )


def _say_when(at: datetime | None) -> str:
    if at is None:
        return say_to_all("desk.media.time_unknown")
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
