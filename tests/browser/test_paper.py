"""What the office prints: A4, nothing cut off, the same words as on the screen, and the head on every page."""

import re

from patrol_app.domain.checklist import ITEMS
from patrol_app.ledger.tables.register import PersonRow
from tests.browser.paper import A4_PT, print_page
from tests.browser.words import say
from tests.cast import Cast

HEAD = (
    say("desk.ledger.time"),
    say("desk.ledger.problems"),
    say("desk.problem.opinion"),
    say("desk.problem.result"),
)


def test_the_ledger_is_printed_across_with_its_head_on_each_page(make_desk):
    township = make_desk()
    township.log_in("township")
    township.press(say("desk.nav.ledger"), exact=True)
    township.press(say("desk.ledger.print"))
    township.sees(say("desk.paper.items"))
    township.look()
    numbers = township.page.locator("tbody th").all_inner_texts()

    sheets = print_page(township.page)

    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, start=1):
        assert (sheet.height_pt, sheet.width_pt) == A4_PT
        assert f"{number}/{len(sheets)}" in sheet.words
    in_table = [sheet for sheet in sheets if say("domain.method.on_foot") in sheet.words]
    for sheet in in_table:
        assert all(words in sheet.words for words in HEAD)
    printed = "".join(sheet.words for sheet in sheets)
    assert all(number in printed for number in numbers)
    assert say("desk.paper.print") + say("desk.paper.how") not in printed
    assert say("desk.paper.maker") in sheets[-1].words


def test_the_record_of_a_walk_is_printed_upright_on_one_sheet(make_desk):
    township = make_desk()
    township.log_in("township")
    township.press(say("desk.nav.ledger"), exact=True)
    township.page.goto(
        f"/desk/ledger?from=2026-11-05&to=2026-11-05&person={Cast.patroller.person_id}"
    )
    township.page.get_by_role("link", name=say("desk.ledger.open")).click()
    township.press(say("desk.patrol.print"))
    township.sees(say("desk.record.title"))
    township.sees_all_pictures()
    township.look()

    sheets = print_page(township.page)

    assert [(sheet.width_pt, sheet.height_pt) for sheet in sheets] == [A4_PT]
    words = sheets[0].words
    for item in ITEMS:
        assert re.sub(r"\s", "", item.official) in words
    assert words.count(say("domain.finding_printed.none")) == 7
    assert say("desk.patrol.no_rechecks") in words
    assert say("desk.record.chief") in words
    assert township.page.url.split("/")[-2] in words
    assert township.page.locator(".paper-pair img").count() == 2


def test_a_very_long_name_breaks_no_paper(make_desk, session):
    session.get(PersonRow, Cast.patroller.person_id).name = "很长的名字" * 60
    session.commit()
    township = make_desk()
    township.log_in("township")
    township.page.goto("/desk/ledger/print?from=2026-11-05&to=2026-11-05")
    township.sees(say("desk.paper.items"))

    sheets = print_page(township.page)

    assert all((sheet.height_pt, sheet.width_pt) == A4_PT for sheet in sheets)
    assert sum(sheet.words.count("很长的名字") for sheet in sheets) == 60
