"""The pages 履职核查: the sheet, one person's month, and the way from a cell to its patrols."""

import pytest
from sqlalchemy import select

from patrol_app.ledger.tables.books import BookRow
from tests.builders import NOW, make_patrol
from tests.cast import Cast

PERSON = f"/desk/month/{Cast.patroller.appointment_id}"


def test_the_sheet_names_the_people_of_the_area_only(read):
    text = read("township")("/desk/month?month=2026-11")

    assert "钟家庄街道" in text
    for member in (Cast.patroller, Cast.other_patroller, Cast.village_chief, Cast.township):
        assert member.appointment_id in text
    assert Cast.neighbour.name not in text


def test_a_village_chief_sees_his_village_only(read):
    text = read("village")("/desk/month")

    assert Cast.patroller.appointment_id in text
    assert Cast.other_patroller.appointment_id not in text


def test_the_county_chooses_a_township(read):
    page = read("county")

    assert Cast.patroller.name in page(f"/desk/month?area={Cast.township.area_id}")
    page(f"/desk/month?area={Cast.neighbour_township.area_id}", 404)


def test_todays_patrol_fills_its_cell_and_opens(read, file):
    made = make_patrol()
    file(made)
    page = read("township")

    assert f"{PERSON}/2026-11-22" in page("/desk/month")
    assert "11月22日 周日 有效" in page(PERSON)
    page(f"{PERSON}/2026-11-22", 302)


def test_a_cell_of_one_patrol_opens_that_patrol(client, read, file):
    made = make_patrol()
    file(made)
    read("township")

    assert client.get(f"{PERSON}/2026-11-22").location == f"/desk/patrols/{made['id']}"


def test_a_cell_of_several_patrols_opens_their_days(client, read, file):
    made = make_patrol()
    file(made)
    read("township")

    location = client.get(f"{PERSON}/2026-11-01?to=2026-11-22").location

    assert location.startswith("/desk/ledger?")
    assert made["id"] in client.get(location).text


def test_days_that_the_phone_still_holds_are_not_called_missed(read, session, clock):
    session.add(
        BookRow(
            device_id="0193",
            person_id=Cast.township.person_id,
            installation_id="0193",
            label="",
            public_key=None,
            registered_at=NOW,
            last_contact_at=NOW,
            pending={"entries": 1, "media": 0, "oldest_at": None, "days": ["2026-12-02"]},
        )
    )
    session.commit()
    clock.move(days=14)

    text = read("township")(f"/desk/month/{Cast.township.appointment_id}?month=2026-12")

    assert "没传上来" in text


def test_what_a_phone_said_it_still_holds_stands_with_its_person(read, hear, session):
    pages = (PERSON, "/desk/month", "/desk/")
    page = read("township")
    for book in session.query(BookRow):
        book.pending = None
    session.commit()
    for path in pages:
        assert "手机上还有" not in page(path)
    hear(Cast.patroller, NOW, "2026-11-18", "2026-11-20")
    for path in pages:
        assert "手机上还有 2 条没发（11月18日、11月20日）" in page(path)
    assert ">2 份没发</span>" in page("/desk/month")
    book = session.scalars(select(BookRow).where(BookRow.last_contact_at == NOW)).one()
    days = [f"2026-11-{day:02}" for day in range(3, 21)]
    book.pending = {"entries": 18, "media": 4, "oldest_at": None, "days": days}
    session.commit()
    words = "手机上还有 18 条、4 份照片、录音没发（11月3日到11月20日，18 天）"
    assert words in page(PERSON)


def test_days_after_the_last_contact_read_unheard(read, clock):
    clock.move(days=6)

    text = read("township")(PERSON)

    assert "11月26日 周四 未联系" in text
    assert "11月26日 周四 未巡" not in text


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "2027-05", "x"])
def test_an_impossible_month_shows_this_one(read, month):
    assert "2026年11月" in read("township")(f"/desk/month?month={month}")


@pytest.mark.parametrize("username", ["township2", "township3", "village2"])
def test_a_person_elsewhere_is_like_none(read, username):
    page = read(username)

    assert page(PERSON, 404) == page("/desk/month/nobody", 404)
    page(f"{PERSON}/2026-11-20", 404)


def test_a_patroller_stays_outside(read):
    page = read("patroller")

    for path in ("/desk/month", PERSON, f"{PERSON}/2026-11-20"):
        page(path, 403)
