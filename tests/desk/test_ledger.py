"""The pages 台账 and 巡河: every field of the notice, nothing of other areas."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.tables.register import PointRow
from tests.builders import NOW, make_patrol, make_problem
from tests.cast import Cast

ROW = re.compile(r'href="/desk/patrols/([^"]+)"')
HOSTILE = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def patrol(file):
    made = make_patrol()
    file(made)
    file(make_problem(what="坡下有垃圾", patrol_id=made["body"]["patrol_id"]))
    return made


def test_a_row_holds_every_field_of_the_notice(read, patrol):
    text = read("township")("/desk/ledger")
    row = next(part for part in text.split("<tr>") if patrol["id"] in part)

    for words in ("11月22日", "08:15–08:55", "40 分钟", "示例甲", "洞头村段", "九项都看了", "徒步"):
        assert words in row
    for words in ("坡下有垃圾", "处理意见", "处理结果"):
        assert words in row


def test_the_share_of_the_reach_is_said_and_never_a_length(read, patrol):
    page = read("township")

    assert re.search(
        r"河段 \d%", next(row for row in page("/desk/ledger").split("<tr>") if patrol["id"] in row)
    )
    text = page(f"/desk/patrols/{patrol['id']}")
    assert "河段画得不准，只作参考" in text
    assert not re.search(r"\d ?(公里|千米|km|米)", text)


def test_a_walk_without_a_track_has_no_share(read, file):
    made = make_patrol(private={"track": None})
    file(made)

    assert "说不准" in read("township")(f"/desk/patrols/{made['id']}")


def with_gaps(*gaps):
    return {"track": {"fixes": [[112_884_616, 35_443_051, 8, 0]], "gaps": list(gaps)}}


def test_where_the_track_breaks_off_stands_when_and_why(read, file):
    made = make_patrol(
        private=with_gaps([300_000, 900_000, "weak"], [960_000, 1_500_000, "denied"])
    )
    file(made)
    text = read("township")(f"/desk/patrols/{made['id']}")

    assert "中间断了 2 段" in text
    assert "<li>08:20–08:30 定位一直不准</li>" in text
    assert "<li>08:31–08:40 手机没允许定位</li>" in text


@pytest.mark.parametrize("fixes", [[], [[112_884_616, 35_443_051, 8, 0]]], ids=["no fix", "a fix"])
def test_a_gap_of_a_phone_that_knows_more_is_shown_without_its_reason(read, file, fixes):
    track = {"fixes": fixes, "gaps": [[0, 2**53 - 1, HOSTILE]]}
    made = make_patrol(private={"track": track})
    file(made)
    text = read("township")(f"/desk/patrols/{made['id']}")

    assert "没说为什么" in text
    assert HOSTILE not in text


def test_points_are_visited_or_not_whatever_a_phone_names(read, file, session):
    points = session.scalars(
        select(PointRow).where(PointRow.reach_id == Cast.patroller.reach_id)
    ).all()
    point = points[0]
    made = make_patrol(
        visits=[
            {"point_id": point.id, "elapsed_ms": 300_000},
            {"point_id": point.id, "elapsed_ms": 600_000},
            {"point_id": uuid7(NOW), "elapsed_ms": 2**53 - 1},
        ]
    )
    file(made)
    text = read("township")(f"/desk/patrols/{made['id']}")

    assert f"到了 1 / {len(points)}" in text
    assert "08:20 到了" in text
    assert text.count(">没到</span>") == len(points) - 1


def test_points_of_a_patrol_stand_in_river_order(read, file):
    made = make_patrol()
    file(made)
    text = read("township")(f"/desk/patrols/{made['id']}")
    order = ["混凝土加工厂场地", "洞头村污水处理站", "水力发电站", "洞头断面"]
    places = [text.index(f"<li>{name} ") for name in order]
    assert places == sorted(places)


def test_filters_narrow_the_ledger(read, patrol):
    page = read("township")

    assert patrol["id"] in page(f"/desk/ledger?person={Cast.patroller.person_id}&from=2026-11-01")
    assert patrol["id"] not in page(f"/desk/ledger?person={Cast.other_patroller.person_id}")
    assert patrol["id"] not in page(f"/desk/ledger?area={Cast.other_patroller.area_id}")
    assert patrol["id"] not in page("/desk/ledger?from=2026-10-01&to=2026-10-31")
    assert "没有这样的巡河记录" in page("/desk/ledger?from=2025-01-01&to=2025-01-31")


def test_pages_of_the_ledger_follow_without_gap_or_double(read, file):
    for number in range(70):
        started_at = NOW - timedelta(hours=1, seconds=number)
        file(make_patrol(started_at=started_at, patrol_id=uuid7(started_at)))
    page = read("township")
    seen, address = [], "/desk/ledger?from=2026-11-22&to=2026-11-22"
    while address:
        text = page(address)
        seen += ROW.findall(text)
        older = re.search(r'href="([^"]+after=[^"]+)">再早一些', text)
        address = older and older[1].replace("&amp;", "&")

    assert len(seen) == len(set(seen)) >= 70


def test_a_patrol_shows_its_nine_items(read, patrol):
    text = read("township")(f"/desk/patrols/{patrol['id']}")

    assert text.count('class="items__one"') == 9
    assert "是否存在河道水体异味、颜色异常情况。" in text
    assert text.count(">未发现</span>") == 8
    assert "无待复查问题" in text
    assert "坡下有垃圾" in text


def test_old_problems_as_they_were_are_folded_into_one_line(read, file):
    problems = [
        make_problem(what=f"老问题{n}", entry={"id": uuid7(NOW + timedelta(seconds=n))})
        for n in range(3)
    ]
    for problem in problems:
        file(problem)
    outcomes = ("unchanged", "unchanged", "worse")
    rechecks = [
        {"problem_id": problem["id"], "outcome": outcome, "reason": None}
        for problem, outcome in zip(problems, outcomes, strict=True)
    ]
    made = make_patrol(rechecks=rechecks)
    file(made)

    text = read("township")(f"/desk/patrols/{made['id']}")
    folded = text.split("<details")[1].split("</details>")[0]

    assert "还在，没变化 2 个" in folded
    assert "老问题2" not in folded
    assert "更重了" in text


def test_the_record_says_why_items_were_not_seen_and_which_entry_it_prints(read, file):
    items = [
        {"item": n, "finding": "none" if n < 6 else "not_checked", "known_problems": []}
        for n in range(8, 0, -1)
    ]
    made = make_patrol(items=items, ended_early="下大雨")
    file(made)

    text = read("township")(f"/desk/patrols/{made['id']}/print")

    assert text.count("<strong>没查</strong><br>下大雨") == 3
    assert text.index(">1</th>") < text.index(">8</th>")
    assert made["id"] in text
    assert "无待复查问题" in text


def test_a_patrol_ended_early_says_what_was_not_seen(read, file):
    items = [
        {"item": n, "finding": "none" if n < 6 else "not_checked", "known_problems": []}
        for n in range(1, 9)
    ]
    made = make_patrol(items=items, ended_early="下大雨")
    file(made)
    page = read("township")

    text = page(f"/desk/patrols/{made['id']}")
    assert "下大雨" in text
    assert "提前结束" in text
    assert "3 项没查" in page("/desk/ledger")


def walked(*findings, known=()):
    seen = [*findings, *["none"] * (8 - len(findings))]
    return [
        {"item": n, "finding": finding, "known_problems": list(known) if finding == "found" else []}
        for n, finding in enumerate(seen, start=1)
    ]


def test_an_old_problem_seen_again_is_no_walk_without_findings(read, file):
    problem = make_problem(what="还在的垃圾")
    file(problem)
    made = make_patrol(items=walked("none", "none", "found", known=[problem["id"]]))
    file(made)
    page = read("township")
    row = next(part for part in page("/desk/ledger").split("<tr>") if made["id"] in part)

    for text in (row, page(f"/desk/patrols/{made['id']}")):
        assert "还是老问题" in text
        assert "还在的垃圾" in text
        assert "未发现问题" not in text


@pytest.mark.parametrize(
    ("items", "words"),
    [
        pytest.param(walked(), "未发现问题", id="all eight none"),
        pytest.param(walked("not_checked"), "看过的几项没发现", id="some not looked at"),
        pytest.param(walked("found"), "发现了，没有报新问题", id="found, none reported"),
    ],
)
def test_nothing_found_is_said_as_far_as_it_is_known(read, file, items, words):
    made = make_patrol(items=items)
    file(made)
    page = read("township")
    row = next(part for part in page("/desk/ledger").split("<tr>") if made["id"] in part)

    said = {"未发现问题", "看过的几项没发现", "发现了，没有报新问题"}
    for text in (row, page(f"/desk/patrols/{made['id']}")):
        assert {one for one in said if one in text} == {words}


@pytest.mark.parametrize(
    ("private", "words"),
    [
        pytest.param({"track": None}, "没同意记录位置", id="no track"),
        pytest.param(
            {"track": {"fixes": [], "gaps": [[0, 60_000, "denied"]]}}, "手机没允许定位", id="denied"
        ),
    ],
)
def test_no_track_says_why(read, file, private, words):
    made = make_patrol(private={**private, "other_companions": [], "note": None, "media_facts": []})
    file(made)

    assert words in read("township")(f"/desk/patrols/{made['id']}")


def test_a_track_is_drawn_with_its_gap(read, file):
    fixes = [[112_884_616 + n, 35_443_051 - n * 900, 8, n * 10_000] for n in range(10)]
    track = {"fixes": fixes, "gaps": [[40_000, 50_000, "no_signal"]]}
    made = make_patrol(
        private={"track": track, "other_companions": [HOSTILE], "note": HOSTILE, "media_facts": []}
    )
    file(made)

    text = read("township")(f"/desk/patrols/{made['id']}")

    assert text.count('class="track__walked"') == 2
    assert "stroke-dasharray" in text
    assert "中间断了 1 段" in text
    assert HOSTILE not in text
    assert "style=" not in text


def test_a_problem_that_another_hangs_on_a_walk_is_not_shown_there(read, file, patrol):
    file(
        make_problem(
            by=Cast.village_chief,
            what="别人挂上来的",
            patrol_id=patrol["body"]["patrol_id"],
            entry={"id": uuid7(NOW + timedelta(seconds=1))},
        )
    )

    assert "别人挂上来的" not in read("township")(f"/desk/patrols/{patrol['id']}")


@pytest.mark.parametrize("username", ["township2", "township3", "village2"])
def test_a_patrol_elsewhere_is_like_none(read, patrol, username):
    page = read(username)

    elsewhere = page(f"/desk/patrols/{patrol['id']}", 404)

    assert elsewhere == page(f"/desk/patrols/{uuid7(NOW)}", 404)
    assert patrol["id"] not in page("/desk/ledger")


@pytest.mark.parametrize("username", ["township", "county", "village"])
def test_those_above_may_read_it(read, patrol, username):
    assert "示例甲" in read(username)(f"/desk/patrols/{patrol['id']}")
