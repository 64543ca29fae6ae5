"""The 台账 is narrowed by what stands in its form; what means nothing is named and narrows nothing."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from patrol_app.desk.asked import Asked
from patrol_app.desk.ledger import MOST_PEOPLE, PRINT_LINES
from patrol_app.desk.ledger_filter import MAX_DAYS, read_days, read_wanted
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.tables.register import AppointmentRow, PersonRow
from tests.builders import NOW, make_patrol, make_problem
from tests.cast import Cast, Member

ON = date(2026, 11, 22)
NAMES = [member.name for member in vars(Cast).values() if isinstance(member, Member)]
ROW = re.compile(r'href="/desk/patrols/([^"]+)"')


@pytest.mark.parametrize(
    ("fields", "first", "last"),
    [
        ({}, "2026-11-01", "2026-11-30"),
        ({"from": "2026-11-20", "to": "2026-11-21"}, "2026-11-20", "2026-11-21"),
        ({"from": "2026-11-21", "to": "2026-11-20"}, "2026-11-20", "2026-11-21"),
        ({"to": "2026-09-05"}, "2026-09-01", "2026-09-05"),
        ({"from": "2026-10-05"}, "2026-10-05", "2026-11-30"),
        ({"from": "x", "to": "2026-13-01"}, "2026-11-01", "2026-11-30"),
    ],
    ids=["this month", "a range", "the wrong way round", "until", "since", "nonsense"],
)
def test_days_are_read(fields, first, last):
    days = read_days(Asked(fields), ON)

    assert (str(days.first_on), str(days.last_on), days.cut) == (first, last, False)


def test_more_than_a_quarter_is_cut_and_said(read):
    days = read_days(Asked({"from": "2020-01-01", "to": "2026-11-22"}), ON)

    assert (days.last_on - days.first_on).days == MAX_DAYS - 1
    assert days.cut
    assert "一次最多看 93 天" in read("township")("/desk/ledger?from=2020-01-01&to=2026-11-22")


def test_what_means_nothing_is_named():
    asked = Asked({"role": "king", "finding": "x", "doubts": "?", "item": "10", "from": "heute"})

    read_wanted(asked, read_days(asked, ON))

    assert sorted(asked.unread) == ["doubts", "finding", "from", "item", "role"]


def test_the_page_says_what_it_did_not_understand(read):
    text = read("township")("/desk/ledger?item=77&from=2026-99-99")

    assert "没有用上：从哪天、哪一项" in text
    assert ROW.findall(text)


def seen(*found):
    return [
        {"item": n, "finding": "found" if n in found else "none", "known_problems": []}
        for n in range(8, 0, -1)
    ]


@pytest.fixture
def walks(file):
    """Three walks of today: a plain one, one that found something in items 3 and 8, one of the chief."""
    problem = make_problem()
    file(problem)
    plain = make_patrol(rechecks=[])
    recheck = {"problem_id": problem["id"], "outcome": "unchanged", "reason": None}
    found = make_patrol(
        started_at=NOW - timedelta(hours=2),
        items=seen(3, 8),
        ended_early="下雨",
        rechecks=[recheck],
    )
    chief = make_patrol(by=Cast.village_chief, started_at=NOW - timedelta(hours=3))
    for walk in (plain, found, chief):
        file(walk)
    return {"plain": plain["id"], "found": found["id"], "chief": chief["id"]}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"plain", "found", "chief"}),
        ({"finding": "found"}, {"found"}),
        ({"finding": "none"}, {"plain", "chief"}),
        ({"item": "3"}, {"found"}),
        ({"item": "8"}, {"found"}),
        ({"item": "2"}, set()),
        ({"item": "9"}, {"found"}),
        ({"role": "village_chief"}, {"chief"}),
        ({"role": "township_chief"}, set()),
        ({"person": Cast.patroller.person_id}, {"plain", "found"}),
        ({"reach": Cast.patroller.reach_id}, {"plain", "found", "chief"}),
        ({"reach": Cast.other_patroller.reach_id}, set()),
        ({"area": Cast.patroller.area_id}, {"plain", "found", "chief"}),
        ({"area": Cast.township.area_id, "item": "3"}, {"found"}),
        ({"area": Cast.neighbour.area_id}, set()),
        ({"area": "%"}, set()),
        ({"reach": "' OR 1=1 --"}, set()),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_each_field_narrows(read, walks, asked, names):
    listed = read("township")(f"/desk/ledger?{urlencode({'from': ON, 'to': ON, **asked})}")

    assert {name for name, walk in walks.items() if walk in listed} == names


def test_the_people_to_choose_from_are_those_of_the_area_asked_for(read):
    page = read("county")

    def offered(asked):
        return [name for name in NAMES if f">{name}</option>" in page(f"/desk/ledger?{asked}")]

    everybody = offered("")
    here = offered(f"area={Cast.township.area_id}")
    assert Cast.patroller.name in here
    assert Cast.other_township.name in everybody
    assert Cast.other_township.name not in here
    assert Cast.neighbour.name not in everybody
    kept = offered(f"area={Cast.township.area_id}&person={Cast.other_township.person_id}")
    assert kept == sorted([*here, Cast.other_township.name], key=NAMES.index)


def test_of_more_people_than_a_list_holds_only_the_chosen_one_is_offered(read, session):
    crowd = [
        PersonRow(
            id=f"crowd {n}",
            ledger=Cast.patroller.ledger,
            name=f"众{n}",
            phone=f"1390000{n:04}",
            language="zh-CN",
        )
        for n in range(MOST_PEOPLE)
    ]
    held = session.get(AppointmentRow, Cast.patroller.appointment_id)
    offices = [
        AppointmentRow(
            id=f"office {n}",
            person_id=f"crowd {n}",
            role="patroller",
            ledger=held.ledger,
            area_id=held.area_id,
            area_path=held.area_path,
            from_on=held.from_on,
            to_on=None,
        )
        for n in range(MOST_PEOPLE)
    ]
    session.add_all(crowd)
    session.flush()
    session.add_all(offices)
    session.commit()
    page = read("county")

    text = page(f"/desk/ledger?person={Cast.patroller.person_id}")

    assert "先选镇、村，再选人" in text
    assert f"selected>{Cast.patroller.name}</option>" in text
    assert "众1" not in text
    narrow = page(f"/desk/ledger?area={Cast.other_township.area_id}")
    assert f">{Cast.other_township.name}</option>" in narrow


def test_doubts_divide_the_ledger_in_two(read, walks):
    page = read("township")
    some, none, everything = (
        set(ROW.findall(page(f"/desk/ledger?from=2026-11-22&to=2026-11-22&doubts={doubts}")))
        for doubts in ("some", "none", "")
    )

    assert walks["found"] in some
    assert some | none == everything
    assert not some & none


def test_the_way_to_older_ones_keeps_every_field(read, file):
    for number in range(40):
        started_at = NOW - timedelta(hours=1, seconds=number)
        file(make_patrol(started_at=started_at, patrol_id=uuid7(started_at), items=seen(3)))

    text = read("township")("/desk/ledger?from=2026-11-20&to=2026-11-22&item=3&role=patroller")
    older = re.search(r'href="([^"]+)">再早一些', text)[1]

    for kept in ("from=2026-11-20", "to=2026-11-22", "item=3", "role=patroller"):
        assert kept in older


def test_the_print_way_keeps_the_fields_and_prints_the_same_patrols_oldest_first(read, walks):
    page = read("township")
    asked = "from=2026-11-22&to=2026-11-22"

    printed = page(f"/desk/ledger/print?{asked}")

    assert f"/desk/ledger/print?{asked}" in page(f"/desk/ledger?{asked}").replace("&amp;", "&")
    numbers = [int(number) for number in re.findall(r'scope="rowgroup"[^>]*>(\d+)<', printed)]
    assert numbers == sorted(numbers)
    assert len(numbers) >= len(walks)
    assert "发现问题及处置情况" in printed
    assert "在河湖管理和保护范围内设置拦河阻碍物" in printed


def test_one_print_is_bounded_and_says_that_there_is_more(read, file):
    for number in range(PRINT_LINES + 1):
        started_at = NOW - timedelta(hours=1, seconds=number)
        file(make_patrol(started_at=started_at, patrol_id=uuid7(started_at)))
    page = read("township")

    first = page("/desk/ledger/print?from=2026-11-22&to=2026-11-22")
    following = re.search(r'href="([^"]+)">印后面的', first)[1].replace("&amp;", "&")
    second = page(following)

    assert "还没印完" in first
    assert first.count('scope="rowgroup"') == PRINT_LINES
    assert second.count('scope="rowgroup"') >= 1
    assert "还没印完" not in second


def test_an_empty_print_says_so(read):
    assert "没有这样的巡河记录" in read("township")(
        "/desk/ledger/print?from=2025-01-01&to=2025-01-02"
    )
