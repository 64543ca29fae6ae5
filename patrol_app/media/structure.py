"""Whether a picture's bytes reach to its end, read from its own marks without decoding anything.

Each function takes all bytes of a file (or a map of them) whose first bytes are those of its type.
"""

from mmap import mmap

Raw = bytes | mmap

#: Each mark begins with it, and more of them may stand before it as filling.
_JPEG_MARK = 0xFF
_JPEG_START_OF_SCAN = 0xDA
_JPEG_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_END = b"\xff\xd9"
_PNG_HEAD_BYTES = 8
_RIFF_HEAD_BYTES = 8


def jpeg_is_whole(raw: Raw) -> bool:
    """Say whether an end mark follows the first scan (ISO/IEC 10918-1, B.1.1); one in a preview does not count."""
    at = 2
    while at + 4 <= len(raw) and raw[at] == _JPEG_MARK:
        mark = raw[at + 1]
        if mark == _JPEG_START_OF_SCAN:
            return raw.rfind(_JPEG_END, at) >= 0
        if mark == _JPEG_MARK:
            at += 1
        elif mark in _JPEG_WITHOUT_LENGTH:
            at += 2
        else:
            at += 2 + int.from_bytes(raw[at + 2 : at + 4])
    return False


def png_is_whole(raw: Raw) -> bool:
    """Say whether the chunks lead to an IEND (PNG, third edition, 5.2)."""
    at = _PNG_HEAD_BYTES
    while at + 12 <= len(raw):
        name = bytes(raw[at + 4 : at + 8])
        at += 12 + int.from_bytes(raw[at : at + 4])
        if name == b"IEND":
            return at <= len(raw)
    return False


def webp_is_whole(raw: Raw) -> bool:
    """Say whether there are as many bytes as the container announces (RFC 9649, 2.4)."""
    return int.from_bytes(raw[4:8], "little") + _RIFF_HEAD_BYTES <= len(raw)


def webp_pixels(raw: Raw) -> int | None:
    """Give the pixels of the canvas (RFC 9649, 2.5-2.7), because opening the file already makes room for them all."""
    name = bytes(raw[12:16])
    if name == b"VP8X":
        return _from_24_bits(raw[24:27]) * _from_24_bits(raw[27:30])
    if name == b"VP8L":
        bits = int.from_bytes(raw[21:25], "little")
        return ((bits & 0x3FFF) + 1) * ((bits >> 14 & 0x3FFF) + 1)
    if name == b"VP8 ":
        sides = (int.from_bytes(raw[at : at + 2], "little") & 0x3FFF for at in (26, 28))
        return next(sides) * next(sides)
    return None


def _from_24_bits(raw: bytes) -> int:
    return int.from_bytes(raw, "little") + 1
