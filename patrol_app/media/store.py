"""Where pictures lie: a folder in which a file's name is the SHA-256 of its bytes, written once and never changed."""

from pathlib import Path

from patrol_app.media.disk import make_lasting_folder, room_for_it, sync
from patrol_app.media.incoming import Incoming, Turn


class Store:
    """A media folder: `incoming` is what is on its way, `originals` what is complete, `derived` pages' copies."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.incoming = Incoming(root / "incoming")

    def original(self, sha256: str) -> Path:
        """Name the place of a complete picture, whether it is there or not."""
        return self._root / "originals" / sha256[:2] / sha256[2:4] / sha256

    def derived(self, sha256: str, size: str) -> Path:
        """Name the place of a page's copy, whether it is there or not."""
        return self._root / "derived" / size / sha256[:2] / sha256[2:4] / f"{sha256}.jpg"

    def keep(self, turn: Turn, sha256: str) -> None:
        """Move a complete upload to its place for good; what stands there already stays. Raises StorageFull."""
        target = self.original(sha256)
        with room_for_it():
            sync(turn.path)
            make_lasting_folder(target.parent)
            turn.path.replace(target)
            sync(target.parent)

    def is_stuck(self, sha256: str) -> bool:
        """Say whether making the copies of a picture failed last time."""
        return self._stuck(sha256).exists()

    def note_stuck(self, sha256: str) -> None:
        """Remember that the copies of a picture could not be made, so that not every look at it tries again."""
        path = self._stuck(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def forget_stuck(self, sha256: str) -> None:
        """Forget that they could not be made, for now they are."""
        self._stuck(sha256).unlink(missing_ok=True)

    def _stuck(self, sha256: str) -> Path:
        return self._root / "derived" / "stuck" / sha256
