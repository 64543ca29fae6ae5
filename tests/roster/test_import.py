"""A right roster goes into the register entry by entry, once, and the new people get their cards."""

import stat

from openpyxl import load_workbook
from sqlalchemy import func, select

from patrol_app.domain.entries import Kind
from patrol_app.ledger.tables.entries import EntryRow
from patrol_app.ledger.tables.gate import AuditRow, CardRow
from patrol_app.ledger.tables.register import (
    AccountRow,
    AppointmentReachRow,
    AppointmentRow,
    PersonRow,
)
from tests.builders import NOW
from tests.cast import Cast
from tests.roster.books import make_chief, make_line
from tests.roster.conftest import COUNTY


def count_changes(session):
    session.rollback()
    return session.scalar(
        select(func.count())
        .select_from(EntryRow)
        .where(EntryRow.kind == Kind.REGISTER_CHANGED, EntryRow.ledger == COUNTY)
    )


def find_person(session, phone):
    session.rollback()
    return session.scalar(select(PersonRow).where(PersonRow.phone == phone))


def list_held(session, person_id):
    return session.scalars(
        select(AppointmentRow).where(AppointmentRow.person_id == person_id)
    ).all()


def test_a_new_person_is_in_office_by_entries(import_book, session):
    before = count_changes(session)
    told = import_book(make_line(from_on="2026年1月5日"))
    assert "第 2 行：示例新 任洞头村巡河员，2026-01-05起" in told
    assert "已导入" in told
    assert count_changes(session) == before + 2
    person = find_person(session, "13800000099")
    (held,) = list_held(session, person.id)
    assert (person.name, held.role, held.area_id) == (
        "示例新",
        "patroller",
        Cast.patroller.area_id,
    )
    assert held.from_on.isoformat() == "2026-01-05"
    reaches = select(AppointmentReachRow.reach_id).where(
        AppointmentReachRow.appointment_id == held.id
    )
    assert session.scalars(reaches).all() == [Cast.patroller.reach_id]


def test_a_second_import_changes_nothing(import_book, session):
    rows = [make_line(username="xin"), make_chief()]
    import_book(*rows)
    before = count_changes(session)
    told = import_book(*rows)
    assert "没有要改的" in told
    assert count_changes(session) == before


def test_a_dry_run_says_the_same_and_changes_nothing(import_book, session):
    before = count_changes(session)
    dry = import_book(make_line(), options=["--dry-run"])
    assert "只是看看，什么都没有改" in dry
    assert count_changes(session) == before
    assert find_person(session, "13800000099") is None
    real = import_book(make_line())
    assert dry.splitlines()[:3] == real.splitlines()[:3]


def test_names_like_formulas_and_markup_are_kept_letter_by_letter(import_book, session):
    names = ["=1+1", "+示例", "-示例", "@示例", "<b>示例</b>", "👨‍🌾{{7*7}}", "{name}"]
    import_book(
        *(make_line(name=name, phone=f"1380000010{n}") for n, name in enumerate(names)),
        spoil=write_as_text,
    )
    assert [find_person(session, f"1380000010{n}").name for n in range(len(names))] == names


def write_as_text(page):
    for (cell,) in page.iter_rows(min_row=2, max_col=1):
        cell.data_type = "s"


def test_json_and_english_headings_say_the_same(import_json, import_book, session):
    import_json(
        {"name": "示例新", "phone": "13800000099", "role": "village_chief", "village": "武匠村"}
    )
    told = import_book(
        make_chief(role="Village chief"),
        headings=[
            "Name",
            "Phone",
            "Office",
            "Township",
            "Village",
            "Reaches",
            "In office from",
            "In office until",
            "User name",
        ],
        sheet="Roster",
    )
    assert "没有要改的" in told


def test_the_missing_are_named_and_end_only_when_told_to(import_book, session):
    told = import_book(make_line())
    assert "名册里没有了" in told
    assert "示例乙 洞头村村级河长" in told
    (held,) = list_held(session, Cast.village_chief.person_id)
    assert held.to_on is None
    session.rollback()
    told = import_book(make_line(), options=["--end-missing"])
    assert "示例乙 不再任洞头村村级河长，到 2026-11-21 止" in told
    (held,) = list_held(session, Cast.village_chief.person_id)
    assert held.to_on.isoformat() == "2026-11-21"


def test_the_other_county_is_left_alone(import_book, session):
    import_book(make_line(), options=["--end-missing"])
    held = list_held(session, Cast.neighbour.person_id)
    assert {one.to_on for one in held} == {None}


def test_a_new_number_and_a_new_name_are_the_same_person(import_book, session):
    phone = session.get(PersonRow, Cast.patroller.person_id).phone
    session.rollback()
    row = {"township": None, "reaches": "洞头村段"}
    told = import_book(make_line(name="示例甲", phone="13800000077", **row))
    assert f"示例甲 电话从 {phone[:3]}****{phone[-4:]} 改为 138****0077" in told
    told = import_book(make_line(name="示例甲甲", phone="13800000077", **row))
    assert "示例甲 改名 示例甲甲" in told
    assert find_person(session, "13800000077").id == Cast.patroller.person_id


def test_a_user_name_opens_nothing_before_a_password_is_set(import_book, session):
    import_book(make_line(username="ｘｉｎ"))
    account = session.get(AccountRow, "xin")
    assert account.password_hash is None


def test_new_people_get_cards_that_only_the_operator_can_read(import_book, session, tmp_path):
    file = tmp_path / "cards.html"
    options = ["--cards", file, "--site", "https://river.example.cn/"]
    told = import_book(
        make_line(), make_chief(name="<i>示例</i>", phone="13800000098"), options=options
    )
    assert str(file) in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    page = file.read_text(encoding="utf-8")
    assert "示例新" in page
    assert "&lt;i&gt;示例" in page
    assert "https://river.example.cn/enrol" in page
    assert "1380000" not in page
    cards = session.scalars(select(CardRow)).all()
    assert len(cards) == 2
    assert {row.deed for row in session.scalars(select(AuditRow))} == {"card_made"}
    session.rollback()
    import_book(make_line(), options=["--cards", tmp_path / "none.html", "--site", "https://x.cn"])
    assert not (tmp_path / "none.html").exists()


def test_cards_need_an_address_to_point_to(import_book, tmp_path):
    told = import_book(make_line(), options=["--cards", tmp_path / "cards.html"], fails=True)
    assert "--site" in told


def test_the_template_is_a_right_file_whose_example_is_nobody(run, tmp_path, session):
    file = tmp_path / "template.xlsx"
    run("roster", "template", "--county", COUNTY, file)
    assert "一个人也没有" in run("roster", "import", "--county", COUNTY, file, fails=True)
    book = load_workbook(file)
    sheet = book["名册"]
    assert [cell.value for cell in sheet[1]][:3] == ["姓名*", "电话*", "职务*"]
    assert sheet["A2"].value.startswith("（例）示例")
    assert len(sheet.data_validations.dataValidation) == 3
    for column, value in enumerate(
        ["示例新", "13800000099", "巡河员", None, "洞头村", "洞头村段"], 1
    ):
        sheet.cell(3, column).value = value
    book.save(file)
    assert "示例新 任洞头村巡河员" in run("roster", "import", "--county", COUNTY, file)
    assert "别的县的名册" in run(
        "roster", "import", "--county", Cast.neighbour.ledger, file, fails=True
    )
    assert find_person(session, "13800000099").ledger == COUNTY


def test_reset_and_revoke_end_what_was_open(run, session, tmp_path, app, cast):
    file = tmp_path / "card.html"
    told = run("person", "reset", cast.patroller.person_id, "--cards", file, "--site", "http://x")
    assert "示例甲 的旧密码" in told
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert session.get(AccountRow, "patroller").password_hash is None
    assert "示例乙" in run("person", "revoke", cast.village_chief.person_id)
    assert "no such person" in run("person", "revoke", "13800009999", fails=True)
    assert "--cards" in run("person", "reset", cast.patroller.person_id, fails=True)
    session.rollback()
    deeds = [row.deed for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
    assert deeds == ["phones_revoked", "card_made", "phones_revoked"]
    assert session.scalars(select(CardRow.made_at)).all() == [NOW]
