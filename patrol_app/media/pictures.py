"""What a file must be before it is kept as a picture; nothing here decodes a pixel (trust, Uploads)."""

import mmap
import os
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

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
    """A kind of picture we take: how it begins, what Pillow may open it as, and how it must end.

    `count_pixels` where Pillow would make room for all of them already on opening the file.
    """

    suffix: str
    magic: tuple[tuple[int, bytes], ...]
    formats: tuple[str, ...]
    is_whole: Callable[[Raw], bool]
    count_pixels: Callable[[Raw], int | None] | None = None


TYPES: Mapping[str, PictureType] = MappingProxyType(
    {
        "image/jpeg": PictureType("jpg", ((0, b"\xff\xd8\xff"),), ("JPEG",), jpeg_is_whole),
        "image/png": PictureType("png", ((0, b"\x89PNG\r\n\x1a\n"),), ("PNG",), png_is_whole),
        "image/webp": PictureType(
            "webp", ((0, b"RIFF"), (8, b"WEBP")), ("WEBP",), webp_is_whole, webp_pixels
        ),
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
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            raise PictureBroken
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
            _make_sure_of_bytes(raw, known)
        file.seek(0)
        _make_sure_of_pixels(_count_pixels(file, known))


def _make_sure_of_bytes(raw: mmap.mmap, known: PictureType) -> None:
    if any(raw[at : at + len(begins)] != begins for at, begins in known.magic):
        raise PictureBroken
    if known.count_pixels is not None:
        _make_sure_of_pixels(known.count_pixels(raw))
    if not known.is_whole(raw):
        raise PictureBroken


def _make_sure_of_pixels(pixels: int | None) -> None:
    if not pixels:
        raise PictureBroken
    if pixels > MAX_PIXELS:
        raise PictureTooLarge(pixels=pixels, max_pixels=MAX_PIXELS)


def _count_pixels(file: BinaryIO, known: PictureType) -> int:
    try:
        with Image.open(file, formats=known.formats) as picture:
            return picture.width * picture.height
    except _BOMB as bomb:
        raise PictureTooLarge(max_pixels=MAX_PIXELS) from bomb
    except _NO_PICTURE as error:
        if isinstance(error, OSError) and error.errno is not None:
            # The disk's fault, not the picture's.
            raise
        raise PictureBroken from error
