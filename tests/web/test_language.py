"""Everybody reads in his own language: a stranger in his browser's, a person in the one he chose."""

import pytest
from sqlalchemy import select

from patrol_app.ledger.tables.gate import LanguageChoiceRow
from tests.conftest import ORIGIN
from tests.web.conftest import read_token

OURS = {"Origin": ORIGIN}
SCRIPT = OURS | {"X-Patrol": "1"}


@pytest.mark.parametrize(
    ("said", "language"),
    [
        (None, "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.5", "en"),
        ("fr", "zh-CN"),
        ("*", "zh-CN"),
        ("nonsense;;q=x", "zh-CN"),
    ],
)
def test_a_stranger_reads_what_his_browser_asks_for(client, said, language):
    answer = client.get("/login", headers={"Accept-Language": said} if said else {})
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["Content-Language"] == language
    assert "Accept-Language" in answer.vary


def test_errors_the_manifest_and_the_shell_too(client):
    english = {"Accept-Language": "en"}
    refusal = client.get("/api/v1/plan", headers=english)
    assert (refusal.json["title"], refusal.headers["Content-Language"]) == ("Please log in", "en")
    assert "Not found" in client.get("/nowhere", headers=english).text
    manifest = client.get("/manifest.webmanifest", headers=english)
    assert (manifest.json["lang"], manifest.json["name"]) == ("en", "Patrol ledger")
    assert '<html lang="en">' in client.get("/", headers=english).text


def test_files_are_in_no_language(client):
    assert "Content-Language" not in client.get("/static/icons/icon.svg").headers


def test_the_login_page_switches_and_whoever_logs_in_there_has_chosen(client, post_login, session):
    page = client.get("/login?language=en&next=/desk/ledger")
    assert '<html lang="en">' in page.text
    assert "language=zh-CN&amp;next=/desk/ledger" in page.text
    assert post_login("county", language="en", next="/desk/ledger").status_code == 303
    assert client.get("/desk/ledger").headers["Content-Language"] == "en"
    assert [row.language for row in session.scalars(select(LanguageChoiceRow))] == ["en"]


def test_a_wrong_password_is_told_in_the_language_of_the_page(post_login):
    assert (
        "The user name or the password is wrong"
        in post_login("county", "wrong", language="en").text
    )


def test_the_browsers_language_alone_is_no_choice(client, log_in):
    log_in("county")
    assert '<html lang="zh-CN">' in client.get("/desk/", headers={"Accept-Language": "en"}).text


def test_the_phone_tells_the_choice_and_the_plan_says_it_back(client, log_in):
    log_in("patroller")
    before = client.get("/api/v1/plan")
    assert before.json["person"]["language"] == "zh-CN"
    answer = client.post("/language", data={"language": "en"}, headers=SCRIPT)
    assert (answer.status_code, answer.data) == (204, b"")
    after = client.get("/api/v1/plan", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json["person"]["language"]) == (200, "en")


def test_the_desk_switches_by_a_form_and_stays_on_its_page(client, log_in):
    log_in("county")
    form = {"language": "en", "next": "/desk/ledger?month=2026-10"}
    answer = client.post("/language", data=form | {"csrf_token": read_token(client)}, headers=OURS)
    assert (answer.status_code, answer.location) == (303, "/desk/ledger?month=2026-10")
    assert client.get("/desk/").headers["Content-Language"] == "en"
    assert client.post("/language", data=form, headers=OURS).status_code == 400


@pytest.mark.parametrize("language", ["", "fr", "zh", "../en"])
def test_a_language_we_do_not_have_is_refused(client, log_in, session, language):
    log_in("patroller")
    answer = client.post("/language", data={"language": language}, headers=SCRIPT)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")
    assert session.scalars(select(LanguageChoiceRow)).all() == []


def test_a_choice_is_only_ones_own(client, log_in, session, cast):
    log_in("patroller")
    client.post("/language", data={"language": "en"}, headers=SCRIPT)
    assert [row.person_id for row in session.scalars(select(LanguageChoiceRow))] == [
        cast.patroller.person_id
    ]


def test_who_is_not_logged_in_chooses_nothing(client):
    assert client.post("/language", data={"language": "en"}, headers=SCRIPT).status_code == 401
