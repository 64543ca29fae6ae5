"""What comes out of the printer: the pages of a PDF with their size and their words."""

import re
from dataclasses import dataclass

import pypdfium2
from playwright.sync_api import Page

#: A4 in points, the short side first (ISO 216, 210 by 297 mm).
A4_PT = (595, 842)


@dataclass(frozen=True)
class Sheet:
    """One page: width and height in points, and its words without the breaks between lines."""

    width_pt: int
    height_pt: int
    words: str


def print_page(page: Page) -> list[Sheet]:
    """Print what the page shows, on the paper that its own style asks for."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    try:
        return [_read(sheet) for sheet in document]
    finally:
        document.close()


def _read(sheet: pypdfium2.PdfPage) -> Sheet:
    words = sheet.get_textpage().get_text_bounded()
    return Sheet(round(sheet.get_width()), round(sheet.get_height()), re.sub(r"\s", "", words))
