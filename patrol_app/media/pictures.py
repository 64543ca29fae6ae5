"""What a file must be before it is kept as a picture; nothing here decodes a pixel (trust, Uploads)."""

import mmap
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PIL import Image

from patrol_app.domain.errors import MediaTypeUnsupported, PictureBroken, PictureTooLarge
from patrol_app.media.structure import (
    Raw,
    jpeg_is_whole,
    png_is_whole,
    webp_is_whole,
    webp_pixels,
)

#: More than any phone's camera stores by default; a small file can hold many more.
MAX_PIXELS = 40_000_000


@dataclass(frozen=True)
class PictureType:
    """A kind of picture we take: how it begins, what Pillow may open it as, and how it must end."""

    suffix: str
    magic: tuple[tuple[int, bytes], ...]
    formats: tuple[str, ...]
    is_whole: Callable[[Raw], bool]


TYPES: Mapping[str, PictureType] = MappingProxyType(
    {
        "image/jpeg": PictureType("jpg", ((0, b"\xff\xd8\xff"),), ("JPEG",), jpeg_is_whole),
        "image/png": PictureType("png", ((0, b"\x89PNG\r\n\x1a\n"),), ("PNG",), png_is_whole),
        "image/webp": PictureType("webp", ((0, b"RIFF"), (8, b"WEBP")), ("WEBP",), webp_is_whole),
    }
)

#: What Pillow raises for bytes that are no picture; its own words are for programmers.
_NO_PICTURE = (OSError, ValueError, SyntaxError, IndexError, KeyError, EOFError, struct.error)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def get_type(type: str) -> PictureType:
    """Give what we know of a media type; raises MediaTypeUnsupported."""
    if type not in TYPES:
        raise MediaTypeUnsupported(type=type)
    return TYPES[type]


def make_sure_of_picture(path: Path, type: str) -> None:
    """Refuse what is not a whole picture of the announced type and of bearable size.

    Raises MediaTypeUnsupported, PictureBroken, PictureTooLarge.
    """
    known = get_type(type)
    if path.stat().st_size == 0:
        raise PictureBroken
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
        if any(raw[at : at + len(begins)] != begins for at, begins in known.magic):
            raise PictureBroken
        if type == "image/webp":
            _make_sure_of_pixels(webp_pixels(raw))
        if not known.is_whole(raw):
            raise PictureBroken
    _make_sure_of_pixels(_count_pixels(path, known))


def _make_sure_of_pixels(pixels: int | None) -> None:
    if not pixels:
        raise PictureBroken
    if pixels > MAX_PIXELS:
        raise PictureTooLarge(pixels=pixels, max_pixels=MAX_PIXELS)


def _count_pixels(path: Path, known: PictureType) -> int:
    try:
        with Image.open(path, formats=known.formats) as picture:
            return picture.width * picture.height
    except _BOMB as bomb:
        raise PictureTooLarge(max_pixels=MAX_PIXELS) from bomb
    except _NO_PICTURE as error:
        raise PictureBroken from error
