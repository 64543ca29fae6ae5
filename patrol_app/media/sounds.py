"""What a file must be before it is kept as something said; nothing here decodes a sound (trust, Uploads)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from patrol_app.domain.errors import MediaTooLarge, SoundBroken

#: Half a minute of speech takes a quarter of it at most.
MAX_SOUND_BYTES = 1_000_000

_HEAD_BYTES = 64


@dataclass(frozen=True)
class SoundType:
    """A kind of sound we take: where in its first bytes which marks must stand."""

    suffix: str
    magic: tuple[tuple[int, bytes], ...]
    holds: bytes


SOUNDS: Mapping[str, SoundType] = MappingProxyType(
    {
        # RFC 8794 (EBML) with the document type of WebM; ISO/IEC 14496-12; RFC 3533.
        "audio/webm": SoundType("webm", ((0, b"\x1a\x45\xdf\xa3"),), b"webm"),
        "audio/mp4": SoundType("m4a", ((4, b"ftyp"),), b""),
        "audio/ogg": SoundType("ogg", ((0, b"OggS"),), b""),
    }
)


def is_sound(type: str) -> bool:
    """Say whether a media type is one of the sounds we take."""
    return type in SOUNDS


def make_sure_of_length(length_bytes: int) -> None:
    """Refuse a sound of more bytes than anybody says in half a minute; raises MediaTooLarge."""
    if length_bytes > MAX_SOUND_BYTES:
        raise MediaTooLarge(bytes=length_bytes, max_bytes=MAX_SOUND_BYTES)


def make_sure_of_sound(path: Path, type: str) -> None:
    """Refuse what does not begin as a sound of the announced type; raises SoundBroken, MediaTooLarge.

    How a recording ends says nothing: one that was cut off by a dead battery has no end, and what was said counts.
    """
    known = SOUNDS[type]
    make_sure_of_length(path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    begins = all(head[at : at + len(mark)] == mark for at, mark in known.magic)
    if not begins or known.holds not in head:
        raise SoundBroken
