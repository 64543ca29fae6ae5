"""Pictures of an invented river bank, drawn so that demo and tests have before and after from nearly one angle."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

#: Width and height of a drawn picture, as a phone sends them.
SIZE_PX = (1280, 960)
#: Room around the scene, so that a turned camera never looks past its edge.
_MARGIN_PX = 60

Colour = tuple[int, int, int]


@lru_cache(maxsize=64)
def draw_bank(name: str, *, sight: str | None = None, turn_deg: float = 0.0) -> bytes:
    """Give the JPEG bytes of a bank; the same `name` is the same place, `turn_deg` how the camera was held.

    `sight` is what stands out: rubbish, foam from a pipe, a faded board, a heap of spoil or bundles of straw.
    """
    width, height = SIZE_PX[0] + 2 * _MARGIN_PX, SIZE_PX[1] + 2 * _MARGIN_PX
    scene = _land((width, height), name).copy()
    if sight is not None:
        _SIGHTS[sight](scene, _chance(f"{name}/{sight}"))
    scene = Image.blend(scene, _grain(scene.size, f"{name}/{turn_deg}"), 0.05)
    turned = scene.rotate(turn_deg, Image.Resampling.BILINEAR, translate=(round(8 * turn_deg), 3))
    seen = turned.crop((_MARGIN_PX, _MARGIN_PX, _MARGIN_PX + SIZE_PX[0], _MARGIN_PX + SIZE_PX[1]))
    out = io.BytesIO()
    seen.save(out, "JPEG", quality=72)
    return out.getvalue()


def _chance(name: str) -> Callable[[float, float], float]:
    """Make a source of numbers that gives the same ones for the same name every time."""
    state = hashlib.sha256(name.encode()).digest()

    def between(low: float, high: float) -> float:
        nonlocal state
        state = hashlib.sha256(state).digest()
        return low + (high - low) * int.from_bytes(state[:4]) / 0xFFFFFFFF

    return between


def _grain(size: tuple[int, int], name: str) -> Image.Image:
    """Give the specks of a small sensor; without them a drawing is far smaller than a photo."""
    specks = hashlib.shake_256(name.encode()).digest(size[0] * size[1])
    return Image.frombytes("L", size, specks).filter(ImageFilter.BoxBlur(1)).convert("RGB")


def _gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)


@lru_cache(maxsize=8)
def _land(size: tuple[int, int], name: str) -> Image.Image:
    """Sky, two rows of hills, the water and the near bank, from far to near."""
    width, height = size
    chance = _chance(name)
    scene = _gradient(size, (150, 190, 214), (226, 233, 226))
    hills = (
        (0.34, 46, (122, 150, 146), (150, 172, 158)),
        (0.42, 34, (78, 112, 88), (104, 136, 96)),
    )
    for level, swing_px, top, bottom in hills:
        _fill_below(scene, _ridge(width, height * level, swing_px, chance), top, bottom)
    shore = [(0.0, height * 0.5), (float(width), height * chance(0.46, 0.5))]
    _fill_below(scene, shore, (124, 158, 160), (70, 112, 112))
    _draw_ripples(scene, chance)
    bank = [
        (0.0, height * chance(0.62, 0.68)),
        (width * 0.35, height * chance(0.68, 0.72)),
        (width * 0.7, height * chance(0.78, 0.84)),
        (float(width), height * chance(0.84, 0.9)),
    ]
    _fill_below(scene, bank, (140, 132, 92), (92, 96, 58))
    _draw_grass(scene, bank, chance)
    return scene.filter(ImageFilter.BoxBlur(1))


def _ridge(
    width: int, level: float, swing_px: float, chance: Callable[[float, float], float]
) -> list[tuple[float, float]]:
    phase, waves = chance(0, math.tau), chance(1.2, 2.4)
    return [
        (
            float(x),
            level
            + swing_px * math.sin(phase + waves * math.tau * x / width)
            + swing_px * 0.3 * math.sin(3.7 * phase + 5 * waves * x / width),
        )
        for x in range(0, width + 20, 20)
    ]


def _fill_below(
    scene: Image.Image, line: list[tuple[float, float]], top: Colour, bottom: Colour
) -> None:
    """Fill everything under the line, shaded from its highest point down to the picture's foot."""
    width, height = scene.size
    start = round(min(y for _, y in line))
    mask = Image.new("L", scene.size, 0)
    ImageDraw.Draw(mask).polygon([*line, (width, height), (0, height)], fill=255)
    shade = _gradient((width, height - start), top, bottom)
    scene.paste(shade, (0, start), mask.crop((0, start, width, height)))


def _draw_ripples(scene: Image.Image, chance: Callable[[float, float], float]) -> None:
    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    for _ in range(70):
        y = height * chance(0.51, 0.8)
        x, long = width * chance(0, 1), width * chance(0.03, 0.12)
        light = round(chance(120, 190))
        draw.line(
            (x, y, x + long, y + chance(-2, 2)), fill=(light - 20, light + 8, light + 6), width=2
        )


def _draw_grass(
    scene: Image.Image,
    bank: list[tuple[float, float]],
    chance: Callable[[float, float], float],
) -> None:
    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    for _ in range(520):
        x = width * chance(0, 1)
        edge = _height_at(bank, x)
        foot = chance(edge, height)
        tall = (foot - edge) * 0.12 + chance(8, 26)
        green = round(chance(84, 150))
        draw.line(
            (x, foot, x + chance(-10, 10), foot - tall), fill=(green - 30, green, 60), width=2
        )


def _height_at(line: list[tuple[float, float]], x: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(line):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return line[-1][1]


def _draw_rubbish(scene: Image.Image, chance: Callable[[float, float], float]) -> None:
    """Bags, bottles and boxes in a heap on the near bank."""
    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    centre_x, centre_y = width * chance(0.3, 0.5), height * chance(0.75, 0.79)
    bags: tuple[Colour, ...] = ((232, 232, 228), (44, 48, 54), (196, 58, 52), (58, 92, 158))
    for number in range(16):
        x, y = centre_x + chance(-170, 170), centre_y + chance(-30, 50)
        wide, tall = chance(34, 78), chance(26, 54)
        colour = bags[number % len(bags)]
        draw.ellipse((x, y + tall * 0.75, x + wide * 1.2, y + tall * 1.15), fill=(70, 70, 46))
        draw.ellipse((x, y, x + wide, y + tall), fill=colour)
        shine = (min(colour[0] + 40, 255), min(colour[1] + 40, 255), min(colour[2] + 40, 255))
        draw.ellipse((x + wide * 0.2, y + tall * 0.12, x + wide * 0.5, y + tall * 0.4), fill=shine)
        draw.polygon(
            [(x + wide * 0.42, y + 4), (x + wide * 0.5, y - 13), (x + wide * 0.62, y + 4)],
            fill=colour,
        )


def _draw_pipe(scene: Image.Image, chance: Callable[[float, float], float]) -> None:
    """A concrete pipe in the near bank that lets white foam into the water."""
    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    x, y = width * chance(0.55, 0.65), height * 0.7
    for number in range(90):
        away = number / 90
        size = chance(12, 40) * (1 - away * 0.5)
        left = x - away * width * 0.5 + chance(-30, 30)
        top = y - 40 - away * 70 + chance(-22, 22)
        light = round(chance(224, 250))
        draw.ellipse((left, top, left + size, top + size * 0.5), fill=(light, light, light - 6))
    draw.rectangle((x, y - 60, x + 230, y + 60), fill=(158, 156, 148))
    draw.ellipse((x - 44, y - 60, x + 44, y + 60), fill=(176, 174, 166))
    draw.ellipse((x - 32, y - 46, x + 32, y + 46), fill=(44, 46, 44))
    draw.ellipse((x - 30, y + 4, x + 24, y + 44), fill=(236, 238, 234))


def _draw_board(scene: Image.Image, chance: Callable[[float, float], float]) -> None:
    """The river chief's board on two posts, so faded that nobody can read it."""
    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    x, y = width * chance(0.3, 0.45), height * 0.44
    for post in (50, 300):
        draw.rectangle((x + post, y, x + post + 16, y + 420), fill=(128, 132, 132))
    draw.rectangle((x, y, x + 366, y + 240), fill=(150, 176, 190))
    draw.rectangle((x + 12, y + 12, x + 354, y + 228), fill=(176, 196, 204))
    draw.rectangle((x + 80, y + 34, x + 286, y + 58), fill=(190, 205, 210))
    for line in range(5):
        top = y + 88 + line * 26
        draw.rectangle((x + 40, top, x + chance(200, 320), top + 9), fill=(186, 203, 209))


def _draw_spoil(scene: Image.Image, chance: Callable[[float, float], float]) -> None:
    """A cartload of earth and broken bricks tipped down the bank."""
    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    left, foot = width * chance(0.2, 0.4), height * chance(0.82, 0.88)
    wide, tall = width * 0.32, height * chance(0.16, 0.2)
    heap = [(left, foot), (left + wide * 0.3, foot - tall * 0.8), (left + wide * 0.5, foot - tall)]
    heap += [(left + wide * 0.72, foot - tall * 0.6), (left + wide, foot)]
    draw.polygon(heap, fill=(132, 104, 74))
    for number in range(140):
        x, y = left + wide * chance(0.08, 0.92), foot - tall * chance(0, 0.62)
        size, dark = chance(6, 22), round(chance(-26, 26))
        brick = number % 6 == 0
        colour = (
            (156 + dark, 84 + dark, 66 + dark) if brick else (126 + dark, 102 + dark, 78 + dark)
        )
        draw.rectangle((x, y, x + size, y + size * 0.6), fill=colour)


def _draw_straw(scene: Image.Image, chance: Callable[[float, float], float]) -> None:
    """Bundles of maize straw stacked at the water's edge."""
    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    left, foot = width * chance(0.25, 0.45), height * chance(0.78, 0.84)
    for _ in range(420):
        x, y = left + width * chance(0, 0.3), foot - height * chance(0, 0.12)
        light = round(chance(150, 220))
        draw.line(
            (x, y, x + chance(60, 150), y + chance(-16, 16)),
            fill=(light, light - 26, light - 96),
            width=3,
        )


_SIGHTS = {
    "rubbish": _draw_rubbish,
    "foam": _draw_pipe,
    "board": _draw_board,
    "spoil": _draw_spoil,
    "straw": _draw_straw,
}
