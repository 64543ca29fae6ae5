"""A password set by its owner: long ones welcome, the most used refused, every other phone out (trust, D09, D12)."""

import pytest
from sqlalchemy import select

from patrol_app.ledger.database import begin_writing, db
from patrol_app.ledger.tables.gate import AuditRow
from patrol_app.ledger.tables.register import AccountRow, PersonRow
from patrol_app.web.passwords import find_weakness
from tests.conftest import ORIGIN, PASSWORD
from tests.web.conftest import read_token

GOOD = "河边的柳树 2026"


@pytest.fixture
def send(client):
    """Send the form as our own page does."""

    def post(new=GOOD, *, again=None, current=PASSWORD, client=client, **form):
        page = client.get("/password").text
        token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
        form = {"new": new, "again": new if again is None else again, "current": current, **form}
        return client.post(
            "/password", data={"csrf_token": token, **form}, headers={"Origin": ORIGIN}
        )

    return post


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("七个字的密码啊", "too_short"),
        ("password", "too_common"),
        ("PassWord", "too_common"),
        ("12345678", "too_common"),
        ("88888888", "too_common"),
        ("1q2w3e4r", "too_common"),
        ("八个字的密码好啊", None),
        ("aaaaaaaaaaaaaaaaaaaaaa", "too_common"),
        ("ab" * 32, None),
        ("长江" * 100, None),
        ("        x", None),
    ],
)
def test_only_short_and_common_passwords_are_refused(password, weakness):
    assert find_weakness(password) == weakness


def test_a_new_password_lets_in_and_the_old_one_no_longer(log_in, send, post_login, app):
    log_in("patroller")
    assert send().status_code == 303
    assert post_login("patroller", client=app.test_client()).status_code == 401
    assert post_login("patroller", GOOD, client=app.test_client()).status_code == 303


def test_every_other_phone_is_out_and_this_one_has_a_new_token(log_in, send, client, app):
    other = log_in("patroller", client=app.test_client())
    log_in("patroller")
    before = client.get_cookie("patrol").value
    send()
    assert other.get("/api/v1/plan").status_code == 401
    assert client.get("/api/v1/plan").status_code == 200
    client.set_cookie("patrol", before)
    assert client.get("/api/v1/plan").status_code == 401


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"new": "short"}, "太短了"),
        ({"new": "password1"}, "这个密码太多人用了"),
        ({"again": "something else"}, "两遍填的不一样"),
        ({"new": "x" * 257}, "太长了"),
        ({"current": "wrong"}, "现在的密码不对"),
        ({"current": ""}, "现在的密码不对"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(log_in, send, post_login, app, form, words):
    log_in("patroller")
    answer = send(**form)
    assert answer.status_code in {401, 422}
    assert words in answer.text
    assert "short" not in answer.text
    assert post_login("patroller", client=app.test_client()).status_code == 303


def test_the_old_password_is_not_guessed_on_a_stolen_phone(log_in, send):
    log_in("patroller")
    for _ in range(5):
        assert send(current="wrong").status_code == 401
    assert send().status_code == 429


def test_who_came_by_card_chooses_a_name_and_needs_no_old_password(
    log_in, send, post_login, app, session, cast, client
):
    log_in("patroller")
    session.execute(AccountRow.__table__.delete().where(AccountRow.username == "patroller"))
    session.commit()
    phone = session.get(PersonRow, cast.patroller.person_id).phone
    session.rollback()
    assert phone in client.get("/password").text
    for name, words in (("village", "有人用了"), ("示 例", "不能有空格"), ("x" * 65, "要填")):
        assert words in send(current="", username=name).text
    assert send(current="", username="ｓｈｉｌｉ").status_code == 303
    assert post_login("shili", GOOD, client=app.test_client()).status_code == 303


def test_with_a_name_but_no_password_yet_the_name_stays(log_in, send, app, session, cast, client):
    log_in("village")
    with app.app_context():
        begin_writing(db.session())
        account = db.session.scalar(
            select(AccountRow).where(AccountRow.person_id == cast.village_chief.person_id)
        )
        account.password_hash = None
        db.session.commit()
    assert 'name="current"' not in client.get("/password").text
    assert send(current="", username="other").status_code == 303
    assert session.get(AccountRow, "other") is None
    deeds = [row.deed for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]
    assert deeds == ["logged_in", "password_set"]


def test_the_form_lets_password_keepers_and_pasting_do_their_work(log_in, client):
    log_in("patroller")
    page = client.get("/password").text
    assert page.count('autocomplete="new-password"') == 2
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_a_stranger_is_shown_the_login(client):
    assert client.get("/password").location.startswith("/login")
    token = read_token(client)
    answer = client.post("/password", data={"csrf_token": token}, headers={"Origin": ORIGIN})
    assert answer.status_code == 401
