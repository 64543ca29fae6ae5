"""Makes the copies of one picture in a process of its own, which may hang or die without harm to anybody.

Started by `derive` as a file, so that it loads nothing of ours; its order comes as JSON on standard input, because what
is drawn on a copy is personal and the arguments of a process are not: `{"source", "view", "view_px", "thumb",
"thumb_px", "stamp"}`, the stamp `{"parts", "font"}` or null.
"""

import json
import resource
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

#: The exit status that says: the bytes are no picture; any other failure may pass by itself.
NO_PICTURE = 3

MAX_PIXELS = 40_000_000
MEMORY_BYTES = 1_000_000_000
CPU_S = 20
FILE_BYTES = 8_000_000

_QUALITY = 82
_WHITE = (255, 255, 255)

#: A line of a stamp holds so many Chinese characters across the picture; on a phone they are 15 px high.
_CHARS_A_LINE = 28
_MOST_LINES = 3
#: Smaller letters are only specks, and the picture is better without them.
_LEAST_LETTER_PX = 12
#: Light enough to see through: what lies on the ground is often what the picture is about.
_SHADE = (0, 0, 0, 115)
_BLACK = (0, 0, 0)
#: No font has a sign for it: what looks like this one is missing as well.
_NO_CHARACTER = "\U0010ffff"


def main() -> int:
    """Make the copies and give the exit status."""
    order = json.load(sys.stdin)
    limit_ourselves()
    try:
        view = draw_copy(Path(order["source"]), order["view_px"])
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
        return NO_PICTURE
    thumb = view.copy()
    thumb.thumbnail((order["thumb_px"], order["thumb_px"]), reducing_gap=2.0)
    thumb.save(order["thumb"], "JPEG", quality=_QUALITY)
    if order["stamp"] is not None:
        draw_stamp(view, order["stamp"])
    view.save(order["view"], "JPEG", quality=_QUALITY)
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


def draw_stamp(picture: Image.Image, stamp: Mapping[str, Any]) -> None:
    """Write the parts of the stamp on a shaded band at the foot; the picture keeps its size and angle."""
    letter_px = picture.width // _CHARS_A_LINE
    if letter_px < _LEAST_LETTER_PX:
        return
    font = ImageFont.truetype(stamp["font"], letter_px)
    margin_px = letter_px // 2
    room_px = picture.width - 2 * margin_px
    lines = lay_out([make_drawable(part, font) for part in stamp["parts"]], font, room_px)
    line_px = letter_px * 4 // 3
    top = picture.height - len(lines) * line_px - margin_px
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.rectangle((0, top, picture.width, picture.height), fill=_SHADE)
    for number, line in enumerate(lines):
        at = (margin_px, top + margin_px // 2 + number * line_px)
        draw.text(at, line, _WHITE, font, stroke_width=letter_px // 16, stroke_fill=_BLACK)


def make_drawable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Leave out what turns or breaks a line, and say ? for what the font has no sign for, instead of a box."""
    box = bytes(font.getmask(_NO_CHARACTER))
    shown = (letter for letter in text if letter.isprintable())
    return "".join("?" if bytes(font.getmask(letter)) == box else letter for letter in shown)


def lay_out(parts: list[str], font: ImageFont.FreeTypeFont, room_px: int) -> list[str]:
    """Put parts beside one another as long as they fit, the next ones below; what is longer than a line is cut."""
    lines: list[str] = []
    for part in parts:
        together = f"{lines[-1]} · {part}" if lines else part
        if lines and font.getlength(together) <= room_px:
            lines[-1] = together
        else:
            lines.append(cut(part, font, room_px))
    return lines[:_MOST_LINES]


def cut(text: str, font: ImageFont.FreeTypeFont, room_px: int) -> str:
    """Give the text if it fits, else as much of it as does, with an ellipsis."""
    if font.getlength(text) <= room_px:
        return text
    # No letter is narrower than a sixth of its height: what lies beyond need not be measured.
    kept = text[: _CHARS_A_LINE * 6]
    while kept and font.getlength(f"{kept}…") > room_px:
        kept = kept[:-1]
    return f"{kept}…"


if __name__ == "__main__":
    sys.exit(main())
