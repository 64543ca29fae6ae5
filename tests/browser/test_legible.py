"""Our own check sees what it must: small words, small targets, and nothing where all is well."""

import pytest

from tests.browser.legible import list_chinese, list_not_fitting, list_too_small

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


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ('<p style="width: 3000px">宽</p>', 1),
        ('<p style="overflow: hidden; width: 40px; white-space: nowrap">剪掉的很多字</p>', 1),
        ('<button style="width: 40px; white-space: nowrap; padding: 0">按不下的字</button>', 1),
        ('<p style="margin: 0">一行</p><p style="margin: -20px 0 0">另一行</p>', 1),
        (
            (
                '<a href="#" style="display: block; height: 50px"></a>'
                '<a href="#" style="display: block; height: 50px; margin-top: -9px"></a>'
            ),
            1,
        ),
        ('<p style="margin: 0">一行</p><p style="margin: 0">另一行</p><button>按</button>', 0),
    ],
    ids=["too wide", "cut off", "outside", "words on words", "targets on targets", "all well"],
)
def test_what_does_not_fit_is_named(page, body, faults):
    page.set_content(f"<body style='margin: 8px'>{body}</body>")

    assert len(list_not_fitting(page)) == faults


def test_chinese_is_seen_and_heard(page):
    page.set_content('<p>Log in</p><p>登录</p><nav aria-label="主菜单"></nav>')

    assert list_chinese(page) == ["登录", "主菜单"]
