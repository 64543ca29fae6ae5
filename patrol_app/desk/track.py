"""The drawing of one patrol: the reach's line, what was walked of it, and the gaps left as gaps.

Plain numbers in, SVG numbers out; the template only writes them down.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: The drawing's inside, in SVG units, and the white left around it.
WIDTH = 960
HEIGHT = 540
MARGIN = 48

#: A time without a fix longer than this is a gap, whether or not the phone named it.
GAP_MS = 180_000

Place = Sequence[int]


@dataclass(frozen=True)
class Drawing:
    """Everything in SVG units: lines as `points` attributes, marks as (x, y, name)."""

    reach: str | None
    walked: tuple[str, ...]
    lone: tuple[tuple[int, int], ...]
    start: tuple[int, int] | None
    end: tuple[int, int] | None
    marks: tuple[tuple[int, int, str], ...]


def draw(
    geometry: Sequence[Place] | None,
    fixes: Sequence[Sequence[int]],
    gaps: Sequence[Sequence[object]],
    points: Iterable[tuple[Place, str]] = (),
) -> Drawing | None:
    """Draw a reach and a track; None when neither line is known.

    `geometry` and `points` hold [lon_e6, lat_e6], `fixes` [lon_e6, lat_e6, accuracy_m, ms],
    `gaps` [from_ms, to_ms, reason].
    """
    marked = list(points)
    corners = [*(geometry or ()), *fixes]
    if not corners:
        return None
    scale = _Scale([*corners, *(place for place, _ in marked)])
    pieces = [[scale.spot(fix) for fix in piece] for piece in split_at_gaps(fixes, gaps)]
    return Drawing(
        reach=_line(scale.spot(corner) for corner in geometry) if geometry else None,
        walked=tuple(_line(piece) for piece in pieces if len(piece) > 1),
        lone=tuple(piece[0] for piece in pieces if len(piece) == 1),
        start=pieces[0][0] if pieces else None,
        end=pieces[-1][-1] if pieces else None,
        marks=tuple((*scale.spot(place), name) for place, name in marked),
    )


def split_at_gaps(
    fixes: Sequence[Sequence[int]], gaps: Sequence[Sequence[object]]
) -> list[list[Sequence[int]]]:
    """Cut a track wherever the phone named a gap or was silent too long: no line is drawn across."""
    named = [
        (start, end) for start, end, *_ in gaps if isinstance(start, int) and isinstance(end, int)
    ]
    pieces: list[list[Sequence[int]]] = []
    for fix in fixes:
        if pieces and not _is_apart(pieces[-1][-1][3], fix[3], named):
            pieces[-1].append(fix)
        else:
            pieces.append([fix])
    return pieces


def _is_apart(before_ms: int, after_ms: int, named: Sequence[tuple[int, int]]) -> bool:
    return after_ms - before_ms > GAP_MS or any(
        start < after_ms and before_ms < end for start, end in named
    )


def _line(spots: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{x},{y}" for x, y in spots)


class _Scale:
    """From degrees to the drawing: east and north keep their proportion, the middle stays in the middle."""

    def __init__(self, places: Sequence[Place]) -> None:
        longitudes = [place[0] for place in places]
        latitudes = [place[1] for place in places]
        self._middle = (
            (min(longitudes) + max(longitudes)) / 2,
            (min(latitudes) + max(latitudes)) / 2,
        )
        self._narrowing = math.cos(math.radians(self._middle[1] / 1_000_000))
        east = (max(longitudes) - min(longitudes)) * self._narrowing
        north = max(latitudes) - min(latitudes)
        self._factor = min(
            (WIDTH - 2 * MARGIN) / east if east else math.inf,
            (HEIGHT - 2 * MARGIN) / north if north else math.inf,
        )
        if math.isinf(self._factor):
            self._factor = 1

    def spot(self, place: Place) -> tuple[int, int]:
        """Give a place's x and y; north is up."""
        east = (place[0] - self._middle[0]) * self._narrowing
        north = place[1] - self._middle[1]
        return round(WIDTH / 2 + east * self._factor), round(HEIGHT / 2 - north * self._factor)
