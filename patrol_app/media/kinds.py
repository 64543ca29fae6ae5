"""Which kinds of media we take: pictures and what people say, each looked at by rules of its own."""

from pathlib import Path

from patrol_app.media.pictures import get_type, make_sure_of_picture
from patrol_app.media.sounds import SOUNDS, is_sound, make_sure_of_length, make_sure_of_sound


def make_sure_of_announced(type: str, length_bytes: int) -> None:
    """Refuse what would not be taken anyway, before a byte of it comes; raises MediaTypeUnsupported, MediaTooLarge."""
    if is_sound(type):
        make_sure_of_length(length_bytes)
    else:
        get_type(type)


def make_sure_of_medium(path: Path, type: str) -> None:
    """Refuse what is not of the announced type; raises what its own rules raise."""
    if is_sound(type):
        make_sure_of_sound(path, type)
    else:
        make_sure_of_picture(path, type)


def suffix_of(type: str) -> str:
    """Give the end of a file's name; raises MediaTypeUnsupported."""
    return SOUNDS[type].suffix if is_sound(type) else get_type(type).suffix
