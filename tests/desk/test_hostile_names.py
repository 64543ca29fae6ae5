"""Names that are markup, templates, format strings or very long come back as they are, on every page that says them."""

import pytest
from markupsafe import escape

from patrol_app.ledger.tables.register import AreaRow, PersonRow, ReachRow
from tests.builders import make_patrol, make_problem
from tests.cast import Cast

HOSTILE = [
    "{{7*7}}{% raw %}",
    "%s%(n)s{0}{n}{n.__class__}",
    "</textarea></title><script>alert(1)</script>",
    "👩🏽‍🌾🌊",
    "\u202e甲例示 שלום",
    "=HYPERLINK(1)",
    "很长" * 150,
]


@pytest.fixture(params=HOSTILE, ids=ascii)
def name(request):
    return request.param


@pytest.fixture
def pages(read, file, session, name):
    """Each page that names people and places, once all of them are called so."""
    problem = make_problem(what=name, severity="major")
    made = make_patrol(
        ended_early=name,
        private={
            "track": None,
            "other_companions": [name],
            "note": name,
            "media_facts": [],
        },
    )
    file(problem)
    file(made)
    session.get(PersonRow, Cast.patroller.person_id).name = name
    session.get(AreaRow, Cast.patroller.area_id).name = name
    session.get(ReachRow, Cast.patroller.reach_id).name = name
    session.commit()
    page = read("township")
    asked = f"area={Cast.patroller.area_id}&person={Cast.patroller.person_id}"
    return {
        "overview": page("/desk/"),
        "problems": page("/desk/problems"),
        "ledger": page(f"/desk/ledger?{asked}"),
        "ledger print": page(f"/desk/ledger/print?{asked}"),
        "patrol": page(f"/desk/patrols/{made['id']}"),
        "record": page(f"/desk/patrols/{made['id']}/print"),
        "month": page("/desk/month"),
    }


def test_a_hostile_name_comes_back_literally(pages, name):
    for where, text in pages.items():
        assert str(escape(name)) in text, where
        assert name not in text or name == str(escape(name)), where
        assert "<script>alert" not in text, where


def test_a_hostile_name_stands_in_the_notice_as_it_is(pages, name):
    notice = pages["overview"].split('id="notice"')[1].split("</textarea>")[0]

    assert f"{escape(name)}" in notice
    assert notice.count("已巡 1 人") == 1
