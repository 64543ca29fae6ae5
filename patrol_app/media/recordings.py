"""What a file must be before it is kept as something said or filmed; nothing here decodes it (trust, Uploads)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from patrol_app.domain.errors import MediaTooLarge, PatrolError, SoundBroken, VideoBroken
from patrol_app.media.beginnings import begins_as_mp4, begins_as_ogg, begins_as_webm

#: Half a minute of speech takes a quarter of it at most.
MAX_SOUND_BYTES = 1_000_000

#: Twenty seconds at the 1 Mbit/s that is asked of a phone's recorder, three times over: not each one keeps to it.
MAX_VIDEO_BYTES = 8_000_000

#: In it the head of a container ends, and what must follow it begins.
_HEAD_BYTES = 4_096


@dataclass(frozen=True)
class RecordingType:
    """A kind of recording we take: how its first bytes must be, how many there may be, and what it is else."""

    suffix: str
    begins: Callable[[bytes], bool]
    max_bytes: int
    broken: type[PatrolError]


def _sound(suffix: str, begins: Callable[[bytes], bool]) -> RecordingType:
    return RecordingType(suffix, begins, MAX_SOUND_BYTES, SoundBroken)


def _video(suffix: str, begins: Callable[[bytes], bool]) -> RecordingType:
    return RecordingType(suffix, begins, MAX_VIDEO_BYTES, VideoBroken)


RECORDINGS: Mapping[str, RecordingType] = MappingProxyType(
    {
        "audio/webm": _sound("webm", begins_as_webm),
        "audio/mp4": _sound("m4a", begins_as_mp4),
        "audio/ogg": _sound("ogg", begins_as_ogg),
        "video/webm": _video("webm", begins_as_webm),
        "video/mp4": _video("mp4", begins_as_mp4),
    }
)


def is_recording(type: str) -> bool:
    """Say whether a media type is one of the recordings we take: played as they came, without copies."""
    return type in RECORDINGS


def make_sure_of_length(type: str, length_bytes: int) -> None:
    """Refuse a recording of more bytes than anybody makes in its time; raises MediaTooLarge."""
    max_bytes = RECORDINGS[type].max_bytes
    if length_bytes > max_bytes:
        raise MediaTooLarge(bytes=length_bytes, max_bytes=max_bytes)


def make_sure_of_recording(path: Path, type: str) -> None:
    """Refuse what does not begin as a recording of the type; raises SoundBroken, VideoBroken, MediaTooLarge.

    How a recording ends says nothing: one that was cut off by a dead battery has no end, and what is on it counts.
    """
    known = RECORDINGS[type]
    make_sure_of_length(type, path.stat().st_size)
    with path.open("rb") as file:
        if not known.begins(file.read(_HEAD_BYTES)):
            raise known.broken
