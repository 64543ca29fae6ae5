"""No word is missing, none lies about unused, and no sentence for people stands outside the catalogue."""

import ast
import re
from pathlib import Path

import pytest

from patrol_app.web.words import DEFAULT_LANGUAGE, read_catalogues
from tests.words.dynamic import DYNAMIC

HOUSE = Path(__file__).parent.parent.parent
CATALOGUE = read_catalogues(HOUSE / "static/words")[DEFAULT_LANGUAGE]
PYTHON = sorted((HOUSE / "patrol_app").rglob("*.py"))
PAGES = sorted(path for path in (HOUSE / "templates").rglob("*.*") if path.is_file())
SCRIPTS = sorted([*(HOUSE / "static/phone").rglob("*.ts"), *(HOUSE / "static/desk").rglob("*.ts")])

FILES = "|".join(sorted({key.split(".")[0] for key in CATALOGUE}))
#: A key in quotes; what ends it says whether it goes on.
QUOTED = re.compile(rf"""["'`]((?:{FILES})\.[\w.-]*)(["'`]|\$?\{{)""")
#: What is handed straight to those who say it.
SAID = re.compile(r"""\b(?:t|say|sayCode)\(\s*["'`]([\w.-]+)["'`]\s*[,)]""")

CHINESE_LETTER = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
#: A word, not the name of a value in an address (`?to=`).
WORD = re.compile(r"(?<![?&\w])[^\W\d_]{2,}(?![=\w])")
#: The notice's wording, what notices and workbooks are read by, the demo's history, a browser's own buttons.
IN_CHINESE = re.compile(
    r"domain/(checklist\.py|county/|roster/)|roster/vocabulary\.py|commands/(demo/|certificate\.py)"
)


def read_keys() -> tuple[set[str], set[str]]:
    """Give the keys that stand in the code in full, and the beginnings of those put together there."""
    whole, begun = set(), set()
    for file in (*PYTHON, *PAGES, *SCRIPTS):
        text = file.read_text(encoding="utf-8")
        for key, end in QUOTED.findall(text):
            (begun if "{" in end or key.endswith((".", "_")) else whole).add(key)
        # A group handed over by name, for codes that may be newer than this phone.
        begun |= {f"{key}." for key in SAID.findall(text) if f"{key}." in DYNAMIC}
    return whole, begun


WHOLE, BEGUN = read_keys()


def test_each_key_in_the_code_has_its_words():
    said = {
        key for file in (*PYTHON, *PAGES, *SCRIPTS) for key in SAID.findall(file.read_text("utf-8"))
    }
    keys = {key for key in WHOLE if key.count(".") > 1} | {key for key in said if "." in key}
    groups = {key.rpartition(".")[0] for key in CATALOGUE}
    assert sorted(keys - CATALOGUE.keys() - groups) == []


def test_only_keys_that_are_put_together_are_declared():
    assert sorted(DYNAMIC.keys() - BEGUN) == []


@pytest.mark.parametrize("begun", sorted(DYNAMIC))
def test_whatever_may_follow_has_its_words(begun):
    assert sorted({f"{begun}{code}" for code in DYNAMIC[begun]} - CATALOGUE.keys()) == []


def test_each_word_is_used():
    dynamic = {f"{begun}{code}" for begun, codes in DYNAMIC.items() for code in codes}
    # Of what is not declared only the beginning is known: all that begins so counts as used.
    undeclared = tuple(BEGUN - DYNAMIC.keys())
    unused = CATALOGUE.keys() - WHOLE - dynamic
    assert sorted(key for key in unused if not key.startswith(undeclared)) == []


@pytest.mark.parametrize(
    "file",
    [file for file in PYTHON if not IN_CHINESE.search(file.as_posix())],
    ids=lambda file: str(file.relative_to(HOUSE)),
)
def test_no_chinese_stands_in_python(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    assert [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in described
        and CHINESE_LETTER.search(node.value)
    ] == []


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_no_sentence_stands_in_a_page(file):
    assert list_page_words(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_no_sentence_stands_in_a_script(file):
    assert list_script_words(file.read_text(encoding="utf-8")) == []


def list_page_words(text: str) -> list[str]:
    """Give the words that a page says by itself, in its text or where a reader hears it."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    chinese = CHINESE_LETTER.findall(bare)
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", bare, flags=re.DOTALL)
    return chinese + list_markup_words(bare)


def list_script_words(text: str) -> list[str]:
    """Give the words that a script's own drawings say, and any Chinese outside its comments."""
    bare = re.sub(r"/\*[\s\S]*?\*/|^\s*//.*$", "", text, flags=re.MULTILINE)
    return CHINESE_LETTER.findall(bare) + [
        word for drawn in list_drawings(bare) for word in list_markup_words(drawn)
    ]


def list_drawings(text: str) -> list[str]:
    """Give what stands in `html` templates between the places that are filled in."""
    drawings, rest = [], text
    while (start := re.search(r"\b(?:html|svg)`", rest)) is not None:
        own, depth, at = [], 0, start.end()
        while depth or rest[at] != "`":
            if rest.startswith("${", at):
                depth, at = depth + 1, at + 2
                own.append("\0")
                continue
            depth += {"{": 1, "}": -1}.get(rest[at], 0) if depth else 0
            own.append("" if depth or rest[at] == "}" else rest[at])
            at += 1
        drawings.append("".join(own))
        rest = rest[start.end() :]
    return drawings


def list_markup_words(markup: str) -> list[str]:
    """Give the words between tags and those in attributes that are read out."""
    heard = re.findall(r"""\b(?:aria-label|alt|title|placeholder)=["']([^"'<>]*)["']""", markup)
    shown = re.sub(
        r"<[^>]*>|&\w+;", " ", re.sub(r"<!doctype[^>]*>", "", markup, flags=re.IGNORECASE)
    )
    return [word for text in (*heard, shown) for word in WORD.findall(text)]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>{{ t('x.y') }} · 3</p>", []),
        ("<p>Log in</p>", ["Log", "in"]),
        ('<img alt="River">', ["River"]),
        ("<p>{{ '登录' }}</p>", ["登", "录"]),
    ],
)
def test_a_sentence_in_a_page_is_seen(page, words):
    assert list_page_words(page) == words


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("html`<p class=${kind}>${say(`x.${y}`)}</p>`", []),
        ("html`<p>${[1].map((n) => html`<b>Day ${n}</b>`)}</p>`", ["Day"]),
        ("html`<p>Save ${html`<i></i>`}</p>`", ["Save"]),
        ('// 说明\nconst words = "保存";', ["保", "存"]),
    ],
)
def test_a_sentence_in_a_script_is_seen(script, words):
    assert list_script_words(script) == words
