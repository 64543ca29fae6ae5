"""What a notice's words say about a place: how far along the river from its section, on which bank, how far from it."""

import math
import re
from dataclasses import dataclass

from patrol_app.domain.county.notice import At

_NUMBER = r"(?P<{0}>\d+(?:\.\d+)?)(?P<{0}_unit>米|千米|公里)"
_PLACE = re.compile(
    r"(?:(?P<section>.*?断面)?(?P<way>上游|下游)" + _NUMBER.format("along") + r")?"
    r"[，,、]?"
    r"(?:(?P<close>紧邻)?(?P<bank>左|右)岸(?:" + _NUMBER.format("off") + r")?)?"
)
_M_PER_DEGREE = 111_195
_E6 = 1_000_000


@dataclass(frozen=True)
class Place:
    """A place in words, in metres: `upstream_m` along the river (negative: downstream), `off_m` from the bank.

    What is not said is None; a bank with metres but without a way is at the section itself.
    """

    section: str | None
    upstream_m: int | None
    bank: str | None
    off_m: int | None


def read_place(words: str) -> Place | None:
    """Give what the words say from their beginning, or None where they say neither a distance nor a bank."""
    found = _PLACE.match(words)
    if found is None or not found[0]:
        return None
    along_m, off_m = _metres(found, "along"), _metres(found, "off")
    if off_m is None and found["close"]:
        off_m = 0
    if along_m is None and off_m is not None:
        along_m = 0
    return Place(
        section=found["section"] if found["section"] not in {None, "断面"} else None,
        upstream_m=-along_m if along_m is not None and found["way"] == "下游" else along_m,
        bank={"左": "left", "右": "right"}.get(found["bank"]),
        off_m=off_m,
    )


def distance_m(one: At, other: At) -> int:
    """Give the straight distance between two positions, good to a metre over the few kilometres of a reach."""
    lat_rad = math.radians((one[1] + other[1]) / 2 / _E6)
    east = (one[0] - other[0]) / _E6 * _M_PER_DEGREE * math.cos(lat_rad)
    north = (one[1] - other[1]) / _E6 * _M_PER_DEGREE
    return round(math.hypot(east, north))


def _metres(found: re.Match[str], name: str) -> int | None:
    if found[name] is None:
        return None
    return round(float(found[name]) * (1 if found[f"{name}_unit"] == "米" else 1_000))


def river_order(kind: str, words: str | None) -> tuple[bool, int]:
    """Give what sorts points of a reach downstream: a section is its own zero, what says no distance comes last."""
    place = _AT_SECTION if kind == "section" else read_place(words or "")
    if place is None or place.upstream_m is None:
        return True, 0
    return False, -place.upstream_m


_AT_SECTION = Place(None, 0, None, None)
