"""Bytes as they come: compared with their checksum where there is one, and written one behind the other."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from patrol_app.domain.errors import ChecksumMismatch
from patrol_app.media.disk import room_for_it
from patrol_app.media.incoming import Incoming, Turn

#: Those of which a request may bring a checksum (tus, Checksum: sha1 is a must).
ALGORITHMS = ("sha1", "sha256")

_READ_BYTES = 65_536


@dataclass(frozen=True)
class Checksum:
    """What the bytes of one request must hash to by one of `ALGORITHMS`."""

    algorithm: str
    digest: bytes


def verify(incoming: Incoming, pieces: Iterable[bytes], checksum: Checksum) -> Iterator[bytes]:
    """Give the pieces on once all of them have come and are as they were sent.

    Raises ChecksumMismatch, StorageFull: then nothing has been given on, nor where the pieces break off.
    """
    reckoned = hashlib.new(checksum.algorithm, usedforsecurity=False)
    with incoming.spool() as kept:
        for piece in pieces:
            reckoned.update(piece)
            with room_for_it():
                kept.write(piece)
        if reckoned.digest() != checksum.digest:
            raise ChecksumMismatch(algorithm=checksum.algorithm)
        kept.seek(0)
        while piece := kept.read(_READ_BYTES):
            yield piece


def write(
    incoming: Incoming, turn: Turn, pieces: Iterable[bytes], *, length_bytes: int
) -> tuple[int, str]:
    """Write what comes up to the announced length; give the offset reached and the SHA-256 of what was written.

    Each piece finds the end of the one before, or nothing is written: whoever wrote from 0 to the end wrote it all.
    Raises WrongOffset, UploadGone, StorageFull: what was written before stays.
    """
    written = hashlib.sha256()
    offset_bytes = turn.offset_bytes
    for piece in pieces:
        taken = piece[: length_bytes - offset_bytes]
        offset_bytes = incoming.write(turn, taken, at_bytes=offset_bytes)
        written.update(taken)
        if offset_bytes == length_bytes:
            break
    return offset_bytes, written.hexdigest()
