"""What axe does not see: text that older eyes can read, and things to press that a thumb in a glove can hit."""

from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
LOOK = (HERE / "legible.js").read_text(encoding="utf-8")
FIT = (HERE / "fitting.js").read_text(encoding="utf-8")
#: Names of people and places are the same in every language.
CHINESE_LINES = """
document.body.innerText.split("\\n").filter((line) => /[\\u3000-\\u9fff\\uff00-\\uffef]/.test(line))
"""


def list_too_small(page: Page, *, text_px=18, target_px=52, main_target_px=60) -> list[str]:
    """Name each visible text and each visible target of the page that is smaller than it must be."""
    limits = {"text_px": text_px, "target_px": target_px, "main_target_px": main_target_px}
    return page.evaluate(LOOK, limits)


def list_not_fitting(page: Page) -> list[str]:
    """Name what is cut off, lies on something else, or makes the page wider than its window."""
    return page.evaluate(FIT)


def list_chinese(page: Page) -> list[str]:
    """Give each visible line with Chinese in it, and each name that only a screen reader says."""
    labels = (
        "[...document.querySelectorAll('[aria-label]')].map((one) => one.ariaLabel).join('\\n')"
    )
    return page.evaluate(CHINESE_LINES) + page.evaluate(
        CHINESE_LINES.replace("document.body.innerText", labels)
    )
