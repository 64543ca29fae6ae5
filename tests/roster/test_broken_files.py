"""Whatever is wrong with a roster file is said in words with its place, and then nothing is imported."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from patrol_app.ledger.tables.register import AppointmentRow, PersonRow
from tests.cast import Cast
from tests.roster.books import HEADINGS, KEYS, make_book, make_chief, make_line
from tests.roster.conftest import COUNTY

#: Each wrong cell of an otherwise right line, and words of what is said about it.
WRONG_LINES = {
    "no name": ({"name": None}, "第 2 行 姓名：没有填"),
    "a name of blanks": ({"name": "\ufeff \u3000\u200b"}, "第 2 行 姓名：没有填"),
    "a name too long": ({"name": "长" * 61}, "姓名：太长，最多 60 个字"),
    "a name that turns the line": ({"name": "示例\u202e新"}, "姓名：里面有看不见的字符"),
    "a name of several lines": ({"name": "示例\n新"}, "姓名：里面有看不见的字符"),
    "no phone": ({"phone": None}, "电话：没有填"),
    "a short phone": ({"phone": "1380000"}, "电话：要 11 位手机号，不是“1380000”"),
    "a landline": ({"phone": "0356-1234567"}, "电话：要 11 位手机号"),
    "a phone of letters": ({"phone": "一三八零零零零零零零一"}, "电话：要 11 位手机号"),
    "no role": ({"role": None}, "职务：没有填"),
    "an unknown role": ({"role": "河道王"}, "职务：没有“河道王”这个职务"),
    "an unknown township": ({"township": "天上镇"}, "镇（街道）：没有“天上镇”这个镇（街道）"),
    "a village nearly right": ({"village": "洞头"}, "村：没有“洞头”这个村。是不是“洞头村”？"),
    "no village": ({"village": None}, "村：没有填"),
    "a village of another township": ({"township": "北石店镇"}, "村：“洞头村”不在北石店镇"),
    "a village of another county": (
        {"township": None, "village": "河西村"},
        "村：“河西村”在泽州县，不在本县",
    ),
    "a township of another county": ({"township": "大箕镇"}, "“大箕镇”在泽州县"),
    "an unknown reach": (
        {"reaches": "天河段"},
        "河段：没有“天河段”这个河段。这个村的河段：洞头村段",
    ),
    "a reach of another village": ({"reaches": "武匠村段"}, "河段：“武匠村段”是武匠村的河段"),
    "a reach twice": ({"reaches": "洞头村段、白水河洞头村段"}, "河段：同一个河段写了两次"),
    "a patroller without reach": ({"reaches": None}, "河段：巡河员要写明管哪个河段"),
    "a chief with reaches": ({"role": "村级河长"}, "河段：河长管全村，不用写河段"),
    "a township chief with a village": (
        {"role": "乡级河长", "reaches": None},
        "村：这个职务不填这一格",
    ),
    "a county office with a township": (
        {"role": "县河长办", "village": None, "reaches": None},
        "镇（街道）：这个职务不填这一格",
    ),
    "a township chief without township": (
        {"role": "乡级河长", "township": None, "village": None, "reaches": None},
        "镇（街道）：没有填",
    ),
    "a day in words": ({"from_on": "去年春天"}, "上任日期：日期“去年春天”读不懂"),
    "a day that never was": ({"from_on": "2026-02-30"}, "上任日期：日期“2026-02-30”读不懂"),
    "a day of another age": ({"to_on": "1926-01-05"}, "离任日期：日期“1926-01-05”读不懂"),
    "an end before the start": (
        {"from_on": "2026-05-01", "to_on": "2026-04-30"},
        "离任日期：离任比上任还早",
    ),
    "an end before today and no start": ({"to_on": "2020-04-30"}, "离任日期：离任比上任还早"),
    "a user name with a gap": ({"username": "shi li"}, "账号：账号里不能有空格"),
    "a user name that is taken": ({"username": "patroller"}, "账号：账号“patroller”已经有人用了"),
    "yes instead of a name": ({"name": True}, "姓名：内容读不懂"),
}


@pytest.fixture
def nothing_changed(session):
    """Look afterwards whether people and offices are as many as before."""
    count = select(func.count()).select_from(PersonRow), select(func.count(AppointmentRow.id))
    before = [session.scalar(one) for one in count]
    session.rollback()
    yield
    assert [session.scalar(one) for one in count] == before


@pytest.mark.parametrize(("changes", "words"), WRONG_LINES.values(), ids=WRONG_LINES)
def test_a_wrong_cell_is_named_and_nothing_is_imported(
    changes, words, import_book, nothing_changed
):
    told = import_book(make_line(**changes), make_chief(phone="13800000098"), fails=True)
    assert "有 1 处不对，什么都没有导入" in told
    assert words in told


#: Rows that do not go together, and what is said about the later one.
CLASHING = {
    "the same row twice": ([make_line(), make_line()], "第 3 行：和第 2 行一模一样"),
    "the same phone for two": (
        [make_line(), make_chief(name="示例别人")],
        "第 3 行 电话：和第 2 行的 示例新 是同一个电话",
    ),
    "one office twice on the same days": (
        [
            make_line(from_on="2026-01-01", to_on="2026-06-30"),
            make_line(from_on="2026-06-30"),
        ],
        "第 3 行：和第 2 行是同一个职务，日期重叠了",
    ),
    "two user names for one": (
        [make_line(username="a"), make_chief(username="b")],
        "第 3 行 账号：和第 2 行是同一个人，账号却不一样",
    ),
    "one user name for two": (
        [
            make_line(username="same"),
            make_chief(name="示例另", phone="13800000098", username="same"),
        ],
        "第 3 行 账号：和第 2 行的 示例新 是同一个账号",
    ),
}


@pytest.mark.parametrize(("rows", "words"), CLASHING.values(), ids=CLASHING)
def test_rows_that_contradict_each_other_are_named(rows, words, import_book, nothing_changed):
    assert words in import_book(*rows, fails=True)


def hide(page):
    page.row_dimensions[2].hidden = True


def merge(page):
    page.merge_cells("A2:A3")


def calculate(page):
    page["B2"] = "=13800000000+99"


#: What people do to a sheet, and what is said.
SPOILT = {
    "a hidden row": ({"spoil": hide}, "第 2 行：这一行是隐藏的"),
    "merged cells": ({"spoil": merge}, "姓名：单元格合并了"),
    "a formula": ({"spoil": calculate}, "电话：是公式"),
    "another sheet's name": ({"sheet": "Sheet1"}, "没有叫“名册”的表"),
    "a missing column": ({"headings": ["姓名", "手机"]}, "不认识“手机”这一列"),
    "a needed column left out": (
        {"headings": ["姓名", None, *HEADINGS[2:]]},
        "名册 第 1 行：少了“电话”这一列",
    ),
    "a column twice": ({"headings": [*HEADINGS[:-1], "电话"]}, "“电话”这一列出现了两次"),
    "another county's file": ({"county": "140525"}, "这是别的县的名册（140525）"),
}


@pytest.mark.parametrize(("how", "words"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_sheet_is_named(how, words, import_book, nothing_changed):
    assert words in import_book(fails=True, **how)


def test_more_rows_than_a_county_has_people_are_refused(import_book, nothing_changed):
    rows = [make_line(phone=f"138{number:08}") for number in range(10_001)]
    assert "名册：超过 10000 行" in import_book(*rows, fails=True)


def pack(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def repack(tmp_path, change):
    """A right workbook with every part passed through `change`."""
    make_book(tmp_path / "right.xlsx", [make_line()])
    with zipfile.ZipFile(tmp_path / "right.xlsx") as right:
        return pack(**{name: change(name, right.read(name)) for name in right.namelist()})


def add_entities(name, content):
    if not name.endswith("sheet1.xml"):
        return content
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    head, _, rest = content.rpartition(b"<worksheet")
    return head + bomb + b"<worksheet" + rest


#: Bytes that are no roster, and what is said.
BYTES = {
    "text": (lambda _: "姓名,电话\n示例新,13800000099".encode(), "不是 xlsx 表格"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), "不是 xlsx 表格"),
    "another packed file": (lambda _: pack(readme="hello"), "不是 xlsx 表格"),
    "half a workbook": (lambda folder: repack(folder, lambda _, raw: raw)[:900], "不是 xlsx 表格"),
    "a workbook with broken parts": (
        lambda folder: repack(folder, lambda _, raw: raw[: len(raw) // 2]),
        "不是 xlsx 表格",
    ),
    "entities that grow": (lambda folder: repack(folder, add_entities), "不是 xlsx 表格"),
    "an encrypted or old workbook": (
        lambda _: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        "表格加了密码，或者是老的 xls",
    ),
    "a bomb": (lambda _: pack(**{"xl/workbook.xml": b" " * 61_000_000}), "文件太大"),
    "a thousand parts": (lambda _: pack(**{f"part{n}": "" for n in range(1000)}), "文件太大"),
    "twenty megabytes": (lambda _: bytes(20_000_001), "文件太大"),
    "nothing": (lambda _: b"", "文件是空的"),
}


@pytest.mark.parametrize(("make", "words"), BYTES.values(), ids=BYTES)
def test_what_is_no_workbook_is_refused_before_it_is_opened(
    make, words, run, tmp_path, nothing_changed
):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(make(tmp_path))
    assert words in run("roster", "import", "--county", COUNTY, path, fails=True)


#: Text that is no roster in JSON, and what is said.
BROKEN_JSON = {
    "cut off": ('{"county": "140502", "roster": [', "JSON 读不懂"),
    "a doubled key": ('{"county": "140502", "county": "140525", "roster": []}', "JSON 读不懂"),
    "a lone surrogate": ('{"county": "140502", "roster": [{"name": "\\ud800"}]}', "JSON 读不懂"),
    "a list": ("[]", "JSON 的样子不对"),
    "a person that is a word": (
        '{"county": "140502", "roster": ["示例新"]}',
        "第 1 条：JSON 的样子",
    ),
    "nobody": ('{"county": "140502", "roster": []}', "一个人也没有"),
    "no county": ('{"roster": [{}]}', "别的县的名册"),
    "another county": ('{"county": "140525", "roster": [{}]}', "这是别的县的名册（140525）"),
    "an unknown key": (
        '{"county": "140502", "roster": [{}, {"nmae": "示例新"}]}',
        "第 2 条：没有“nmae”这一项",
    ),
    "an unknown key outside": ('{"county": "140502", "roster": [{}], "x": 1}', "没有“x”这一项"),
    "a list for a name": (
        '{"county": "140502", "roster": [{"name": ["示例新"]}]}',
        "第 1 条 姓名：内容读不懂",
    ),
    "a number for a reach": (
        '{"county": "140502", "roster": [{"role": "patroller", "reaches": [7]}]}',
        "第 1 条 河段：内容读不懂",
    ),
}


@pytest.mark.parametrize(("text", "words"), BROKEN_JSON.values(), ids=BROKEN_JSON)
def test_broken_json_is_named(text, words, import_json, nothing_changed):
    assert words in import_json(text=text, fails=True)


def test_every_fault_of_a_file_is_told_at_once(import_book, nothing_changed):
    told = import_book(
        make_line(name=None, phone="1"), make_chief(role="河道王", phone="2"), fails=True
    )
    assert "有 4 处不对" in told
    assert "第 2 行 姓名" in told
    assert "第 3 行 职务" in told


def test_what_is_said_holds_no_whole_number_of_others(import_book):
    told = import_book(make_line(), options=["--dry-run"])
    assert "138****0099" in told
    assert "13800000099" not in told


def test_a_county_that_is_not_there_is_named(run, tmp_path):
    make_book(tmp_path / "roster.xlsx", [make_line()])
    for county in ([], ["--county", "999999"]):
        told = run("roster", "import", *county, tmp_path / "roster.xlsx", fails=True)
        assert f"{COUNTY}, {Cast.neighbour.ledger}" in told


def test_the_lines_of_these_tests_have_every_column():
    assert list(make_line()) == KEYS


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    missing = tmp_path / "nobody.xlsx"
    assert str(missing) in run("roster", "import", missing, fails=True)
