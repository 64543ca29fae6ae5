"""Pictures as pages show them: which ones belong side by side, and how many are still on their way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from patrol_app.ledger.tables.media import MediumUseRow


@dataclass(frozen=True)
class Picture:
    """One named picture, sound or film; `stored` says whether it has arrived, `source` whether camera or album."""

    sha256: str
    type: str
    role: str
    pairs_with: str | None
    taken_at: datetime | None
    source: str | None
    stored: bool

    @property
    def is_still(self) -> bool:
        """Say whether it is a picture, and neither to be heard nor played."""
        return self.type.startswith("image/")

    @property
    def is_sound(self) -> bool:
        """Say whether it is to be heard."""
        return self.type.startswith("audio/")

    @property
    def is_video(self) -> bool:
        """Say whether it is to be played."""
        return self.type.startswith("video/")


@dataclass(frozen=True)
class Pair:
    """The same spot before and after."""

    before: Picture
    after: Picture


def gather(uses: Iterable[tuple[MediumUseRow, bool]]) -> list[Picture]:
    """Turn named pictures into what a page shows, each once in each of its roles."""
    found: dict[tuple[str, str], Picture] = {}
    for use, stored in uses:
        picture = Picture(
            use.sha256, use.type, use.role, use.pairs_with, use.taken_at, use.source, stored=stored
        )
        found.setdefault((use.sha256, use.role), picture)
    return list(found.values())


def gather_of(uses: Iterable[tuple[MediumUseRow, bool]], problem_id: str) -> list[Picture]:
    """Turn the pictures of one problem among several into what a page shows."""
    return gather((use, stored) for use, stored in uses if use.problem_id == problem_id)


def pick_two(pictures: Sequence[Picture]) -> list[Picture]:
    """Give the two that stand beside each other on paper: before and after, else the first ones there are."""
    stills = [picture for picture in pictures if picture.is_still]
    pair = find_pair(stills)
    return [pair.before, pair.after] if pair else stills[:2]


def list_recordings(pictures: Iterable[Picture]) -> list[Picture]:
    """Give what was said and filmed, which paper cannot play."""
    return [picture for picture in pictures if not picture.is_still]


def find_pair(pictures: Sequence[Picture]) -> Pair | None:
    """Give the newest picture taken after, with the one before that it names; both must have arrived."""
    there = {picture.sha256: picture for picture in pictures if picture.stored and picture.is_still}
    for picture in reversed(pictures):
        before = there.get(picture.pairs_with or "")
        if picture.sha256 in there and before is not None:
            return Pair(before, picture)
    return None


def count_stored(pictures: Iterable[Picture]) -> int:
    """Count those that have arrived, of the pictures to be looked at."""
    return sum(picture.stored and picture.is_still for picture in pictures)
