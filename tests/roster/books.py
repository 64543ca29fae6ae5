"""Roster workbooks as people make them, right and wrong."""

from openpyxl import Workbook

HEADINGS = ["姓名", "电话", "职务", "镇（街道）", "村", "河段", "上任日期", "离任日期", "账号"]
KEYS = ["name", "phone", "role", "township", "village", "reaches", "from_on", "to_on", "username"]


def make_line(**changes):
    """A new patroller of 洞头村; `changes` by the keys of the JSON form."""
    line = {
        "name": "示例新",
        "phone": "13800000099",
        "role": "巡河员",
        "township": "钟家庄街道",
        "village": "洞头村",
        "reaches": "洞头村段",
        "from_on": None,
        "to_on": None,
        "username": None,
    }
    assert set(changes) <= set(line)
    return {**line, **changes}


def make_chief(**changes):
    """A new chief of 武匠村."""
    chief = {"role": "村级河长", "village": "武匠村", "reaches": None}
    return make_line(**{**chief, **changes})


def make_book(path, rows, *, headings=HEADINGS, sheet="名册", county=None, spoil=None):
    """Write a workbook; `spoil` may do to the sheet whatever people do to theirs."""
    book = Workbook()
    page = book.active
    page.title = sheet
    page.append(headings)
    for row in rows:
        page.append([row[key] for key in KEYS])
    if county is not None:
        notes = book.create_sheet("说明")
        notes.append(["县（区）代码", county])
    if spoil is not None:
        spoil(page)
    book.save(path)
