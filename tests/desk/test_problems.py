"""The pages 问题: what waits, what there is, and one of them."""

import re
from datetime import timedelta

import pytest

from patrol_app.domain.entries import Kind
from patrol_app.ledger.compose import uuid7
from tests.builders import NOW, jpeg, make_entry, make_problem, name_picture
from tests.cast import Cast

HOSTILE = "<script>alert(1)</script>{{7*7}}{n}%s"
NUMBER = re.compile(r"(\d+) 号 · ")


def about(problem, kind, by, **body):
    return make_entry(kind, by=by, at=NOW, body={"problem_id": problem["id"], **body})


@pytest.fixture
def problem(file):
    made = make_problem(what="断面旁有一片油花", severity="major", item=4, category="odd_outflow")
    file(made)
    return made


def escalate(problem):
    return about(
        problem,
        Kind.PROBLEM_ESCALATED,
        Cast.village_chief,
        reason="村里处理不了",
        to="township",
        name=None,
    )


def waiting_part(page):
    return page.split('id="all"')[0]


def test_the_township_sees_first_what_was_passed_up_to_it(read, file, problem):
    page = read("township")
    assert "断面旁有一片油花" not in waiting_part(page("/desk/problems"))

    file(escalate(problem))

    assert "断面旁有一片油花" in waiting_part(page("/desk/problems"))


def test_the_number_in_the_menu_counts_what_waits(read, file, problem):
    page = read("township")
    before = re.search(r"等着办的：</span>(\d+)", page("/desk/ledger"))

    file(escalate(problem))

    after = re.search(r"等着办的：</span>(\d+)", page("/desk/ledger"))
    assert int(after[1]) == (int(before[1]) if before else 0) + 1


def test_filters_narrow_without_script(read, file, problem):
    page = read("township")

    assert "断面旁有一片油花" in page("/desk/problems?severity=major")
    assert "断面旁有一片油花" not in page("/desk/problems?severity=ordinary")
    assert "断面旁有一片油花" not in page("/desk/problems?state=closed")
    assert "断面旁有一片油花" in page(f"/desk/problems?state=open&reach={Cast.patroller.reach_id}")
    assert "断面旁有一片油花" not in page(f"/desk/problems?reach={Cast.other_patroller.reach_id}")


def test_filters_of_another_county_show_nothing_of_it(read):
    assert "没有这样的问题" in read("township")(f"/desk/problems?area={Cast.neighbour.area_id}")


def test_pages_follow_one_another_without_gap_or_double(read, file):
    for number in range(45):
        file(
            make_problem(what=f"第{number}处", entry={"id": uuid7(NOW + timedelta(seconds=number))})
        )
    page = read("township")
    seen, address = [], "/desk/problems?state="
    while address:
        text = page(address)
        seen += [int(number) for number in NUMBER.findall(text)]
        older = re.search(r'href="([^"]+after=[^"]+)">再早一些', text)
        address = older and older[1].replace("&amp;", "&")

    assert seen == list(range(max(seen), 0, -1))


def test_a_problem_tells_its_story(read, file, problem):
    told = {"whom": "village_chief", "way": "call", "got_through": True}
    file(about(problem, Kind.PROBLEM_TOLD, Cast.patroller, **told))
    file(
        about(
            problem,
            Kind.PROBLEM_ACCEPTED,
            Cast.village_chief,
            opinion="先看住管口",
            responsible_unit="洞头村村委会",
            responsible_person="示例乙",
            due_on="2026-11-25",
        )
    )
    file(escalate(problem))

    text = read("township")(f"/desk/problems/{problem['id']}")

    for words in (
        "打电话告诉村级河长",
        "打通了",
        "先看住管口",
        "洞头村村委会",
        "剩 3 天",
        "村里处理不了",
        "颜色气味不对",
        "上报乡级河长",
    ):
        assert words in text


def test_a_call_without_an_answer_says_so(read, file, problem):
    told = {"whom": "village_chief", "way": "call", "got_through": False}
    file(about(problem, Kind.PROBLEM_TOLD, Cast.patroller, **told))

    assert "没打通" in read("township")(f"/desk/problems/{problem['id']}")


def test_pictures_on_their_way_are_counted(read, file):
    before, after = jpeg("before"), jpeg("after")
    made = make_problem(
        pictures=[("before", before)], on_the_spot={"opinion": None, "result": "捡走了"}
    )
    pair = name_picture(before)["sha256"]
    made = make_problem(
        on_the_spot={"opinion": None, "result": "捡走了"},
        entry={
            "id": made["id"],
            "media": [
                name_picture(before, "before", made["id"]),
                name_picture(after, "after", made["id"], pairs_with=pair),
            ],
        },
    )
    file(made)
    page = read("township")
    assert "资料未齐 0/2" in page(f"/desk/problems/{made['id']}")
    assert "data-slider" not in page(f"/desk/problems/{made['id']}")

    received = [
        {
            **{key: name_picture(raw)[key] for key in ("sha256", "bytes", "type")},
            "uploaded_by": Cast.patroller.person_id,
        }
        for raw in (before, after)
    ]
    file(make_entry(Kind.MEDIA_RECEIVED, body={"media": received}))

    text = page(f"/desk/problems/{made['id']}")
    assert "资料未齐" not in text
    assert "data-slider" in text


def test_what_people_write_stays_text(read, file):
    made = make_problem(what=HOSTILE, on_the_spot={"opinion": HOSTILE, "result": HOSTILE})
    file(made)
    page = read("township")

    for path in ("/desk/problems", f"/desk/problems/{made['id']}"):
        text = page(path)
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}{n}%s" in text


@pytest.mark.parametrize("username", ["township2", "township3", "village2"])
def test_a_problem_elsewhere_is_like_none(read, problem, username):
    page = read(username)

    elsewhere = page(f"/desk/problems/{problem['id']}", 404)

    assert elsewhere == page(f"/desk/problems/{uuid7(NOW)}", 404)
    assert "断面旁有一片油花" not in page("/desk/problems")


def test_a_village_chief_reads_his_village(read, problem):
    assert "断面旁有一片油花" in waiting_part(read("village")("/desk/problems"))


def test_a_patroller_stays_outside(read):
    read("patroller")("/desk/problems", 403)


def test_a_problem_without_words_is_called_by_its_item(read, file):
    made = make_problem(what="", item=3)
    file(made)
    page = read("township")
    assert "<strong>倒垃圾、倒土、拦河</strong>" in page("/desk/problems")
    assert "<h1" in page(f"/desk/problems/{made['id']}")


def test_what_another_county_files_about_a_problem_is_no_part_of_its_story(read, file, problem):
    told = {"whom": "village_chief", "way": "call", "got_through": True}
    alien = make_entry(
        "problem.told", by=Cast.neighbour, body={"problem_id": problem["id"], **told}
    )
    file(alien)
    assert Cast.neighbour.name not in read("township")(f"/desk/problems/{problem['id']}")
