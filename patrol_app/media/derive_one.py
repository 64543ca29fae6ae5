"""Makes one copy of one picture in a process of its own, which may hang or die without harm to anybody.

Started by `derive` as a file, so that it loads nothing of ours: `derive_one.py SOURCE TARGET EDGE_PX`.
"""

import resource
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

#: The exit status that says: the bytes are no picture; any other failure may pass by itself.
NO_PICTURE = 3

MAX_PIXELS = 40_000_000
MEMORY_BYTES = 1_000_000_000
CPU_S = 20
FILE_BYTES = 8_000_000

_QUALITY = 82
_WHITE = (255, 255, 255)


def main(arguments: Sequence[str]) -> int:
    """Make the copy and give the exit status."""
    source, target, edge_px = Path(arguments[0]), Path(arguments[1]), int(arguments[2])
    limit_ourselves()
    try:
        copy = draw_copy(source, edge_px)
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
        return NO_PICTURE
    copy.save(target, "JPEG", quality=_QUALITY)
    return 0


def limit_ourselves() -> None:
    """Give back to the kernel what a picture never needs, so that a bomb ends this process and no other."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def draw_copy(source: Path, edge_px: int) -> Image.Image:
    """Give the picture upright, at most `edge_px` long, with nothing of the file but its pixels.

    It is pasted into a new image: one that is merely saved again keeps comments and colour profiles.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses at twice this.
    with Image.open(source, formats=("JPEG", "PNG", "WEBP")) as opened:
        opened.draft("RGB", (edge_px, edge_px))
        opened.thumbnail((edge_px, edge_px), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(opened)
        copy = Image.new("RGB", upright.size, _WHITE)
        if upright.has_transparency_data:
            seen = upright.convert("RGBA")
            copy.paste(seen, mask=seen)
        else:
            copy.paste(upright.convert("RGB"))
        return copy


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
