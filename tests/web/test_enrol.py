"""Coming in by card: one use, three days, no password, and nothing of the code in an address (trust, D10, D12)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from patrol_app.app import create_app
from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.gate import AuditRow, CardRow, DeviceSessionRow, LoginFailureRow
from patrol_app.web.card_sheet import make_cards, print_cards
from patrol_app.web.enrol import MOST_TYPED
from patrol_app.web.enrolment import LETTERS, make_card, reset_person
from tests.conftest import ORIGIN, make_front_end, make_settings
from tests.web.conftest import read_token


@pytest.fixture
def give_card(app, clock):
    """Make a card for somebody and give its codes."""

    def give(person_id):
        with app.app_context():
            begin_writing(db.session())
            codes = make_card(db.session(), person_id, clock())
            db.session.commit()
            return codes

    return give


@pytest.fixture
def post_code(client):
    """Send a card's code as our own page does, on the test's client or on another phone."""

    def post(code, path="/enrol", *, client=client, address="127.0.0.1"):
        token = read_token(client)
        return client.post(
            path,
            data={"code": code, "csrf_token": token},
            headers={"Origin": ORIGIN},
            environ_base={"REMOTE_ADDR": address},
        )

    return post


def test_who_says_that_it_is_him_is_in_without_a_password(give_card, post_code, client, cast):
    code = give_card(cast.patroller.person_id).code
    asked = post_code(code)
    assert "您是示例甲吧？" in asked.text
    assert "洞头村 巡河员" in asked.text
    answer = post_code(code, "/enrol/yes")
    assert (answer.status_code, answer.location) == (303, "/#/in")
    assert client.get("/api/v1/plan").json["person"]["name"] == "示例甲"


def test_who_works_at_a_desk_lands_there(give_card, post_code, cast):
    answer = post_code(give_card(cast.township.person_id).code, "/enrol/yes")
    assert answer.location == "/desk/"


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace(" ", "-")])
def test_the_short_code_is_read_as_people_type_it(give_card, post_code, cast, change):
    typed = change(give_card(cast.patroller.person_id).typed)
    assert "您是示例甲吧？" in post_code(typed).text


def test_asking_who_spends_nothing_and_coming_in_spends_the_card(give_card, post_code, app, cast):
    codes = give_card(cast.patroller.person_id)
    for _ in range(3):
        assert post_code(codes.code).status_code == 200
    assert post_code(codes.code, "/enrol/yes").status_code == 303
    for code in (codes.code, codes.typed):
        for path in ("/enrol", "/enrol/yes"):
            again = post_code(code, path, client=app.test_client())
            assert again.status_code == 401
            assert "找发卡的人要一张新的" in again.text
            assert "Set-Cookie" not in again.headers or "patrol=" not in again.headers["Set-Cookie"]


def test_a_card_is_dead_after_three_days(give_card, post_code, clock, cast):
    code = give_card(cast.patroller.person_id).code
    clock.move(hours=72, seconds=-1)
    assert post_code(code).status_code == 200
    clock.move(seconds=1)
    assert post_code(code).status_code == 401
    assert post_code(code, "/enrol/yes").status_code == 401


def test_a_new_card_makes_the_old_one_dead(give_card, post_code, cast):
    old, new = (give_card(cast.patroller.person_id) for _ in range(2))
    assert post_code(old.code, "/enrol/yes").status_code == 401
    assert post_code(new.code, "/enrol/yes").status_code == 303


def test_a_wrong_an_expired_and_a_used_card_read_the_same(give_card, post_code, clock, app, cast):
    used, old = give_card(cast.patroller.person_id), give_card(cast.village_chief.person_id)
    post_code(used.code, "/enrol/yes", client=app.test_client())
    clock.move(hours=73)
    pages = {
        re.sub(r'name="csrf_token"[^>]+', "", post_code(code).text)
        for code in (used.code, old.code, "x" * 27)
    }
    assert len(pages) == 1


def test_codes_are_long_random_and_only_hashed(give_card, session, cast):
    codes = [give_card(cast.patroller.person_id) for _ in range(20)]
    assert len({one.code for one in codes}) == 20
    # 20 bytes in base64: 160 bits, where 128 are asked for.
    assert all(re.fullmatch(r"[\w-]{27}", one.code) for one in codes)
    assert all(set(one.typed) <= {*LETTERS, " "} for one in codes)
    kept = " ".join(
        f"{row.code_hash} {row.typed_hash} {row.id}" for row in session.scalars(select(CardRow))
    )
    assert not any(one.code in kept or one.typed.replace(" ", "") in kept for one in codes)
    assert "code" not in repr(codes[0])
    assert "typed" not in repr(codes[0])


def test_a_short_code_survives_a_change_of_keys(settings, give_card, cast, app, clock):
    typed = give_card(cast.patroller.person_id).typed
    keys = ("a newer key that nobody has known before it came", *settings.secret_keys)
    newer = create_app(make_settings(settings.instance_dir, secret_keys=keys), clock=clock)
    client = newer.test_client()
    answer = client.post(
        "/enrol",
        data={"code": typed, "csrf_token": read_token(client)},
        headers={"Origin": ORIGIN},
    )
    assert "您是示例甲吧？" in answer.text
    with newer.app_context():
        db.session.remove()
        db.engine.dispose()


def test_guessing_short_codes_stops_and_long_ones_still_work(give_card, post_code, cast, session):
    codes = give_card(cast.patroller.person_id)
    for _ in range(MOST_TYPED):
        assert post_code("2345 6789 ABCD").status_code == 401
    refused = post_code(codes.typed)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert post_code(codes.typed, "/enrol/yes").status_code == 429
    assert post_code(codes.code).status_code == 200
    assert post_code(codes.typed, address="10.9.8.7").status_code == 200
    # A right one does not wipe out the wrong ones before it.
    assert len(session.scalars(select(LoginFailureRow)).all()) == MOST_TYPED


def test_an_empty_form_asks_for_the_code(post_code):
    assert post_code("").status_code == 422
    assert post_code("x" * 65).status_code == 422


def test_whoever_was_logged_in_here_before_is_out(give_card, post_code, log_in, client, cast):
    log_in("village")
    before = client.get_cookie("patrol").value
    assert post_code(give_card(cast.patroller.person_id).code, "/enrol/yes").status_code == 303
    assert client.get_cookie("patrol").value != before
    client.set_cookie("patrol", before)
    assert client.get("/api/v1/plan").status_code == 401


def test_a_reset_ends_sessions_cards_and_password(
    give_card, post_code, post_login, log_in, client, app, clock, cast
):
    log_in("patroller")
    code = give_card(cast.patroller.person_id).code
    with app.app_context():
        begin_writing(db.session())
        reset_person(db.session(), cast.patroller.person_id, clock())
        db.session.commit()
    assert client.get("/api/v1/plan").status_code == 401
    assert post_code(code, "/enrol/yes").status_code == 401
    assert post_login("patroller").status_code == 401
    assert post_login("village").status_code == 303


def test_an_account_without_a_password_lets_nobody_in(post_login, app, clock, cast):
    with app.app_context():
        begin_writing(db.session())
        reset_person(db.session(), cast.patroller.person_id, clock())
        db.session.commit()
    for password in ("None", "null", " ", "x"):
        assert post_login("patroller", password).status_code == 401


def test_the_page_and_the_printed_card_keep_the_code_out_of_addresses(
    app, client, clock, cast, settings
):
    make_front_end(settings.dist_dir)
    assert "?" not in re.search(r'<form[^>]+action="([^"]+)"', client.get("/enrol").text)[1]
    with app.test_request_context():
        begin_writing(db.session())
        who = [cast.patroller.person_id]
        cards = make_cards(
            db.session(), who, site="http://x", by=None, on=clock().date(), at=clock()
        )
        db.session.commit()
        page = print_cards(cards, site="http://x")
    assert "示例甲" in page
    assert "洞头村 巡河员" in page
    assert cards[0].codes.typed in page
    assert cards[0].codes.code not in page
    assert "1380000" not in page
    assert cards[0].codes.expires_at == clock() + timedelta(hours=72)


def test_coming_in_and_making_cards_is_noted_without_any_secret(
    give_card, post_code, session, cast
):
    codes = give_card(cast.patroller.person_id)
    post_code(codes.code, "/enrol/yes")
    rows = session.scalars(select(AuditRow)).all()
    assert [(row.deed, row.by) for row in rows] == [("enrolled", cast.patroller.person_id)]
    written = " ".join(str(vars(row)) for row in rows)
    assert codes.code not in written
    assert "138" not in written


def test_two_who_come_at_once_with_one_card_are_one_session(
    give_card, post_code, app, cast, session
):
    code = give_card(cast.patroller.person_id).code
    answers = [post_code(code, "/enrol/yes", client=app.test_client()) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 401]
    opened = session.scalars(
        select(DeviceSessionRow).where(DeviceSessionRow.person_id == cast.patroller.person_id)
    ).all()
    assert len(opened) == 1
