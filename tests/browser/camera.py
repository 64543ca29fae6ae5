"""A camera that sees our own pictures: Chromium plays this file to whoever opens the camera."""

import io
from pathlib import Path

from PIL import Image

#: What the fake camera gives; the page may ask for more, a file has one size.
FRAME_PX = (1280, 960)
FRAMES = 3


class Camera:
    """The file behind the fake camera; a page sees a new scene when it opens the camera again."""

    def __init__(self, file: Path):
        self.file = file

    def look_at(self, picture: bytes) -> None:
        """Show this picture from now on."""
        frame = io.BytesIO()
        Image.open(io.BytesIO(picture)).resize(FRAME_PX).save(frame, "JPEG", quality=80)
        # Put in place whole: a page that is still looking at the old one goes on looking at it.
        beside = self.file.with_suffix(".new")
        beside.write_bytes(frame.getvalue() * FRAMES)
        beside.replace(self.file)
