"""Both languages say the same things: the same keys, with the same places to fill in."""

import re
from pathlib import Path

from patrol_app.web.words import read_catalogues

WORDS = Path(__file__).parent.parent.parent / "static/words"
CATALOGUES = read_catalogues(WORDS)
CHINESE_LETTER = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
CHINESE, ENGLISH = CATALOGUES["zh-CN"], CATALOGUES["en"]


def test_each_message_is_in_both_languages():
    assert sorted(CHINESE.keys() ^ ENGLISH.keys()) == []


def test_the_same_places_are_filled_in_both():
    shared = CHINESE.keys() & ENGLISH.keys()
    assert [key for key in shared if places(CHINESE[key]) != places(ENGLISH[key])] == []


def test_no_message_is_empty_or_in_the_other_language():
    assert [key for key, text in (*CHINESE.items(), *ENGLISH.items()) if not text.strip()] == []
    chinese = [key for key, text in ENGLISH.items() if CHINESE_LETTER.search(text)]
    # A language is called what its readers call it.
    assert chinese == ["domain.language.zh-CN"]


def places(text: str) -> set[str]:
    """Name the places of `text`; that one is named twice, for its count and its word, is a language's own affair."""
    return set(re.findall(r"\{(\w+)(?::[^}]*)?\}", text))
