"""How much of a reach a track shows, and what is odd about the track; never how far somebody went.

The summed length of GPS fixes says nothing (half an hour on one spot sums to kilometres), so the line of the reach is
looked at instead: which of it lies near a fix. Plain numbers in: places are [lon_e6, lat_e6], fixes are
[lon_e6, lat_e6, accuracy_m, ms]. Source: trust, Tracks; the phone foresees the same by the same shared cases.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from patrol_app.domain.doubts import Doubt

Fix = Sequence[int]

#: A fix is taken at its word up to this accuracy, and speaks for what lies within this distance of it.
ACCURATE_M = 30
NEAR_M = 50

#: The line is looked at once every so many metres, and a long one at so many spots.
SPOT_EVERY_M = 10
SPOTS_MOST = 1_000

#: Less than this much of a line that is known for sure is worth a second look.
LITTLE_PERMILLE = 500

#: Nobody walks a river faster.
JUMP_M_PER_S = 120 / 3.6

#: An even row of fewer fixes happens by chance.
EVEN_FIXES = 20

_M_PER_E6 = 0.111195
"""Metres of one millionth of a degree along a meridian of the mean Earth (6,371,009 m)."""

#: A square of the grid and those around it.
_AROUND = tuple((east, north) for east in (-1, 0, 1) for north in (-1, 0, 1))

_Spot = tuple[float, float]
_Grid = dict[tuple[int, int], list[_Spot]]


def coverage_permille(line: Sequence[Sequence[int]], fixes: Sequence[Fix]) -> int | None:
    """Give how many thousandths of `line` lie near an accurate fix; None without a line or without such a fix.

    Nothing is drawn between fixes, so gaps stay gaps.
    """
    accurate = [fix for fix in fixes if fix[2] <= ACCURATE_M]
    if not accurate or not line:
        return None
    flat = _Flat(line[0])
    spots = _spots([flat.spot(place) for place in line])
    if not spots:
        return None
    unseen: _Grid = {}
    for spot in spots:
        unseen.setdefault(_square(spot), []).append(spot)
    for fix in accurate:
        if not unseen:
            break
        _see(unseen, flat.spot(fix))
    left = sum(map(len, unseen.values()))
    return (len(spots) - left) * 1000 // len(spots)


@dataclass(frozen=True)
class JudgedTrack:
    """What a track shows of its reach, in thousandths of the line (None where nobody can say), and what is odd."""

    coverage_permille: int | None
    doubts: frozenset[Doubt]


def judge_track(
    line: Sequence[Sequence[int]], fixes: Sequence[Fix], *, approximate: bool
) -> JudgedTrack:
    """Judge a track at its arrival; that it shows little is a doubt only where the line is not `approximate`."""
    permille = coverage_permille(line, fixes)
    is_little = permille is not None and permille < LITTLE_PERMILLE
    judged = (
        (Doubt.LITTLE_OF_REACH, is_little and not approximate),
        (Doubt.TRACK_JUMPS, _jumps(fixes)),
        (Doubt.TRACK_TOO_EVEN, _is_too_even(fixes)),
    )
    return JudgedTrack(permille, frozenset(doubt for doubt, holds in judged if holds))


def _jumps(fixes: Sequence[Fix]) -> bool:
    """Say whether two fixes lie further apart than anything moves, both inaccuracies taken off."""
    if not fixes:
        return False
    flat = _Flat(fixes[0])
    return any(
        math.dist(spot, next_spot) - before[2] - after[2]
        > JUMP_M_PER_S * abs(after[3] - before[3]) / 1000
        for (spot, before), (next_spot, after) in pairwise(
            zip(map(flat.spot, fixes), fixes, strict=True)
        )
    )


def _is_too_even(fixes: Sequence[Fix]) -> bool:
    """Say whether no phone measures like that: accuracy 0 or always the same, or a beat kept to the ms."""
    if any(fix[2] == 0 for fix in fixes):
        return True
    if len(fixes) < EVEN_FIXES:
        return False
    beats = {after[3] - before[3] for before, after in pairwise(fixes)}
    return len(beats) == 1 or len({fix[2] for fix in fixes}) == 1


def _see(unseen: _Grid, at: _Spot) -> None:
    """Take away all spots near `at`; they lie in its own square of the grid or in one around it."""
    x, y = at
    column, row = _square(at)
    for east, north in _AROUND:
        square = column + east, row + north
        if square in unseen:
            spots = unseen.pop(square)
            far = [
                spot for spot in spots if (spot[0] - x) ** 2 + (spot[1] - y) ** 2 > NEAR_M * NEAR_M
            ]
            if far:
                unseen[square] = far


def _square(spot: _Spot) -> tuple[int, int]:
    return math.floor(spot[0] / NEAR_M), math.floor(spot[1] / NEAR_M)


def _spots(line: Sequence[_Spot]) -> list[_Spot]:
    """Give the middles of equal steps along the line, in metres; none for a line without length."""
    sides = [(start, end, math.dist(start, end)) for start, end in pairwise(line)]
    length = sum(side[2] for side in sides)
    count = min(SPOTS_MOST, math.ceil(length / SPOT_EVERY_M))
    return list(_step(sides, length / count)) if count else []


def _step(sides: Sequence[tuple[_Spot, _Spot, float]], step: float) -> Iterator[_Spot]:
    ahead = step / 2
    for (x, y), (to_x, to_y), length in sides:
        while ahead < length:
            share = ahead / length
            yield x + (to_x - x) * share, y + (to_y - y) * share
            ahead += step
        ahead -= length


class _Flat:
    """The ground around a place as a plane in metres: east and north of it."""

    def __init__(self, middle: Sequence[int]) -> None:
        self._lon, self._lat = middle[0], middle[1]
        self._east = _M_PER_E6 * math.cos(math.radians(middle[1] / 1_000_000))

    def spot(self, place: Sequence[int]) -> _Spot:
        return (place[0] - self._lon) * self._east, (place[1] - self._lat) * _M_PER_E6
