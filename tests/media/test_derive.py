"""Copies for pages: upright, with nothing of the file but its pixels, made where they can do no harm."""

import hashlib
import io
import sys

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from patrol_app.domain.errors import Busy, NotFound, PictureBroken
from patrol_app.media.derive import get_copy
from patrol_app.media.store import Store

MARK = b"MARK-OF-THE-FILE"
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 200, 30), (30, 30, 200), (240, 240, 240)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "media")


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


def test_nothing_of_the_file_survives_but_its_pixels(store):
    exif = Image.Exif()
    exif[270] = MARK.decode()
    exif.get_ifd(0x8825)[29] = "2026:11:22"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARK
    out = io.BytesIO()
    corners().save(
        out, "JPEG", exif=exif, comment=MARK, icc_profile=profile, xmp=b"<x>" + MARK + b"</x>"
    )
    raw = out.getvalue() + MARK + b"<script>alert(1)</script>"
    assert raw.count(MARK) >= 5

    copy = get_copy(store, put(store, raw), "view").read_bytes()

    assert MARK not in copy
    assert b"script" not in copy
    assert b"Exif" not in copy
    assert b"ICC_PROFILE" not in copy


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
def test_a_copy_has_its_size_and_is_made_once(store, size, edge):
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), RED).save(out, "JPEG")
    sha256 = put(store, out.getvalue())

    path = get_copy(store, sha256, size)

    with Image.open(path) as copy:
        assert copy.size == (edge, edge // 2)
    assert get_copy(store, sha256, size, worker=["/nowhere"]) == path
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
        get_copy(store, sha256, "thumb", worker=[sys.executable, "-c", program], timeout_s=1)

    assert refusal.value.retry_after_s
    assert store.original(sha256).read_bytes() == out.getvalue()
    assert not any(path.is_file() for path in store.derived(sha256, "thumb").parent.iterdir())
    assert get_copy(store, sha256, "thumb").exists()


def test_what_cannot_be_drawn_is_said_to_be_broken(store):
    with pytest.raises(PictureBroken):
        get_copy(store, put(store, b"\xff\xd8\xff\xe0 nothing"), "thumb")


def test_there_is_no_copy_of_what_is_not_there(store):
    with pytest.raises(NotFound):
        get_copy(store, "0" * 64, "thumb")
