"""How recordings begin as phones make them: bytes of a real head, then whatever."""

#: As Chromium's recorder writes it: six elements and the document type, a segment of unknown size.
WEBM = (
    bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d4287810442858102")
    + bytes.fromhex("1853806701ffffffffffffff")
    + bytes(range(200))
)
#: As Safari's does: a file type box with three brands, then the movie's.
MP4 = b"\0\0\0\x1cftypiso5\0\0\2\0iso5iso6mp41" + b"\0\0\0\xd0moov" + bytes(range(200))
OGG = b"OggS\0\x02" + bytes(range(200))
