"""Opens the file that a phone makes of everything unsent, and trusts nothing in it: no name, no length, no hash."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LIST = "outbox.json"
#: 60 walks of eight hours, each with a fix every five seconds, are a third of it.
MOST_LIST_BYTES = 32_000_000
#: Room for the names of some 60,000 files; a table of contents is read in one piece.
MOST_READ_BYTES = 8_000_000
PIECE_BYTES = 262_144

_MEDIUM = re.compile(r"media/([0-9a-f]{64})\.[a-z0-9]{1,5}")
#: What a phone writes, and what it becomes when somebody packs it anew; others are undone without any bound.
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Unreadable(Exception):
    """The file, or one part of it, cannot be read; `why` ends a key of the catalogue, `outbox.file.…`."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why = why
        self.values = values


class Archive:
    """An open file of unsent things: its list, and the bytes of each medium by hash, never by a name it chose."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._parts = parts
        self._media: dict[str, zipfile.ZipInfo] = {}
        self.strange: list[str] = []
        for part in parts.infolist():
            found = _MEDIUM.fullmatch(part.filename)
            if found is not None:
                self._media[found[1]] = part
            elif part.filename != LIST and not part.is_dir():
                self.strange.append(part.filename)

    def read_list(self) -> bytes:
        """Give the bytes of the list; raises Unreadable."""
        listed = [part for part in self._parts.infolist() if part.filename == LIST]
        if len(listed) != 1:
            raise Unreadable("no_list")
        raw = b"".join(self._pieces(listed[0], MOST_LIST_BYTES + 1))
        if len(raw) > MOST_LIST_BYTES:
            raise Unreadable("list_too_big")
        return raw

    def pieces(self, sha256: str, length_bytes: int) -> Iterator[bytes]:
        """Give a medium piece by piece, exactly as many bytes as announced; raises Unreadable."""
        part = self._media.get(sha256)
        if part is None:
            raise Unreadable("medium_missing")
        came_bytes = 0
        for piece in self._pieces(part, length_bytes + 1):
            came_bytes += len(piece)
            if came_bytes > length_bytes:
                raise Unreadable("medium_length")
            yield piece
        if came_bytes < length_bytes:
            raise Unreadable("medium_length")

    def _pieces(self, part: zipfile.ZipInfo, most_bytes: int) -> Iterator[bytes]:
        if part.compress_type not in _PACKED or part.flag_bits & _ENCRYPTED:
            raise Unreadable("part_packed")
        left_bytes = most_bytes
        try:
            with self._parts.open(part) as file:
                while left_bytes > 0 and (piece := file.read(min(PIECE_BYTES, left_bytes))):
                    left_bytes -= len(piece)
                    yield piece
        except _BROKEN as broken:
            raise Unreadable("part_broken") from broken


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open the file; raises Unreadable where it is no zip, or only the beginning of one."""
    with _Frugal(path) as raw:
        try:
            parts = zipfile.ZipFile(raw)
        except _BROKEN as broken:
            raise Unreadable("no_zip") from broken
        with parts:
            yield Archive(parts)


class _Frugal(io.FileIO):
    """A file of which nobody reads too much at once: a table of contents of gigabytes is no phone's."""

    def read(self, size: int | None = -1) -> bytes:
        """Read as asked; raises ValueError where it is too much."""
        if size is not None and size > MOST_READ_BYTES:
            raise ValueError(size)
        return super().read(size) or b""


def name_plainly(name: str) -> str:
    """Give a name out of the file as it may be shown: nothing in it moves a cursor or goes on for ever."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:80]
