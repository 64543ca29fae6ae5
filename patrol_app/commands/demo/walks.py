"""How a walk of the demo goes: its hours, weather, track and answers, the same in every demo of the same day."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Any

from patrol_app.commands.demo.people import demo_id
from patrol_app.commands.demo.places import list_point_ids, reach_id, walked_line
from patrol_app.domain.calendar import SHANGHAI
from patrol_app.ledger.canonical import wire_time

#: Seconds between two fixes of the track.
_FIX_EVERY_S = 15

#: Where the notice says 河道干涸无水 (大箕河).
DRY_AT = frozenset({"石门村"})


@dataclass(frozen=True)
class Walk:
    """One person's walk along one reach; `village` names the reach.

    `clock_ahead` is how wrong the phone's clock is, `cut_short` why the walk ended early; one who is `unsure` leaves an
    item unanswered, one who `sits` never leaves one spot.
    """

    username: str
    village: str
    day_on: date
    clock_ahead: timedelta = timedelta()
    cut_short: str | None = None
    unsure: bool = False
    sits: bool = False

    @cached_property
    def id(self) -> str:
        """Name the patrol."""
        return demo_id(f"patrol {self.username} {self.village} {self.day_on}")

    @property
    def started_at(self) -> datetime:
        """Give the hour at which it began by the phone's clock: between half past seven and nine."""
        since_midnight = timedelta(minutes=between(f"start {self.id}", 450, 540), seconds=12)
        return datetime.combine(self.day_on, time(), SHANGHAI) + since_midnight + self.clock_ahead

    @cached_property
    def elapsed_ms(self) -> int:
        """Give how long it took: 28 to 46 minutes."""
        return between(f"length {self.id}", 28 * 60, 46 * 60) * 1000

    @property
    def ended_at(self) -> datetime:
        """Give its end."""
        return self.started_at + timedelta(milliseconds=self.elapsed_ms)


def between(name: str, low: int, high: int) -> int:
    """Give a number from `low` to `high` that only depends on the name."""
    return low + int.from_bytes(hashlib.sha256(name.encode()).digest()[:6]) % (high - low + 1)


RAIN = "下大雨"


def weather_on(day: date) -> str:
    """Say whether it rained: about one day in seven."""
    return "rain" if between(f"weather {day}", 1, 7) == 1 else "dry"


def water_on(day: date, village: str) -> str:
    """Say what the river did: high in rain; 大箕河 is dry all year, 白水河 at 河西村 now and then."""
    if village in DRY_AT:
        return "dry_bed"
    if weather_on(day) == "rain":
        return "high"
    return "dry_bed" if village == "河西村" and between(f"water {day}", 1, 3) == 1 else "flowing"


def patrol_body(
    walk: Walk, *, found: dict[int, list[str]], rechecks: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Write the walk's facts of duty; `found` gives the known problems of each item found."""
    in_rain = walk.cut_short == RAIN
    unseen = (
        frozenset(range(6, 9)) if walk.cut_short else frozenset({5}) if walk.unsure else frozenset()
    )
    return {
        "patrol_id": walk.id,
        "reach_id": reach_id(walk.village),
        "banks": "both",
        "method": _method(walk),
        "weather": "rain" if in_rain else weather_on(walk.day_on),
        "water": "high" if in_rain else water_on(walk.day_on, walk.village),
        "started_at": wire_time(walk.started_at),
        "ended_at": wire_time(walk.ended_at),
        "elapsed_ms": walk.elapsed_ms,
        "ended_early": walk.cut_short,
        "items": [_item(item, found, seen=item not in unseen) for item in range(1, 9)],
        "rechecks": list(rechecks),
        "visits": _visits(walk),
        "companions": [],
    }


def _visits(walk: Walk) -> list[dict[str, Any]]:
    """Come by two points in three, each so many ms after the start; who sits at home comes by none."""
    points = () if walk.sits else list_point_ids(walk.village)
    visited = [point_id for point_id in points if between(f"visit {walk.id} {point_id}", 1, 3) > 1]
    every_ms = walk.elapsed_ms // (len(visited) + 1)
    return [
        {"point_id": point_id, "elapsed_ms": every_ms * turn}
        for turn, point_id in enumerate(visited, 1)
    ]


def _method(walk: Walk) -> str:
    """On foot as a rule; some take the electric bike."""
    return "bike" if between(f"method {walk.username}", 1, 4) == 1 else "on_foot"


def _item(item: int, found: dict[int, list[str]], *, seen: bool) -> dict[str, Any]:
    finding = "found" if item in found else "none" if seen else "not_checked"
    return {"item": item, "finding": finding, "known_problems": found.get(item, [])}


def patrol_private(walk: Walk) -> dict[str, Any]:
    """Write what can be erased: the track, with a gap now and then while the screen was dark."""
    fixes = _fixes(walk)
    gaps: list[list[Any]] = []
    if between(f"gap {walk.id}", 1, 4) == 1:
        middle = len(fixes) // 2
        lost = fixes[middle : middle + 16]
        gaps = [[lost[0][3], lost[-1][3], "asleep"]]
        fixes = fixes[:middle] + fixes[middle + 16 :]
    return {
        "track": {"fixes": fixes, "gaps": gaps},
        "other_companions": [],
        "note": None,
    }


def place_on(walk: Walk, share: float) -> tuple[int, int]:
    """Give where on the reach's line one stands after this share of its corners, as `(lon_e6, lat_e6)`."""
    line = walked_line(walk.village)
    reached = share * (len(line) - 1)
    corner = min(int(reached), len(line) - 2)
    (lon, lat), (next_lon, next_lat) = line[corner], line[corner + 1]
    rest = reached - corner
    return round(lon + (next_lon - lon) * rest), round(lat + (next_lat - lat) * rest)


def _fixes(walk: Walk) -> list[list[int]]:
    """Give the fixes `[lon_e6, lat_e6, accuracy_m, ms]` of a steady walk from end to end, as unsteady as a phone's."""
    moments_ms = range(0, walk.elapsed_ms, _FIX_EVERY_S * 1000)
    if walk.sits:
        return [[*place_on(walk, 0.1), 10, at_ms] for at_ms in moments_ms]
    chance = Random(walk.id)  # noqa: S311  the same walk in every demo, no secret
    fixes = []
    for at_ms in moments_ms:
        lon, lat = place_on(walk, at_ms / walk.elapsed_ms)
        lon += chance.randint(-90, 90)
        lat += chance.randint(-90, 90)
        fixes.append([lon, lat, chance.randint(5, 16), at_ms + chance.randint(0, 900)])
    return fixes
