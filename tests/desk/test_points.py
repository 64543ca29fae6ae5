"""The pages 河段地图: whose reaches, what is printed of a point and doubted, who came by, page by page."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from patrol_app.domain.county.rows import row_id
from patrol_app.domain.register import Table
from patrol_app.ledger.compose import uuid7
from patrol_app.ledger.database import begin_writing
from patrol_app.ledger.register import change
from patrol_app.ledger.registered import read_row
from tests.builders import NOW, make_patrol, make_problem
from tests.cast import Cast

VILLAGE = row_id("source", "洞头断面", "洞头村")
STATION = row_id("source", "洞头断面", "水力发电站")
SECTION = row_id("section", "洞头断面")
FAR_SECTION = row_id("section", "白水河断面")
FAR_VILLAGE = row_id("source", "白水河断面", "河西村")
HOSTILE = "<script>alert(1)</script>{{7*7}}{n}%s"


def walk(point_id, *, minutes=2, days_ago=0, stays=1, by=Cast.patroller):
    started_at = NOW - timedelta(days=days_ago, minutes=45)
    visits = [{"point_id": point_id, "elapsed_ms": minutes * 60_000}] * stays
    return make_patrol(by=by, started_at=started_at, visits=visits)


@pytest.fixture
def bridge(session):
    """A point of 洞头村段 where nobody has been yet."""
    begin_writing(session)
    point_id = uuid7(NOW)
    values = {"reach_id": Cast.patroller.reach_id, "kind": "board", "name": "新桥公示牌"}
    change(session, Table.POINT, point_id, values, ledger="140502", by=None, at=NOW)
    session.commit()
    return point_id


def test_each_reads_of_the_reaches_of_his_area_and_of_no_other(read):
    township = read("township")("/desk/map")
    assert "白水河 洞头村段" in township
    assert "白水河 武匠村段" in township
    assert "刘家川村段" not in township
    assert "河西村段" not in township


def test_points_stand_in_river_order(read):
    page = read("village")("/desk/map")
    names = re.findall(r'data-name="([^"]+)" data-sign="(?:源|断|口)"', page)
    order = ["混凝土加工厂场地", "洞头村", "洞头村污水处理站", "水力发电站", "洞头断面"]
    assert [name for name in names if name in order] == order


def test_what_is_doubted_is_marked_with_its_reason_wherever_it_is_listed(read):
    page = read("village")("/desk/map")
    (station,) = re.findall(r"<li[^>]+水力发电站.+?</li>\s*</ul>", page, flags=re.DOTALL)
    assert "data-doubtful" in station
    assert "公布坐标离洞头断面 12346 米，文字却说上游600米，右岸。" in station
    assert "按公布坐标连成，仅供参考" in page


def test_a_reach_without_a_line_says_so(read):
    page = read("village2")("/desk/map")
    assert "公布的坐标不够，连不成线" in page
    assert "data-line" not in page


def test_an_area_narrows_the_map_and_one_elsewhere_is_like_none(read):
    page = read("county")
    narrowed = page(f"/desk/map?area={Cast.other_township.area_id}")
    assert "刘家川村段" in narrowed
    assert "洞头村段</h2>" not in narrowed
    nowhere = page("/desk/map?area=nowhere", 404)
    assert page(f"/desk/map?area={Cast.neighbour.area_id}", 404) == nowhere


def test_where_an_open_problem_was_found_stands_on_the_map(read, file):
    place = {"at": [112_883_000, 35_433_000], "accuracy_m": 8, "heading_deg": None}
    private = {"place": place, "note": None, "media_facts": []}
    file(make_problem(what="桥下一堆渣土", private=private))
    page = read("township")("/desk/map")
    assert 'data-at="112883000,35433000"' in page
    assert "桥下一堆渣土" in page


def test_a_point_shows_all_that_is_printed_of_it(read):
    page = read("township")(f"/desk/points/{VILLAGE}")
    for words in (
        "上游1500米，左岸",
        "112.907394, 35.396353",
        "河道内存在少量垃圾",
        "严格落实河长制工作",
        "钟家庄办事处",
        "公布坐标离河西村只有 146 米。",
        "洞头村泄洪渠",
    ):
        assert words in page, words


def test_a_section_says_its_target_and_who_answers_for_it(read, session):
    page = read("township")
    shown = page(f"/desk/points/{SECTION}")
    assert "Ⅴ类" in shown
    assert "钟家庄街道书记、钟家庄街道主任" in shown
    assert "上游 4500 米，下游 600 米" in shown
    begin_writing(session)
    without = {**read_row(session, Table.SECTION, SECTION), "target_class": None}
    change(session, Table.SECTION, SECTION, without, ledger="140502", by=None, at=NOW)
    session.commit()
    assert "完成省定目标" in page(f"/desk/points/{SECTION}")


@pytest.fixture
def answer_for(session):
    """Let another county answer for a section."""

    def answer(section_id, county, *, ledger):
        begin_writing(session)
        values = {**read_row(session, Table.SECTION, section_id), "responsible_county": county}
        change(session, Table.SECTION, section_id, values, ledger=ledger, by=None, at=NOW)
        session.commit()

    return answer


@pytest.mark.parametrize("reader", ["county", "township", "township2", "village", "clerk"])
def test_a_section_elsewhere_is_open_to_the_county_that_answers_for_it(read, reader):
    page = read(reader)
    listed = page("/desk/map")
    for name in ("白水河断面", "背荫村断面"):
        (item,) = re.findall(rf'<li[^>]+data-name="{name}".+?</li>\s', listed, flags=re.DOTALL)
        assert "在泽州县" in item
        assert "data-at" in item
        # Where a map begins is the reader's own area: only the office of all the county begins with them.
        assert ("data-beside" in item) is (reader != "county")
    shown = page(f"/desk/points/{FAR_SECTION}")
    assert "断面在泽州县，归我们负责" in shown
    assert "112.900389, 35.402867" in shown
    assert "存疑" not in shown


def test_with_the_section_nothing_else_of_its_county_is_shown(read, file):
    file(walk(FAR_SECTION, by=Cast.neighbour))
    file(make_problem(by=Cast.neighbour, what="河西村的一堆渣土"))
    there = read("township3")(f"/desk/points/{FAR_SECTION}")
    hidden = ("河西村段", Cast.neighbour.name, "河西村的一堆渣土")
    assert all(words in there for words in hidden)
    page = read("county")
    for shown in (page("/desk/map"), page(f"/desk/points/{FAR_SECTION}")):
        assert [words for words in hidden if words in shown] == []
        assert FAR_VILLAGE not in shown
        assert Cast.neighbour.reach_id not in shown
    page(f"/desk/points/{FAR_VILLAGE}", 404)
    assert "白水河断面" not in page(f"/desk/map?area={Cast.township.area_id}")


def test_a_section_its_own_county_answers_for_stays_there(read, answer_for):
    read("township3")(f"/desk/points/{SECTION}", 404)
    answer_for(FAR_SECTION, "泽州县", ledger=Cast.neighbour.ledger)
    page = read("county")
    page(f"/desk/points/{FAR_SECTION}", 404)
    assert "白水河断面" not in page("/desk/map")
    read("patroller")(f"/desk/points/{FAR_SECTION}", 403)


def test_a_point_leads_to_its_section_elsewhere_only_who_may_open_it(read, answer_for):
    section_id, path = row_id("section", "背荫村断面"), row_id("source", "背荫村断面", "刘家川村")
    page = read("township2")
    assert f"/desk/points/{section_id}" in page(f"/desk/points/{path}")
    answer_for(section_id, "泽州县", ledger=Cast.neighbour.ledger)
    shown = page(f"/desk/points/{path}")
    assert "背荫村断面" in shown
    assert section_id not in shown


def test_who_answers_elsewhere_is_marked(read):
    page = read("township3")(f"/desk/points/{row_id('section', '白水河断面')}")
    assert "断面在泽州县，责任县是晋城市城区。" in page


def test_visits_are_told_with_how_long_they_took_together(read, file, bridge):
    page = read("township")
    assert "还没有人在巡河时到过这里" in page(f"/desk/points/{bridge}")
    file(walk(bridge, minutes=2, stays=2))
    page = page(f"/desk/points/{bridge}")
    assert re.search(rf"11月22日 周日 {Cast.patroller.name}</a>\s*<span[^>]*>4", page)


def test_visits_come_twenty_at_a_time_each_once(read, file, bridge):
    for days_ago in range(25):
        file(walk(bridge, days_ago=days_ago))
    page = read("township")
    first = page(f"/desk/points/{bridge}")
    ways = re.compile(r'href="(/desk/points/[^"]+after=[^"]+)"')
    (way,) = ways.findall(first)
    second = page(way.replace("&amp;", "&"))
    patrols = [re.findall(r'href="/desk/patrols/([^"]+)"', part) for part in (first, second)]
    assert [len(part) for part in patrols] == [20, 5]
    assert len({one for part in patrols for one in part}) == 25
    assert ways.findall(second) == []


@pytest.mark.parametrize("after", ["", "x", "2026-11-01", "9.9.9"])
def test_a_mark_that_makes_no_sense_shows_the_newest(read, file, bridge, after):
    file(walk(bridge))
    assert Cast.patroller.name in read("township")(f"/desk/points/{bridge}?after={after}")


def test_a_visit_to_a_point_of_another_county_is_kept_and_shown_to_nobody_there(read, file):
    file(walk(FAR_VILLAGE))
    assert Cast.patroller.name not in read("township3")(f"/desk/points/{FAR_VILLAGE}")


def test_hostile_words_of_a_notice_are_only_words(read, session):
    begin_writing(session)
    values = {**read_row(session, Table.POINT, STATION), "name": HOSTILE, "place": HOSTILE}
    values["doubts"] = [
        {"rule": "far_from_section", "section": HOSTILE, "place": "", "straight_m": 1}
    ]
    values["doubts"][0]["place"] = HOSTILE
    change(session, Table.POINT, STATION, values, ledger="140502", by=None, at=NOW)
    session.commit()
    page = read("township")
    for shown in (page("/desk/map"), page(f"/desk/points/{STATION}")):
        assert "<script>alert" not in shown
        assert "{{7*7}}{n}%s" in shown


@pytest.mark.parametrize("point_id", [FAR_VILLAGE, "nowhere", row_id("source", "nobody")])
def test_what_one_may_not_see_is_not_there(read, point_id):
    read("township")(f"/desk/points/{point_id}", 404)


def test_tiles_are_asked_for_only_where_there_is_a_key_and_only_by_the_map(app, client, log_in):
    log_in("township")
    plain = client.get("/desk/map")
    assert "tianditu" not in plain.headers["Content-Security-Policy"]
    assert "data-tiles" not in plain.text
    app.extensions["settings"] = replace(app.extensions["settings"], tianditu_key="abc123")
    tiled = client.get("/desk/map")
    assert "img-src https://*.tianditu.gov.cn 'self'" in tiled.headers["Content-Security-Policy"]
    assert 'data-tiles="abc123"' in tiled.text
    assert "tianditu" not in client.get("/desk/problems").headers["Content-Security-Policy"]
