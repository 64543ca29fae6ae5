"""What may be kept as a picture (trust, D22)."""

import io
import struct
import zlib

import pytest
from PIL import Image

from patrol_app.domain.errors import MediaTypeUnsupported, PictureBroken, PictureTooLarge
from patrol_app.media.pictures import make_sure_of_picture
from tests.builders import jpeg


def encode(kind, size=(64, 48), **options):
    out = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").resize(size).save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width, height):
    """A PNG of a few bytes whose header promises many pixels."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def webp_that_claims(width, height):
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_with_preview_cut_short():
    """A JPEG whose own end is missing, while the preview in its Exif has one."""
    preview = jpeg()
    exif = b"Exif\0\0" + preview
    head = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return head + encode("JPEG")[2:-200]


def check(tmp_path, raw, type="image/jpeg"):
    path = tmp_path / "picture"
    path.write_bytes(raw)
    make_sure_of_picture(path, type)


@pytest.mark.parametrize(
    ("type", "raw"),
    [
        pytest.param("image/jpeg", encode("JPEG"), id="jpeg"),
        pytest.param("image/jpeg", encode("JPEG", progressive=True), id="progressive"),
        pytest.param("image/jpeg", encode("JPEG") + b"PK\x03\x04 tail", id="with a tail"),
        pytest.param("image/png", encode("PNG"), id="png"),
        pytest.param("image/webp", encode("WEBP"), id="webp"),
        pytest.param("image/webp", encode("WEBP", lossless=True), id="webp lossless"),
        pytest.param("image/webp", encode("WEBP", exif=b"Exif\0\0"), id="webp extended"),
    ],
)
def test_a_whole_picture_is_taken(tmp_path, type, raw):
    check(tmp_path, raw, type)


@pytest.mark.parametrize(
    ("type", "raw"),
    [
        pytest.param("image/jpeg", b"", id="empty"),
        pytest.param("image/jpeg", b"\xff", id="one byte"),
        pytest.param("image/jpeg", encode("JPEG")[:-300], id="jpeg cut short"),
        pytest.param("image/jpeg", encode("JPEG")[:30], id="jpeg cut in its head"),
        pytest.param("image/jpeg", jpeg_with_preview_cut_short(), id="only the preview ends"),
        pytest.param("image/png", encode("PNG")[:-20], id="png cut short"),
        pytest.param("image/webp", encode("WEBP")[:-20], id="webp cut short"),
        pytest.param("image/jpeg", encode("GIF"), id="gif"),
        pytest.param("image/jpeg", encode("PNG"), id="png named jpeg"),
        pytest.param("image/png", encode("JPEG"), id="jpeg named png"),
        pytest.param("image/jpeg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', id="svg"),
        pytest.param("image/jpeg", b"<!doctype html><script>1</script>", id="html"),
        pytest.param("image/jpeg", b"%PDF-1.7\n%%EOF", id="pdf"),
        pytest.param("image/jpeg", b"%!PS-Adobe-3.0 EPSF-3.0\n", id="eps"),
        pytest.param("image/jpeg", b"\xff\xd8\xff\xd9", id="jpeg of nothing"),
        pytest.param("image/webp", b"RIFF\x04\0\0\0WEBP", id="webp of nothing"),
        pytest.param("image/png", png_that_claims(0, 0), id="png without pixels"),
    ],
)
def test_what_is_no_whole_picture_is_refused(tmp_path, type, raw):
    with pytest.raises(PictureBroken):
        check(tmp_path, raw, type)


@pytest.mark.parametrize(
    ("type", "raw"),
    [
        pytest.param("image/png", png_that_claims(6400, 6407), id="41 megapixels"),
        pytest.param("image/png", png_that_claims(9500, 9500), id="90 megapixels"),
        pytest.param("image/png", png_that_claims(60_000, 60_000), id="a bomb"),
        pytest.param("image/webp", webp_that_claims(16_000, 16_000), id="webp bomb"),
        pytest.param("image/jpeg", encode("JPEG", (6400, 6407)), id="a real one"),
    ],
)
def test_too_many_pixels_are_refused(tmp_path, type, raw):
    with pytest.raises(PictureTooLarge):
        check(tmp_path, raw, type)


def test_forty_megapixels_are_taken(tmp_path):
    check(tmp_path, png_that_claims(8000, 5000), "image/png")


def test_another_type_waits_for_a_server_that_knows_it(tmp_path):
    with pytest.raises(MediaTypeUnsupported):
        check(tmp_path, b"....", "video/mp4")
