"""What axe does not see: text that older eyes can read, and things to press that a thumb in a glove can hit."""

from pathlib import Path

from playwright.sync_api import Page

LOOK = (Path(__file__).parent / "legible.js").read_text(encoding="utf-8")


def list_too_small(page: Page, *, text_px=18, target_px=52, main_target_px=60) -> list[str]:
    """Name each visible text and each visible target of the page that is smaller than it must be."""
    limits = {"text_px": text_px, "target_px": target_px, "main_target_px": main_target_px}
    return page.evaluate(LOOK, limits)
