"""What the pages for people say is there: links, pictures, places, commands, settings, and the words on the screen."""

import json
import re
from pathlib import Path

import click
import pytest

from patrol_app.commands.patrol import patrol

HOUSE = Path(__file__).parent.parent
PAGES = sorted(
    str(page.relative_to(HOUSE)) for page in [*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md")]
)
MANUALS = [page for page in PAGES if "「" in (HOUSE / page).read_text(encoding="utf-8")]
ROOMS = r"(?:patrol_app|static|templates|migrations|tests|docs)"


def read(page):
    return (HOUSE / page).read_text(encoding="utf-8")


def list_words():
    """Every message of the catalogue in Chinese, as the screen shows it."""

    def leaves(node):
        if isinstance(node, str):
            yield node
            return
        for inner in node.values():
            yield from leaves(inner)

    for file in (HOUSE / "static" / "words" / "zh-CN").glob("*.json"):
        yield from leaves(json.loads(file.read_text(encoding="utf-8")))


def forms_of_words():
    """Each message as a pattern; 「…」 in a page stands where the message has a value."""
    return {re.sub(r"\{\w+\}", "…", words) for words in list_words()}


@pytest.mark.parametrize("page", PAGES)
def test_each_link_and_picture_leads_somewhere(page):
    text = read(page)
    named = [*re.findall(r"\]\(([^)\s]+)\)", text), *re.findall(r'src="([^"]+)"', text)]
    local = [link.partition("#")[0] for link in named if not re.match(r"https?:|#", link)]
    assert [link for link in local if not ((HOUSE / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_place_that_a_page_names_is_there(page):
    named = re.findall(rf"`({ROOMS}/[\w./-]*)`", read(page))
    assert [place for place in named if not (HOUSE / place).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_command_that_a_page_names_is_there(page):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))
    named = re.findall(r"(?:`|^)(?:\w+=\S+ )*make ([a-z]+)\b(?!/)", read(page), flags=re.MULTILINE)
    assert set(named) <= targets
    for words in re.findall(
        r"\b(?:patrol_app\.wsgi|flask) patrol ([a-z-]+(?: [a-z][a-z-]*)?)", read(page)
    ):
        assert _find_command(words.split()), words


@pytest.mark.parametrize("page", PAGES)
def test_each_setting_that_a_page_names_is_read(page):
    assert set(re.findall(r"PATROL_[A-Z_]+\b", read(page))) <= _list_settings()


def test_the_guide_names_every_setting():
    rows = re.findall(r"^\| (`[^|]+`) \|", read("docs/operators-guide.md"), flags=re.MULTILINE)
    assert _list_settings() <= {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


@pytest.mark.parametrize("page", MANUALS)
def test_what_stands_in_corner_brackets_stands_on_the_screen(page):
    on_screen = forms_of_words()
    assert [
        words for words in re.findall("「([^」]+)」", read(page)) if words not in on_screen
    ] == []


def test_the_readmes_lead_to_each_other_and_to_every_page():
    assert "(README.zh-CN.md)" in read("README.md")
    assert "(README.md)" in read("README.zh-CN.md")
    for page in (HOUSE / "docs").glob("*.md"):
        assert f"docs/{page.name}" in read("README.md"), page.name


def test_each_fault_of_a_phone_has_a_row_that_names_its_test():
    rows = re.findall(
        r"^\| ((?:F\d\d(?:, )?)+) \|.*`tests/.*\|$", read("docs/faults.md"), re.MULTILINE
    )
    numbers = {number for row in rows for number in row.split(", ")}
    # Those two come with the ledger's proofs.
    assert {f"F{n:02}" for n in range(1, 26)} - {"F14", "F15"} <= numbers


def _list_settings():
    """What the product reads from the environment, and how it is served."""
    served = [*HOUSE.glob("patrol_app/*.py"), HOUSE / "gunicorn.conf.py"]
    asked = "".join(file.read_text(encoding="utf-8") for file in served)
    names = re.findall(r'environ\.get\(\s*"([A-Z_]+)"', asked)
    return {*names, *re.findall(r'"(PATROL_[A-Z_]+)"', read("patrol_app/settings.py"))}


def _find_command(words):
    found = patrol
    for word in words:
        if not isinstance(found, click.Group):
            return True
        found = found.get_command(click.Context(found), word)
        if found is None:
            return False
    return True
