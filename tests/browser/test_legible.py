"""Our own check sees what it must: small words, small targets, and nothing where all is well."""

import pytest

from tests.browser.legible import list_too_small

SMALL_WORDS = '<p style="font-size: 17px">小字</p>'
SMALL_TARGET = '<button style="font-size: 18px; width: 80px; height: 51px">按</button>'
SMALL_MAIN = (
    '<button class="button" style="font-size: 18px; width: 80px; height: 59px">完成</button>'
)
WELL = """
<p style="font-size: 18px">够大</p>
<button class="button" style="font-size: 18px; width: 80px; height: 60px">完成</button>
<a href="#" style="font-size: 18px; display: block; height: 52px">去看</a>
<p hidden style="font-size: 9px">看不见</p>
"""


@pytest.mark.parametrize(
    ("body", "faults"),
    [(SMALL_WORDS, 1), (SMALL_TARGET, 1), (SMALL_MAIN, 1), (WELL, 0)],
    ids=["small words", "a small target", "a small main target", "all well"],
)
def test_what_older_people_cannot_read_or_hit_is_named(page, body, faults):
    page.set_content(body)

    assert len(list_too_small(page)) == faults
