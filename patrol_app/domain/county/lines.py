"""The line of a reach from what is printed of it: it only joins points, so it is approximate and for the eye alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from patrol_app.domain.county.notice import At, Section
from patrol_app.domain.county.places import Place, distance_m

#: What lies farther from the bank says little about where the river runs.
NEAR_RIVER_M = 300
#: Points so near to each other along the river would make the line jump between the banks.
STEP_M = 50


@dataclass(frozen=True)
class Mark:
    """A printed point of a reach whose place nothing speaks against, and what the words say of it."""

    at_e6: At
    section: Section
    place: Place


def join(marks: Sequence[Mark]) -> list[list[int]] | None:
    """Give the line through the marks, downstream last, or None where fewer than two are left to join.

    The way along the river is what the words say, else the straight distance from the section. Ways from two
    sections cannot be compared, so only the marks of the one that most of them name are joined.
    """
    sections = Counter(mark.section.name for mark in marks)
    if not sections:
        return None
    main = sections.most_common(1)[0][0]
    near = [
        mark
        for mark in marks
        if mark.section.name == main and (mark.place.off_m or 0) <= NEAR_RIVER_M
    ]
    line: list[Mark] = []
    for mark in sorted(near, key=lambda one: (-_upstream_m(one), one.at_e6)):
        if line and _upstream_m(line[-1]) - _upstream_m(mark) < STEP_M:
            line[-1] = min(line[-1], mark, key=lambda one: one.place.off_m or 0)
        else:
            line.append(mark)
    return [list(mark.at_e6) for mark in line] if len(line) > 1 else None


def _upstream_m(mark: Mark) -> int:
    if mark.place.upstream_m is not None:
        return mark.place.upstream_m
    return 0 if mark.section.at_e6 is None else distance_m(mark.at_e6, mark.section.at_e6)
