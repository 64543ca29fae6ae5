"""名册: numbers are masked, a look at a whole one leaves a trace, nobody makes a way in above himself (D12, D36)."""

import re

import pytest
from sqlalchemy import select

from patrol_app.ledger.tables.gate import AuditRow, CardRow
from patrol_app.ledger.tables.register import AppointmentRow, PersonRow
from tests.builders import NOW
from tests.conftest import ORIGIN

WHOLE_NUMBER = re.compile(r"1[3-9]\d{9}")


@pytest.fixture
def press(client, read):
    """Press one of the buttons on a person's page, as somebody."""

    def act(who, person, deed):
        page = read(who)(f"/desk/people/{person.person_id}")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        return client.post(
            f"/desk/people/{person.person_id}/{deed}",
            data={"csrf_token": token},
            headers={"Origin": ORIGIN},
        )

    return act


@pytest.fixture
def noted(session):
    """Give what the audit holds of these deeds, in order."""

    def look(*deeds):
        session.rollback()
        rows = session.scalars(
            select(AuditRow).where(AuditRow.deed.in_(deeds)).order_by(AuditRow.id)
        )
        return [(row.deed, row.by, row.about) for row in rows]

    return look


@pytest.mark.parametrize("who", ["clerk", "township", "county"])
def test_everybody_in_office_stands_in_the_list_with_a_masked_number(read, session, cast, who):
    phone = session.get(PersonRow, cast.patroller.person_id).phone
    session.rollback()
    page = read(who)("/desk/people")
    assert cast.patroller.name in page
    assert "洞头村段" in page
    assert f"{phone[:3]}****{phone[-4:]}" in page
    assert WHOLE_NUMBER.search(page) is None
    one = read(who)(f"/desk/people/{cast.patroller.person_id}")
    assert WHOLE_NUMBER.search(one) is None


def test_nobody_of_another_township_or_county_is_listed(read, cast):
    page = read("township2")("/desk/people")
    assert cast.patroller.name not in page
    assert cast.neighbour.name not in page


def test_the_county_finds_its_own_people_too(read, cast):
    page = read("county")(f"/desk/people?area={cast.county.area_id}")
    assert page.count("book__open") == 1
    assert f'book__open" href="/desk/people/{cast.county.person_id}"' in page
    read("township")(f"/desk/people?area={cast.county.area_id}", 404)


def test_who_has_left_is_no_longer_listed(read, session, cast):
    held = session.get(AppointmentRow, cast.other_patroller.appointment_id)
    held.to_on = NOW.date().replace(day=1)
    session.commit()
    assert cast.other_patroller.name not in read("township")("/desk/people")


def test_a_whole_number_is_shown_once_and_the_look_is_noted(press, read, session, noted, cast):
    phone = session.get(PersonRow, cast.patroller.person_id).phone
    session.rollback()
    answer = press("township", cast.patroller, "phone")
    assert phone in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert noted("phone_shown") == [
        ("phone_shown", cast.township.person_id, cast.patroller.person_id)
    ]
    page = read("county")(f"/desk/people/{cast.patroller.person_id}")
    assert phone not in page
    assert f"{cast.township.name}：看了完整号码" in page
    assert phone not in str([vars(row) for row in session.scalars(select(AuditRow))])


def test_a_clerk_sees_no_whole_number_and_gives_no_card(press, read, noted, cast):
    page = read("clerk")(f"/desk/people/{cast.patroller.person_id}")
    assert "看完整号码" not in page
    assert "新发一张卡" not in page
    for deed in ("phone", "card", "revoke"):
        assert press("clerk", cast.patroller, deed).status_code == 403
    assert noted("phone_shown", "card_made", "phones_revoked") == []


def test_a_new_card_is_printed_and_noted(press, session, noted, cast):
    answer = press("township", cast.patroller, "card")
    assert answer.status_code == 200
    assert cast.patroller.name in answer.text
    assert "<svg" in answer.text
    assert "<style" not in answer.text
    assert WHOLE_NUMBER.search(answer.text) is None
    assert answer.headers["Cache-Control"] == "no-store"
    assert noted("card_made") == [("card_made", cast.township.person_id, cast.patroller.person_id)]
    assert session.scalar(select(CardRow.person_id)) == cast.patroller.person_id


@pytest.mark.parametrize(
    ("who", "whose"),
    [("township", "township"), ("county", "county")],
    ids=["of one's own level", "of one's own office"],
)
def test_nobody_makes_a_card_for_his_own_level(press, cast, noted, who, whose):
    for deed in ("card", "revoke"):
        assert press(who, getattr(cast, whose), deed).status_code == 403
    assert noted("card_made", "phones_revoked") == []


def test_an_office_elsewhere_puts_a_person_out_of_a_townships_hands(press, session, cast):
    """A card opens all that the person may do, so one office above is enough."""
    county = session.get(AppointmentRow, cast.county.appointment_id)
    session.add(
        AppointmentRow(
            id="another office",
            person_id=cast.patroller.person_id,
            role="county_office",
            ledger=county.ledger,
            area_id=county.area_id,
            area_path=county.area_path,
            from_on=county.from_on,
            to_on=None,
        )
    )
    session.commit()
    assert press("township", cast.patroller, "card").status_code == 403


def test_a_lost_phone_is_out_at_once(press, app, log_in, noted, cast):
    lost = log_in("patroller", client=app.test_client())
    assert lost.get("/api/v1/plan").status_code == 200
    assert press("township", cast.patroller, "revoke").status_code == 303
    assert lost.get("/api/v1/plan").status_code == 401
    assert noted("phones_revoked") == [
        ("phones_revoked", cast.township.person_id, cast.patroller.person_id)
    ]


def test_looking_changes_nothing(client, read, noted, cast):
    read("township")
    for deed in ("phone", "card", "revoke"):
        assert client.get(f"/desk/people/{cast.patroller.person_id}/{deed}").status_code == 405
        answer = client.post(
            f"/desk/people/{cast.patroller.person_id}/{deed}", headers={"Origin": ORIGIN}
        )
        assert answer.status_code == 400
    assert noted("phone_shown", "card_made", "phones_revoked") == []
