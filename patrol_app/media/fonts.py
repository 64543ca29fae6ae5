"""Finds a font that can write Chinese: `python -m patrol_app.media.fonts` names it, or fails where there is none."""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FOLDERS = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))

#: Fonts of the usual packages that have the signs of people's names, the best to read first.
NAMES = (
    "NotoSansCJK-Regular.*",
    "NotoSansCJKsc-Regular.*",
    "SourceHanSans*-Regular.*",
    "wqy-microhei.*",
    "wqy-zenhei.*",
    "DroidSansFallbackFull.*",
)


def find_font(folders: Sequence[Path] = FOLDERS) -> Path | None:
    """Give the file of the first font that is there, None where pictures must do without words."""
    there = [folder for folder in folders if folder.is_dir()]
    for name in NAMES:
        for folder in there:
            for found in sorted(folder.rglob(name)):
                return found
    return None


@cache
def installed_font() -> Path | None:
    """Give the font of this machine; looked for once."""
    return find_font()


if __name__ == "__main__":
    font = find_font()
    if font is None:
        sys.exit(1)
    sys.stdout.write(f"{font}\n")
