"""Copies for pages: upright, with nothing of the file but its pixels, made where they can do no harm."""

import hashlib
import io
import sys

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from patrol_app.domain.errors import Busy, NotFound, PictureBroken
from patrol_app.media.derive import Stamp, make_copies
from patrol_app.media.fonts import find_font
from patrol_app.media.store import Store

MARK = b"MARK-OF-THE-FILE"
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 200, 30), (30, 30, 200), (240, 240, 240)


#: Chinese as on any phone, and what no font has a sign for.
PARTS = ("2026-11-22 08:31", "现场拍", "白水河洞头村段", "示例甲", "巡河台账")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "media")


@pytest.fixture
def stamp():
    font = find_font()
    assert font, "a font with Chinese is part of the set-up of tests (.ci/setup browser)"
    return Stamp(PARTS, str(font))


def get_copy(store, sha256, size, stamp=None):
    """Make the copies and give one."""
    make_copies(store, sha256, stamp)
    return store.derived(sha256, size)


def encode(picture, kind="JPEG", **given):
    out = io.BytesIO()
    picture.save(out, kind, **given)
    return out.getvalue()


def put(store, raw):
    sha256 = hashlib.sha256(raw).hexdigest()
    path = store.original(sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)
    return sha256


def corners():
    """Four colours, one a corner, 80 x 40."""
    picture = Image.new("RGB", (80, 40))
    for colour, at in ((RED, (0, 0)), (GREEN, (40, 0)), (BLUE, (0, 20)), (WHITE, (40, 20))):
        picture.paste(colour, (*at, at[0] + 40, at[1] + 20))
    return picture


#: How a camera turned this way stores the scene (Exif 2.32, tag 274): the way back to upright.
STORED = {
    1: [],
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_270],
}


@pytest.mark.parametrize("orientation", STORED)
def test_all_eight_orientations_come_upright(store, orientation):
    picture = corners()
    for turn in STORED[orientation]:
        picture = picture.transpose(turn)
    exif = Image.Exif()
    exif[274] = orientation
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95)

    with Image.open(get_copy(store, put(store, out.getvalue()), "thumb")) as copy:
        assert copy.size == (80, 40)
        seen = [copy.getpixel(at) for at in ((15, 8), (65, 8), (15, 32), (65, 32))]
        assert not copy.getexif()
    for got, wanted in zip(seen, (RED, GREEN, BLUE, WHITE), strict=True):
        assert max(abs(a - b) for a, b in zip(got, wanted, strict=True)) < 40


@pytest.mark.parametrize("stamped", [False, True])
def test_nothing_of_the_file_survives_but_its_pixels(store, stamp, stamped):
    exif = Image.Exif()
    exif[270] = MARK.decode()
    exif.get_ifd(0x8825)[29] = "2026:11:22"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARK
    out = io.BytesIO()
    corners().resize((800, 400)).save(
        out, "JPEG", exif=exif, comment=MARK, icc_profile=profile, xmp=b"<x>" + MARK + b"</x>"
    )
    raw = out.getvalue() + MARK + b"<script>alert(1)</script>"
    assert raw.count(MARK) >= 5

    sha256 = put(store, raw)
    make_copies(store, sha256, stamp if stamped else None)

    for size in ("thumb", "view"):
        copy = store.derived(sha256, size).read_bytes()
        assert MARK not in copy
        assert b"script" not in copy
        assert b"Exif" not in copy
        assert b"ICC_PROFILE" not in copy
        assert "示例甲".encode() not in copy


def test_a_png_with_words_and_holes_becomes_a_plain_jpeg(store):
    words = PngInfo()
    words.add_text("Comment", MARK.decode())
    picture = corners().convert("RGBA")
    picture.putalpha(0)
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=words)

    path = get_copy(store, put(store, out.getvalue()), "thumb")

    assert MARK not in path.read_bytes()
    with Image.open(path) as copy:
        assert copy.format == "JPEG"
        assert min(copy.getpixel((10, 10))) > 240


@pytest.mark.parametrize(("size", "edge"), [("thumb", 320), ("view", 1600)])
def test_a_copy_has_its_size_and_nothing_is_left_beside_it(store, size, edge):
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), RED).save(out, "JPEG")
    sha256 = put(store, out.getvalue())

    path = get_copy(store, sha256, size)

    with Image.open(path) as copy:
        assert copy.size == (edge, edge // 2)
    assert [kept for kept in path.parent.iterdir() if kept != path] == []


def test_a_small_picture_is_not_blown_up(store):
    out = io.BytesIO()
    corners().save(out, "PNG")

    with Image.open(get_copy(store, put(store, out.getvalue()), "view")) as copy:
        assert copy.size == (80, 40)


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import time; time.sleep(60)", id="hangs"),
        pytest.param("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", id="dies"),
        pytest.param("raise MemoryError", id="runs out of memory"),
    ],
)
def test_a_worker_that_fails_leaves_the_original_and_nothing_else(store, program):
    out = io.BytesIO()
    corners().save(out, "JPEG")
    sha256 = put(store, out.getvalue())

    with pytest.raises(Busy) as refusal:
        make_copies(store, sha256, None, worker=[sys.executable, "-c", program], timeout_s=1)

    assert refusal.value.retry_after_s
    assert store.original(sha256).read_bytes() == out.getvalue()
    assert not any(path.is_file() for path in store.derived(sha256, "thumb").parent.iterdir())
    assert store.is_stuck(sha256)
    assert get_copy(store, sha256, "thumb").exists()
    assert not store.is_stuck(sha256)


def test_what_cannot_be_drawn_is_said_to_be_broken(store):
    with pytest.raises(PictureBroken):
        make_copies(store, put(store, b"\xff\xd8\xff\xe0 nothing"), None)


def test_there_is_no_copy_of_what_is_not_there(store):
    with pytest.raises(NotFound):
        make_copies(store, "0" * 64, None)


def look(path, size=(12, 9)):
    """The picture in a few broad strokes, as numbers of light."""
    with Image.open(path) as copy:
        return copy.convert("L").resize(size)


def test_the_copy_to_look_at_says_when_where_and_who_at_its_foot(store, stamp):
    sha256 = put(store, encode(Image.new("RGB", (1600, 1200), WHITE)))

    stamped = look(get_copy(store, sha256, "view", stamp))

    assert min(stamped.crop((0, 0, 12, 7)).tobytes()) > 230
    assert max(stamped.crop((0, 8, 12, 9)).tobytes()) < 200


def test_a_thumbnail_has_no_room_for_words(store, stamp):
    raw = encode(Image.new("RGB", (1600, 1200), WHITE))

    path = get_copy(store, put(store, raw), "thumb", stamp)

    assert min(look(path).tobytes()) > 230


@pytest.mark.parametrize("size", [(80, 40), (200, 2000), (2000, 200)], ids=str)
def test_a_picture_too_small_for_words_is_left_as_it_is_and_no_shape_is_a_trouble(
    store, stamp, size
):
    path = get_copy(store, put(store, encode(Image.new("RGB", size, WHITE))), "view", stamp)

    with Image.open(path) as copy:
        edge = max(copy.size)
        assert edge == min(max(size), 1600)
    assert (min(look(path).tobytes()) > 230) is (size[0] < 300)


@pytest.mark.parametrize(
    "name",
    [
        "长" * 5000,
        "<script>alert(1)</script>",
        "甲\n乙\0丙",
        "\u202e甲乙",
        "👩‍🌾😀",
        "\U00030000",
        "",
        " ",
    ],
    ids=["long", "markup", "lines", "right to left", "emoji", "rare sign", "none", "blank"],
)
def test_no_name_breaks_a_stamp(store, stamp, name):
    raw = encode(Image.new("RGB", (800, 600), WHITE))

    path = get_copy(store, put(store, raw), "view", Stamp((*PARTS, name), stamp.font))

    # The band takes the foot, however long a name is.
    assert min(look(path).crop((0, 0, 12, 6)).tobytes()) > 200


@pytest.mark.parametrize("orientation", STORED)
def test_all_eight_orientations_are_stamped_at_their_foot(store, stamp, orientation):
    picture = Image.new("RGB", (800, 600), WHITE)
    for turn in STORED[orientation]:
        picture = picture.transpose(turn)
    exif = Image.Exif()
    exif[274] = orientation

    light = look(get_copy(store, put(store, encode(picture, exif=exif)), "view", stamp))

    assert light.getpixel((6, 8)) < 160 < light.getpixel((6, 1))
