"""Which kinds of media we take: pictures, and what people say or film; each looked at by rules of its own."""

from pathlib import Path

from patrol_app.media.pictures import get_type, make_sure_of_picture
from patrol_app.media.recordings import (
    RECORDINGS,
    is_recording,
    make_sure_of_length,
    make_sure_of_recording,
)


def make_sure_of_announced(type: str, length_bytes: int) -> None:
    """Refuse what would not be taken anyway, before a byte of it comes; raises MediaTypeUnsupported, MediaTooLarge."""
    if is_recording(type):
        make_sure_of_length(type, length_bytes)
    else:
        get_type(type)


def make_sure_of_medium(path: Path, type: str) -> None:
    """Refuse what is not of the announced type; raises what its own rules raise."""
    if is_recording(type):
        make_sure_of_recording(path, type)
    else:
        make_sure_of_picture(path, type)


def suffix_of(type: str) -> str:
    """Give the end of a file's name; raises MediaTypeUnsupported."""
    return RECORDINGS[type].suffix if is_recording(type) else get_type(type).suffix
