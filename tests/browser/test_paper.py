"""What the office prints: A4, nothing cut off, the same words as on the screen, and the head on every page."""

from tests.browser.paper import A4_PT, print_page
from tests.browser.words import say

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
