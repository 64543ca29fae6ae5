"""Whether bytes begin as a container of recordings: its head, and behind it what such a file must go on with.

Each function takes the first few thousand bytes of a file.
"""

from typing import NamedTuple

#: RFC 8794, 11.2.1 and 11.2.2; RFC 9559, 5.1.
_EBML = b"\x1a\x45\xdf\xa3"
_DOC_TYPE = b"\x42\x82"
_SEGMENT = b"\x18\x53\x80\x67"

#: ISO/IEC 14496-12, 8: what may follow the file type, also where a film is kept while it is recorded.
_AFTER_FILE_TYPE = frozenset(
    {b"moov", b"mdat", b"moof", b"free", b"skip", b"wide", b"uuid", b"sidx"}
)
_BOX_HEAD_BYTES = 8

#: RFC 3533, 6: version 0, and the first page of its stream.
_OGG_FIRST_PAGE = b"OggS\x00\x02"


class _Number(NamedTuple):
    """A number of EBML and where it ends."""

    value: int
    end: int


def begins_as_webm(head: bytes) -> bool:
    """Say whether an EBML head of the document type webm stands before a segment (RFC 8794, RFC 9559)."""
    size = _read_number(head, len(_EBML))
    if not head.startswith(_EBML) or size is None:
        return False
    ends_at = size.end + size.value
    return _is_webm(head, size.end, ends_at) and head[ends_at:].startswith(_SEGMENT)


def begins_as_mp4(head: bytes) -> bool:
    """Say whether a file type box with its brands stands before a box that may follow it."""
    size = int.from_bytes(head[:4])
    holds_brands = size >= 2 * _BOX_HEAD_BYTES and size % 4 == 0
    follows = head[size + 4 : size + _BOX_HEAD_BYTES]
    return head[4:8] == b"ftyp" and holds_brands and follows in _AFTER_FILE_TYPE


def begins_as_ogg(head: bytes) -> bool:
    """Say whether the first page of an Ogg stream stands here."""
    return head.startswith(_OGG_FIRST_PAGE)


def _is_webm(head: bytes, at: int, ends_at: int) -> bool:
    """Say whether one of the head's elements names the document type; all of them have ids of two bytes."""
    while at < ends_at:
        name, size = head[at : at + 2], _read_number(head, at + 2)
        if size is None:
            return False
        at = size.end + size.value
        if name == _DOC_TYPE:
            return head[size.end : at].rstrip(b"\0") == b"webm"
    return False


def _read_number(head: bytes, at: int) -> _Number | None:
    """Read a size: the zeros before its first set bit say how many bytes it takes (RFC 8794, 4)."""
    first = head[at : at + 1]
    if not first or not first[0]:
        return None
    length = 9 - first[0].bit_length()
    end = at + length
    if end > len(head):
        return None
    return _Number(int.from_bytes(head[at:end]) - (1 << 7 * length), end)
